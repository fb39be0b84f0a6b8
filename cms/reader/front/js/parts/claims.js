// Statements of benefit and harm, each with what its sources say.

import { h, icon } from "../elements.js";
import { fill, words } from "../words.js";
import { markers } from "./citations.js";

const ICONS = { supports: "check", mixed: "minus", contradicts: "alert" };

export function claims(list, level) {
  if (!list.length) return null;
  return h(
    "div",
    { class: "claims" },
    h(`h${level}`, null, words.claims),
    h("ul", null, list.map(claim)),
  );
}

function claim({ text, direction, population, approval, citations }) {
  return h(
    "li",
    { class: `claim claim--${direction ?? "none"}` },
    direction &&
      h("p", { class: "claim__direction" }, icon(ICONS[direction]), words.direction[direction]),
    h("p", { class: "claim__text" }, text, citations.length > 0 && markers(citations)),
    (population || approval) &&
      h(
        "p",
        { class: "claim__about" },
        approval && h("span", { class: "badge" }, words.approval[approval]),
        population && h("span", null, fill(words.studied, { population })),
      ),
  );
}
