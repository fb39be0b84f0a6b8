// What the reader can do next, at the clinic of their choice.

import { addressFor } from "../clinic.js";
import { h, icon } from "../elements.js";
import { readable, safeHref, telephone } from "../links.js";
import { fill, words } from "../words.js";
import { picture } from "./picture.js";

// The chosen clinic as the article has it; else all of them to choose from.
export function clinicCard({ all, chosen }, article) {
  if (chosen) return chosenClinic(chosen, article);
  if (!all.length) return null;
  return h(
    "section",
    { class: "clinic-card", "aria-labelledby": "clinic-card" },
    h("h2", { id: "clinic-card" }, words.chooseClinic),
    h("p", null, words.clinicWhy),
    clinicLinks(all, null),
  );
}

function chosenClinic(clinic, article) {
  // An article that the clinic does not carry says nothing of it: then its profile does.
  const ownWords = {
    call_to_action: {
      label: clinic.call_to_action_label ?? words.contact,
      url: clinic.booking_url,
      phone: clinic.phone,
    },
    disclaimer: clinic.disclaimer,
  };
  const { call_to_action: action, disclaimer } = article?.clinic === clinic.slug ? article : ownWords;
  return h(
    "section",
    { class: "clinic-card", "aria-labelledby": "clinic-card" },
    clinic.photo && h("div", { class: "clinic-card__photo" }, picture(clinic.photo, "(min-width: 64rem) 20rem, 94vw")),
    clinic.logo && h("div", { class: "clinic-card__logo" }, picture(clinic.logo, "8rem")),
    h("h2", { id: "clinic-card" }, clinic.name),
    action && buttons(action.label, action.url, action.phone),
    clinic.hours.length > 0 && [
      h("h3", null, words.hours),
      h("ul", { class: "plain" }, clinic.hours.map((line) => h("li", null, line))),
    ],
    address(clinic),
    disclaimer && h("p", { class: "clinic-card__note" }, disclaimer),
  );
}

function buttons(label, url, phone) {
  const href = url && safeHref(url);
  return h(
    "p",
    { class: "clinic-card__buttons" },
    href && h("a", { class: "button", href, rel: "noopener" }, label),
    phone &&
      h("a", { class: "button button--quiet", href: telephone(phone) }, icon("phone"),
        fill(words.call, { number: readable(phone) })),
  );
}

export function address(clinic) {
  const place = clinic.address;
  const lines = place
    ? [place.street_address, [place.postal_code, place.locality].filter(Boolean).join(" "), place.region]
    : [];
  const site = clinic.site_url && safeHref(clinic.site_url);
  return h(
    "address",
    null,
    lines.filter(Boolean).map((line) => h("span", null, line)),
    site && h("a", { href: site, rel: "noopener" }, words.visitSite),
  );
}

export function clinicLinks(all, chosen) {
  const entry = (slug, name, current) =>
    h("li", null, h("a", { href: addressFor(slug), "aria-current": current ? "true" : null }, name));
  return h(
    "ul",
    { class: "plain clinic-links" },
    all.map(({ slug, name }) => entry(slug, name, slug === chosen?.slug)),
    chosen && entry("", words.anyClinic, false),
  );
}
