// Sources: a number in the text, its words on hover and focus, and the list at the foot.

import { h, icon } from "../elements.js";
import { parse, safeHref } from "../links.js";
import { fill, words } from "../words.js";

// The first place of each source in the text, for the way back.
const firstPlace = new Map();

export function marker(number) {
  const first = !firstPlace.has(number);
  if (first) firstPlace.set(number, `cite-${number}`);
  return h(
    "a",
    {
      class: "cite",
      id: first ? `cite-${number}` : null,
      href: `#source-${number}`,
      "data-source": number,
      "aria-label": fill(words.source, { n: number }),
      "aria-describedby": `source-text-${number}`,
    },
    String(number),
  );
}

export const markers = (numbers) => h("span", { class: "cites" }, numbers.map(marker));

export const forgetPlaces = () => firstPlace.clear();

// Made after the text, so that it knows what the text refers to.
export function sourceList(citations) {
  return h(
    "ol",
    { class: "sources" },
    citations.map((citation) =>
      h(
        "li",
        { id: `source-${citation.id}`, value: citation.id, tabindex: "-1" },
        h("span", { id: `source-text-${citation.id}` }, state(citation), citation.formatted),
        links(citation),
      ),
    ),
  );
}

function state({ retracted, superseded }) {
  if (!retracted && !superseded) return null;
  const text = retracted ? words.retracted : words.superseded;
  return [h("strong", { class: "badge badge--warning" }, icon("alert"), text), " "];
}

function links({ id, doi, pmid, url }) {
  const places = [
    doi && { name: `doi.org/${doi}`, href: `https://doi.org/${encodeURI(doi)}` },
    pmid && { name: `PubMed ${pmid}`, href: `https://pubmed.ncbi.nlm.nih.gov/${encodeURIComponent(pmid)}/` },
    !doi && url && { name: hostOf(url), href: safeHref(url) },
  ].filter((place) => place && place.href);
  return h(
    "span",
    { class: "sources__links" },
    places.map(({ name, href }) => h("a", { href, rel: "noopener noreferrer" }, name)),
    firstPlace.has(id) &&
      h("a", { class: "sources__back", href: `#${firstPlace.get(id)}` }, words.backToText,
        h("span", { class: "hidden" }, ` (${id})`)),
  );
}

const hostOf = (address) => parse(address)?.hostname ?? address;
