// Found articles, or all of them where nothing is looked for.

import { follow, read } from "../api.js";
import { clinics, hasChosen } from "../clinic.js";
import { h } from "../elements.js";
import { setHead } from "../head.js";
import { hit } from "../parts/cards.js";
import { searchForm } from "../parts/search_form.js";
import { paths } from "../router.js";
import { fill, words } from "../words.js";

const LONGEST = 200;

export async function search(_route, { show }) {
  const given = new URLSearchParams(location.search);
  const query = (given.get("q") ?? "").trim().slice(0, LONGEST);
  const kind = given.get("kind") in words.kinds ? given.get("kind") : "";
  const chosen = hasChosen() ? (await clinics()).chosen : null;
  const { body } = await read("articles/", { search: query, kind, limit: 20, clinic: chosen?.slug });
  setHead({ title: query || words.allArticles, index: false });
  show(page(body, query, kind));
}

function page(found, query, kind) {
  return h(
    "div",
    { class: "results wrap" },
    h("h1", null, query ? words.search : words.allArticles),
    searchForm(query, { large: true }),
    kinds(query, kind),
    h("p", { class: "results__count", role: "status" }, count(found.meta), " ",
      query && fill(words.resultsFor, { query })),
    found.items.length ? list(found) : h("p", { class: "results__none" }, words.noResults, " ", words.noResultsHelp),
  );
}

const count = ({ total_count: n, total_is_exact: exact }) =>
  fill(exact ? words.results : words.resultsMany, { n });

function kinds(query, current) {
  const entry = (kind, name) =>
    h("li", null, h("a", {
      class: "chip",
      href: paths.search({ ...(query && { q: query }), ...(kind && { kind }) }),
      "aria-current": kind === current ? "true" : null,
    }, name));
  return h("ul", { class: "chips results__kinds" }, entry("", words.allKinds),
    Object.entries(words.kinds).map(([kind, name]) => entry(kind, name)));
}

function list({ items, links }) {
  const entries = (some) => some.map((item) => h("li", { tabindex: "-1" }, hit(item, 2)));
  const all = h("ol", { class: "hits" }, entries(items));
  let next = links.next;
  const button = h("button", { type: "button", class: "button button--quiet", click: more, hidden: !next }, words.more);

  async function more() {
    button.disabled = true;
    try {
      const { body } = await follow(next);
      const added = entries(body.items);
      all.append(...added);
      added[0]?.focus();
      next = body.links.next;
      button.hidden = !next;
    } finally {
      button.disabled = false;
    }
  }
  return [all, h("p", null, button)];
}
