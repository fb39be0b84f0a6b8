// What the server says about the site, once, in the page's own element.

const { lang, dir, dataset } = document.documentElement;

export const site = {
  name: dataset.siteName,
  language: lang,
  direction: dir,
  languages: dataset.languages.split(" "),
  defaultLanguage: dataset.defaultLanguage,
  home: dataset.home,
  api: dataset.api,
};

// A language's name in itself: "español".
export function nameOf(language) {
  const name = new Intl.DisplayNames([language], { type: "language" }).of(language);
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}
