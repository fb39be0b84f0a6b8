// What a therapy may do and what can go wrong, side by side, in the same size and the same voice.

import { h, icon } from "../elements.js";
import { fill, words } from "../words.js";
import { markers } from "./citations.js";

const SIDES = [
  { kinds: ["efficacy"], title: words.balanceBenefits, name: "benefits", symbol: "book" },
  { kinds: ["side_effects", "risks", "suitability"], title: words.balanceRisks, name: "risks", symbol: "alert" },
];
const MOST = 3;

// Null where the article says nothing of benefits: then nothing has to be weighed against them.
export function balance(sections) {
  const sides = SIDES.map((side) => ({
    ...side,
    sections: sections.filter(({ kind }) => side.kinds.includes(kind)),
  }));
  if (sides.some((side) => !side.sections.length)) return null;
  return h(
    "section",
    { class: "balance", "aria-label": words.balance },
    sides.map(column),
  );
}

function column({ title, name, symbol, sections }) {
  return h(
    "div",
    { class: `balance__side balance__side--${name}` },
    h("h2", null, icon(symbol), title),
    h("ul", { class: "balance__claims" }, fairlyChosen(sections).map(statement)),
    h(
      "p",
      { class: "balance__more" },
      sections.map(({ anchor, heading }) =>
        h("a", { class: "more", href: `#${anchor}` }, fill(words.readSection, { heading })),
      ),
    ),
  );
}

const statement = ({ text, citations }) =>
  h("li", null, text, citations.length > 0 && markers(citations));

// The first claim of each section, then the second ones: no section crowds out another.
function fairlyChosen(sections) {
  const rounds = Math.max(...sections.map(({ claims }) => claims.length));
  const chosen = [];
  for (let round = 0; round < rounds; round += 1) {
    chosen.push(...sections.map(({ claims }) => claims[round]).filter(Boolean));
  }
  return chosen.slice(0, MOST);
}
