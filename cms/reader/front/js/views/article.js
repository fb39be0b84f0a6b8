// An article, whole.

import { h, icon } from "../elements.js";
import { day } from "../dates.js";
import { paths } from "../router.js";
import { nameOf } from "../site.js";
import { fill, words } from "../words.js";
import { balance } from "../parts/balance.js";
import { blocks } from "../parts/blocks.js";
import { forgetPlaces, markers, sourceList } from "../parts/citations.js";
import { claims } from "../parts/claims.js";
import { clinicCard } from "../parts/clinic_card.js";
import { contents } from "../parts/contents.js";
import { figure } from "../parts/picture.js";
import { account, reviewLine } from "../parts/review.js";
import { actions } from "../parts/share.js";

const HERO = "(min-width: 64rem) 30rem, 94vw";
// Harm is marked in the text as it is at its head.
const RISKS = new Set(["side_effects", "risks", "suitability"]);

// The document as an element. `clinics` are all and the chosen one, of the API's profiles.
export function renderArticle(article, clinics) {
  forgetPlaces();
  const weighed = balance(article.sections);
  const text = article.sections.map((section) => renderSection(section, clinics.chosen));
  return h(
    "article",
    { class: "article", lang: article.locale },
    article.safety_notice && notice(article.safety_notice),
    h("div", { class: "article__top wrap" }, head(article), hero(article.hero_image)),
    weighed && h("div", { class: "wrap" }, weighed),
    h(
      "div",
      { class: "article__columns wrap" },
      contents(entries(article)),
      h("div", { class: "article__text" }, behind(article), text, foot(article)),
      h("div", { class: "article__clinic" }, clinicCard(clinics, article)),
    ),
    related(article.related),
  );
}

function notice({ severity, text, issued_at: issued }) {
  return h(
    "aside",
    { class: `notice notice--${severity}`, "aria-label": words.notice[severity] },
    h("div", { class: "wrap" }, icon("alert"),
      h("div", null,
        h("p", { class: "notice__title" }, words.notice[severity],
          issued && h("span", null, fill(words.issued, { date: day(issued) }))),
        h("p", null, text))),
  );
}

function head(article) {
  const { kind, audience, title, summary, topics, evidence_maturity: maturity } = article;
  const [main] = topics;
  return h(
    "header",
    { class: "article__head" },
    h("nav", { class: "crumbs", "aria-label": words.topics },
      h("a", { href: paths.home() }, words.home),
      main && h("a", { href: paths.topic(main.slug) }, main.name)),
    h("p", { class: "kicker" }, h("span", null, words.kinds[kind]), h("span", null, words.audience[audience]),
      maturity === "emerging" && h("span", { class: "badge badge--warning" }, words.emerging)),
    h("h1", null, title),
    h("p", { class: "lede" }, summary),
    reviewLine(article),
    actions(article),
  );
}

function hero(image) {
  if (!image) return null;
  const { "4:3": crop = image } = image.aspect_ratios;
  return h("div", { class: "article__hero" }, figure(image, HERO, { crop, eager: true }));
}

const entries = ({ sections, citations }) => [
  ...sections.map(({ anchor, heading }) => ({ anchor, heading })),
  ...(citations.length ? [{ anchor: "sources", heading: words.sources }] : []),
  { anchor: "about-this-article", heading: words.about },
];

function renderSection(section, clinic) {
  const { anchor, kind, heading, body, claims: made, citations, locale } = section;
  const claimed = new Set(made.flatMap((claim) => claim.citations));
  const others = citations.filter((number) => !claimed.has(number));
  return h(
    "section",
    { id: anchor, class: `section section--${RISKS.has(kind) ? "risk" : kind}`, lang: locale, "aria-labelledby": `${anchor}-heading` },
    h("h2", { id: `${anchor}-heading` }, heading),
    blocks(body, 3, clinic),
    claims(made, 3),
    others.length > 0 && h("p", { class: "section__sources" }, words.sectionSources, " ", markers(others)),
  );
}

function behind({ behind_source: isBehind, translations }) {
  if (!isBehind) return null;
  const original = translations.find((each) => !each.behind_source);
  return h("p", { class: "box box--important" }, words.behind, " ",
    original && h("a", { href: paths.article(original.slug, original.locale), hreflang: original.locale },
      fill(words.original, { language: nameOf(original.locale) })));
}

function foot(article) {
  return [
    article.citations.length > 0 &&
      h("section", { id: "sources", class: "section", "aria-labelledby": "sources-heading" },
        h("h2", { id: "sources-heading" }, words.sources), sourceList(article.citations)),
    h("section", { id: "about-this-article", class: "section", "aria-labelledby": "about-heading" },
      h("h2", { id: "about-heading" }, words.about), account(article)),
  ];
}

function related(articles) {
  if (!articles.length) return null;
  return h(
    "section",
    { class: "related", "aria-labelledby": "related-heading" },
    h("div", { class: "wrap" },
      h("h2", { id: "related-heading" }, words.related),
      h("ul", { class: "related__list" }, articles.map(({ slug, locale, kind, title, summary }) =>
        h("li", null, h("article", { class: "card" }, h("div", { class: "card__text" },
          h("p", { class: "kicker" }, words.kinds[kind]),
          h("h3", null, h("a", { href: paths.article(slug, locale) }, title)),
          h("p", { class: "card__summary" }, summary))))))),
  );
}
