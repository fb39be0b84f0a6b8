// The body of a section: a function for each type of block. A type that v1 gains later is left out.

import { h, icon } from "../elements.js";
import { safeHref, telephone } from "../links.js";
import { fill, words } from "../words.js";
import { marker } from "./citations.js";
import { figure, picture } from "./picture.js";
import { richText } from "./rich_text.js";
import { table } from "./table.js";

const WIDE = "(min-width: 48rem) 42rem, 92vw";

// `level` is that of the next heading; `clinic` is the chosen one, or null.
export function blocks(body, level, clinic) {
  return body.map((block) => BLOCKS[block.type]?.(block, level, clinic));
}

const BLOCKS = {
  rich_text: ({ html }) => h("div", { class: "prose" }, richText(html)),
  subsection: ({ heading, body }, level, clinic) => [
    h(`h${level}`, { class: "subheading" }, heading),
    blocks(body, level + 1, clinic),
  ],
  image: ({ image }) => figure(image, WIDE),
  callout,
  care_card: careCard,
  table,
  key_facts: keyFacts,
  quote,
  testimonial: ({ text, name }) =>
    h(
      "figure",
      { class: "quote quote--patient" },
      h("p", { class: "label" }, words.testimonial),
      h("blockquote", null, h("p", null, text)),
      h("figcaption", null, name),
    ),
  faq_item: ({ question, answer }, level) =>
    disclosure(h(`h${level}`, null, question), h("div", { class: "prose" }, richText(answer.html))),
  video,
};

export function disclosure(title, ...content) {
  return h("details", { class: "fold" }, h("summary", null, title, icon("down")), content);
}

const TONE_ICONS = { info: "info", tip: "tip", important: "info", warning: "alert" };

function callout({ tone, heading, html }, level) {
  return h(
    "div",
    { class: `box box--${tone}` },
    h("p", { class: "label" }, icon(TONE_ICONS[tone] ?? "info"), words.tone[tone]),
    heading && h(`h${level}`, null, heading),
    h("div", { class: "prose" }, richText(html)),
  );
}

const URGENCY_ICONS = { emergency: "alert", urgent: "clock", routine: "calendar", self_care: "heart" };

function careCard({ urgency, heading, html }, level, clinic) {
  const number = urgency === "emergency" && clinic?.emergency_number;
  return h(
    "div",
    { class: `care care--${urgency}` },
    h("p", { class: "care__urgency" }, icon(URGENCY_ICONS[urgency]), words.urgency[urgency]),
    h(
      "div",
      { class: "care__body" },
      h(`h${level}`, null, heading),
      h("div", { class: "prose" }, richText(html)),
      number &&
        h("a", { class: "button button--emergency", href: telephone(number) }, icon("phone"),
          fill(words.callEmergency, { number })),
    ),
  );
}

function keyFacts({ heading, facts }, level) {
  return h(
    "div",
    { class: "facts" },
    heading && h(`h${level}`, null, heading),
    h(
      "dl",
      null,
      facts.map(({ label, text }) => h("div", null, h("dt", null, label), h("dd", null, text))),
    ),
  );
}

function quote({ text, attribution, role, citation }) {
  const by = [attribution, role].filter(Boolean).join(", ");
  return h(
    "figure",
    { class: "quote" },
    h("blockquote", null, h("p", null, text, " ", citation && marker(citation))),
    by && h("figcaption", null, by),
  );
}

// A link to where the video plays: a player would make the reader's browser ask another host.
function video({ url, title, poster, transcript }) {
  const href = safeHref(url);
  const name = [icon("arrow"), fill(words.watch, { title })];
  return h(
    "figure",
    { class: "figure video" },
    poster && picture(poster, WIDE),
    href && h("p", null, h("a", { class: "more", href, rel: "noopener noreferrer" }, name)),
    transcript &&
      disclosure(words.transcript, h("div", { class: "prose" }, richText(transcript.html))),
  );
}
