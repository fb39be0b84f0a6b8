// From an address to what is at it, and back.

import { site } from "./site.js";

// Addresses without a language are in the site's own; ours name it, but for the first page.
export function read(pathname) {
  const parts = pathname.slice(site.home.length).split("/").filter(Boolean).map(decode);
  if (site.languages.includes(parts[0])) parts.shift();
  const [view = "home", key = null, ...more] = parts;
  if (more.length) return { view: "unknown" };
  if (view === "home" && key === null) return { view };
  if ((view === "search" || view === "preview") && key === null) return { view };
  if ((view === "articles" || view === "topics") && key) return { view, key };
  return { view: "unknown" };
}

export function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const prefix = (language) => `${site.home}${language}/`;

export const paths = {
  home: (language = site.language) =>
    language === site.defaultLanguage ? site.home : prefix(language),
  article: (key, language = site.language) =>
    `${prefix(language)}articles/${encodeURIComponent(key)}/`,
  topic: (slug, language = site.language) =>
    `${prefix(language)}topics/${encodeURIComponent(slug)}/`,
  search: (parameters = {}, language = site.language) => {
    const query = new URLSearchParams(parameters).toString();
    return `${prefix(language)}search/${query && `?${query}`}`;
  },
};

// The same page in another language, where its address is the same but for the language.
export function inLanguage(language, { view, key }) {
  if (view === "topics") return paths.topic(key, language);
  if (view === "search") return paths.search(new URLSearchParams(location.search), language);
  return paths.home(language);
}
