// Hand the page on: the device's own way where it has one, else the address, copied.

import { h, icon } from "../elements.js";
import { words } from "../words.js";

export function actions({ title, summary }) {
  const said = h("p", { class: "actions__said", role: "status" });
  const address = () => location.origin + location.pathname;
  return h(
    "div",
    { class: "actions" },
    h("button", { type: "button", class: "button button--quiet", click: () => share() }, icon("share"), words.share),
    h("button", { type: "button", class: "button button--quiet", click: () => print() }, icon("print"), words.print),
    said,
  );

  async function share() {
    const what = { title, text: summary, url: address() };
    if (!navigator.canShare?.(what)) return copy();
    try {
      await navigator.share(what);
    } catch (error) {
      if (error.name !== "AbortError") await copy();
    }
  }

  async function copy() {
    try {
      await navigator.clipboard.writeText(address());
      said.replaceChildren(words.copied);
    } catch {
      // Not allowed, or no secure context: the reader copies it by hand.
      const field = h("input", { type: "text", readonly: true, value: address(), "aria-label": words.copyThis });
      said.replaceChildren(words.copyThis, " ", field);
      field.select();
    }
  }
}
