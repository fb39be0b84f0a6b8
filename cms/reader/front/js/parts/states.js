// What a page shows while it has no content, or cannot have any.

import { Refused, Unreachable } from "../api.js";
import { h, icon } from "../elements.js";
import { words } from "../words.js";

// Grey shapes of about what will come. They fill the window, so that nothing jumps.
export function loading() {
  const bars = (name, count) => Array.from({ length: count }, () => h("span", { class: `bone ${name}` }));
  return h(
    "div",
    { class: "loading wrap", role: "status" },
    h("span", { class: "hidden" }, words.loading),
    h("div", { class: "loading__bones", "aria-hidden": "true" },
      bars("bone--short", 1), bars("bone--title", 2), bars("bone--line", 3), bars("bone--picture", 1)),
  );
}

export function message({ symbol, title, text, more }) {
  return h(
    "section",
    { class: "message wrap" },
    h("div", { class: "message__icon" }, icon(symbol)),
    h("h1", null, title),
    text && h("p", { class: "message__text" }, text),
    more,
  );
}

// The page for what kept the content away. `again` reads once more.
export function failure(error, again) {
  const retry = h("button", { type: "button", class: "button", click: again }, words.retry);
  if (error instanceof Unreachable) {
    addEventListener("online", again, { once: true });
    return message({ symbol: "offline", title: words.offline, text: words.offlineHelp, more: retry });
  }
  if (!(error instanceof Refused)) console.error(error);
  const texts = { 401: words.errorKey, 403: words.errorKey, 429: words.errorBusy };
  const text = texts[error.status] ?? words.errorHelp;
  return message({ symbol: "alert", title: words.error, text, more: retry });
}
