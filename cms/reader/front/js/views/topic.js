// A topic, and the articles on it.

import { read, Refused } from "../api.js";
import { clinics, hasChosen } from "../clinic.js";
import { list } from "../dates.js";
import { h } from "../elements.js";
import { setHead } from "../head.js";
import { cards } from "../parts/cards.js";
import { fill, words } from "../words.js";
import { notFound } from "./not_found.js";

export async function topicPage({ key }, { show }) {
  const chosen = hasChosen() ? (await clinics()).chosen : null;
  const reading = read("articles/", { topic: key, limit: 100, clinic: chosen?.slug });
  // Its failure is that of the topic, unless the topic is not there at all.
  reading.catch(() => {});
  try {
    const { body: topic } = await read(`topics/${encodeURIComponent(key)}/`);
    setHead({ title: topic.name, description: topic.description });
    show(page(topic, (await reading).body.items));
  } catch (error) {
    if (!(error instanceof Refused && error.status === 404)) throw error;
    show(await notFound());
  }
}

function page({ name, type, description, synonyms }, articles) {
  return h(
    "div",
    { class: "topic wrap" },
    h("header", { class: "topic__head" },
      h("p", { class: "kicker" }, words.topicType[type]),
      h("h1", null, name),
      description && h("p", { class: "lede" }, description),
      synonyms.length > 0 &&
        h("p", { class: "topic__names" }, fill(words.alsoCalled, { names: list(synonyms) }))),
    h("section", { "aria-labelledby": "on-topic" },
      h("h2", { id: "on-topic" }, words.articlesOn),
      articles.length ? cards(articles, 3, { eager: true }) : h("p", null, words.noArticles)),
  );
}
