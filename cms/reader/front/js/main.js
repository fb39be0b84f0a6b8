// The start: which page this is, what is around it, and what it shows.

import { h } from "./elements.js";
import { bringChecks } from "./parts/checks.js";
import { failure, loading } from "./parts/states.js";
import { frame } from "./parts/frame.js";
import { preview } from "./preview.js";
import { decode, read } from "./router.js";
import { articlePage } from "./views/article_page.js";
import { draftPage } from "./views/draft_page.js";
import { home } from "./views/home.js";
import { notFound } from "./views/not_found.js";
import { search } from "./views/search.js";
import { topicPage } from "./views/topic.js";

const VIEWS = {
  home,
  search,
  articles: articlePage,
  topics: topicPage,
  preview: draftPage,
  unknown: async (_route, { show }) => show(await notFound()),
};

const route = preview ? { view: "articles", key: preview.article.id } : read(location.pathname);
const main = h("main", { id: "main", tabindex: "-1" }, loading());
const bar = h("p", { class: "bar", role: "status", hidden: true });

// A view shows what it has. What replaces the same page keeps the reader's place in it.
function show(element, { keepPlace = false } = {}) {
  const { scrollY } = window;
  main.replaceChildren(element);
  if (keepPlace) scrollTo(0, scrollY);
  else if (location.hash) goTo(location.hash);
}

// The place an address names was not there yet when the browser looked for it.
function goTo(hash) {
  document.getElementById(decode(hash.slice(1)))?.scrollIntoView();
}

// A line at the foot of the window, or none.
function say(text) {
  bar.textContent = text ?? "";
  bar.hidden = !text;
}

async function start() {
  try {
    await VIEWS[route.view](route, { show, say });
  } catch (error) {
    show(failure(error, again));
  }
}

function again() {
  main.replaceChildren(loading());
  start();
}

// What is folded away belongs on paper too.
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("main details:not([open])")];
  for (const details of folded) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of folded) details.open = false;
});

document.body.append(...frame(route, main), bar);
start();
if (preview) bringChecks();
