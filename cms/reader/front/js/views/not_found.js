// Nothing is here: the ways to what there is.

import { read } from "../api.js";
import { setHead } from "../head.js";
import { h } from "../elements.js";
import { topicLinks } from "../parts/cards.js";
import { searchForm } from "../parts/search_form.js";
import { message } from "../parts/states.js";
import { words } from "../words.js";

export async function notFound() {
  setHead({ title: words.notFound, index: false });
  const topics = await read("topics/", { limit: 100 }).then(({ body }) => body.items, () => []);
  const more = [
    searchForm("", { large: true }),
    topics.length > 0 && h("div", { class: "message__topics" }, h("h2", null, words.topics), topicLinks(topics)),
  ];
  return message({ symbol: "search", title: words.notFound, text: words.notFoundHelp, more });
}
