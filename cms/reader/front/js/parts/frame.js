// What is around every page: the head with search, clinic and language, and the foot.

import { clinics } from "../clinic.js";
import { h, icon } from "../elements.js";
import { inLanguage, paths } from "../router.js";
import { nameOf, site } from "../site.js";
import { words } from "../words.js";
import { address, clinicLinks } from "./clinic_card.js";
import { searchForm } from "./search_form.js";

export function frame(route, main) {
  return [
    h("a", { class: "skip", href: "#main" }, words.skip),
    h("header", { class: "site-head" }, h("div", { class: "wrap site-head__row" },
      brand(), route.view !== "home" && route.view !== "search" && searchForm(),
      // A draft is shown for one clinic.
      route.view !== "preview" && clinicMenu(), languageLinks(route))),
    main,
    foot(),
  ];
}

const brand = () =>
  h("a", { class: "brand", href: paths.home() }, icon("check"), h("span", null, site.name));

function clinicMenu() {
  const label = h("span", { class: "clinic-menu__name" }, words.clinic);
  const menu = h("div", { class: "menu", id: "clinic-menu", popover: "auto" }, h("p", { class: "label" }, words.chooseClinic));
  const button = h("button", { type: "button", class: "button button--quiet clinic-menu", popovertarget: "clinic-menu",
    "aria-label": words.chooseClinic }, icon("clinic"), label, icon("down"));
  clinics().then(({ all, chosen }) => {
    menu.append(clinicLinks(all, chosen));
    if (!chosen) return;
    label.textContent = chosen.name;
    button.classList.add("clinic-menu--chosen");
    button.setAttribute("aria-label", `${words.clinic}: ${chosen.name}`);
  });
  return h("div", { class: "clinic-menu__place" }, button, menu);
}

// Other languages of this page. An article's own addresses are set when it has been read.
function languageLinks(route) {
  const others = site.languages.filter((language) => language !== site.language);
  if (!others.length) return null;
  return h(
    "nav",
    { class: "languages", "aria-label": words.language },
    others.map((language) =>
      h("a", { href: inLanguage(language, route), lang: language, hreflang: language, "data-language": language },
        nameOf(language))),
  );
}

export function setLanguageLinks(translations) {
  for (const { locale, slug } of translations) {
    const link = document.querySelector(`[data-language="${CSS.escape(locale)}"]`);
    if (link) link.href = paths.article(slug, locale);
  }
}

function foot() {
  const place = h("div", { class: "site-foot__clinic" });
  const note = h("p", null, words.footer);
  clinics().then(({ chosen }) => {
    if (!chosen) return;
    place.append(h("h2", null, chosen.name), address(chosen), h("p", null, chosen.legal_name ?? ""));
    if (chosen.disclaimer) note.textContent = chosen.disclaimer;
  });
  return h(
    "footer",
    { class: "site-foot" },
    h("div", { class: "wrap" }, place,
      note,
      h("p", { class: "site-foot__links" },
        h("a", { href: paths.home() }, words.home), h("a", { href: paths.search() }, words.allArticles))),
  );
}
