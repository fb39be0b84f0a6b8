// Articles as lists show them.

import { day } from "../dates.js";
import { h, icon } from "../elements.js";
import { paths } from "../router.js";
import { fill, words } from "../words.js";
import { picture } from "./picture.js";
import { richText } from "./rich_text.js";

const SIZES = "(min-width: 64rem) 22rem, (min-width: 40rem) 45vw, 92vw";

export const cards = (items, level, options) =>
  h("ul", { class: "cards" }, items.map((item) => h("li", null, card(item, level, options))));

function card({ slug, locale, kind, title, summary, hero_image, review }, level, { eager } = {}) {
  return h(
    "article",
    { class: "card" },
    h("div", { class: "card__image" }, hero_image && picture({ ...hero_image, alt: "" }, SIZES, { eager })),
    h(
      "div",
      { class: "card__text" },
      h("p", { class: "kicker" }, words.kinds[kind]),
      h(`h${level}`, null, h("a", { href: paths.article(slug, locale) }, title)),
      h("p", { class: "card__summary" }, summary),
      review.last_reviewed_date &&
        h("p", { class: "card__review" }, icon("check"), words.reviewed, " ",
          fill(words.on, { date: day(review.last_reviewed_date) })),
    ),
  );
}

// What a search found: the words that were looked for stand out.
export function hit({ slug, locale, kind, title, summary, search }, level) {
  const pieces = search?.highlights ?? [];
  const href = paths.article(slug, locale);
  return h(
    "article",
    { class: "hit" },
    h("p", { class: "kicker" }, words.kinds[kind]),
    h(`h${level}`, null, h("a", { href }, title)),
    pieces.length
      ? h("ul", { class: "hit__pieces" }, pieces.map(({ heading, html }) =>
          h("li", null, heading && h("strong", null, `${heading}: `), richText(html))))
      : h("p", null, summary),
  );
}

export const topicLinks = (topics) =>
  h(
    "ul",
    { class: "chips" },
    topics.map(({ slug, name, article_count: count }) =>
      h("li", null, h("a", { class: "chip", href: paths.topic(slug) }, name,
        count > 0 && h("span", { class: "chip__count" }, h("span", { class: "hidden" }, ", "), String(count))))),
  );
