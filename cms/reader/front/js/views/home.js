// The first page: search, topics, and what is new.

import { read } from "../api.js";
import { clinics, hasChosen } from "../clinic.js";
import { h, icon } from "../elements.js";
import { setHead } from "../head.js";
import { cards, topicLinks } from "../parts/cards.js";
import { searchForm } from "../parts/search_form.js";
import { paths } from "../router.js";
import { words } from "../words.js";

const SHOWN = 6;
const TYPES = ["condition", "therapy", "drug"];
const SYMBOLS = ["check", "book", "alert"];

export async function home(_route, { show }) {
  const chosen = hasChosen() ? (await clinics()).chosen : null;
  const [topics, articles] = await Promise.all([
    read("topics/", { limit: 100, clinic: chosen?.slug }),
    read("articles/", { limit: SHOWN, clinic: chosen?.slug }),
  ]);
  setHead({ description: words.homeIntro });
  show(page(topics.body.items, articles.body.items, chosen));
}

function page(topics, articles, chosen) {
  return h(
    "div",
    { class: "home" },
    h(
      "section",
      { class: "hero" },
      h("div", { class: "wrap hero__text" },
        h("h1", null, words.homeTitle),
        h("p", { class: "lede" }, words.homeIntro),
        searchForm("", { large: true })),
    ),
    h("div", { class: "wrap" },
      h("section", { class: "home__topics", "aria-label": words.topics }, TYPES.map((type) => topicGroup(type, topics)))),
    h("section", { class: "wrap home__articles", "aria-labelledby": "newest" },
      h("div", { class: "home__row" },
        h("h2", { id: "newest" }, words.newest, chosen && h("span", { class: "home__clinic" }, chosen.name)),
        h("a", { class: "more", href: paths.search() }, words.allArticles, icon("arrow"))),
      articles.length ? cards(articles, 3) : h("p", null, words.noArticles)),
    h("section", { class: "promise" },
      h("ul", { class: "wrap" }, words.promise.map(([title, text], index) =>
        h("li", null, icon(SYMBOLS[index]), h("h2", null, title), h("p", null, text))))),
  );
}

function topicGroup(type, topics) {
  const own = topics.filter((topic) => topic.type === type && topic.article_count > 0);
  if (!own.length) return null;
  return h("div", null, h("h2", null, words.topicTypes[type]), topicLinks(own));
}
