// Who stands behind an article: the line at its head, and the account at its foot.

import { day, list } from "../dates.js";
import { h, icon } from "../elements.js";
import { safeHref } from "../links.js";
import { fill, words } from "../words.js";
import { picture } from "./picture.js";

const named = ({ name, credentials }) => [name, credentials].filter(Boolean).join(", ");
const part = (name, text) => text && h("span", { class: name }, text);

export function reviewLine({ review, reviewers, authors }) {
  const names = [...new Set(reviewers.map(named))];
  const { status, last_reviewed_date: last, next_review_date: next } = review;
  const by = names.length ? fill(words.reviewedBy, { names: list(names) }) : words.reviewed;
  return h(
    "div",
    { class: "review" },
    last && status !== "unreviewed"
      ? h(
          "p",
          { class: "review__line" },
          icon("check"),
          h("span", null, part("review__by", by), " ", part(null, fill(words.on, { date: day(last) })),
            next && status !== "overdue" && part("review__next", fill(words.nextReview, { date: day(next) }))),
        )
      : h("p", { class: "review__line review__line--warning" }, icon("info"), words.unreviewed),
    status === "overdue" &&
      h("p", { class: "review__line review__line--warning" }, icon("alert"),
        fill(words.overdue, { date: day(next) })),
    authors.length > 0 &&
      h("p", { class: "review__authors" }, fill(words.writtenBy, { names: list(authors.map(named)) })),
  );
}

export function account(article) {
  const { authors, reviewers, disclosure, funding, licence, attribution } = article;
  const rows = [
    [words.authors, authors.map(person)],
    [words.reviewers, reviewers.map(reviewer)],
    [words.interests, interests(article)],
    [words.funding, funding && [h("p", null, funding)]],
    [words.history, [h("p", null, dates(article))]],
    [words.reuse, licence && [h("p", null, [licence, attribution].filter(Boolean).join(" · "))]],
  ];
  return h(
    "dl",
    { class: "account" },
    rows
      .filter(([, content]) => content?.length)
      .map(([name, content]) => h("div", null, h("dt", null, name), h("dd", null, content))),
  );

  function interests({ publisher_sells_therapy: sells }) {
    return [sells && h("p", null, words.sells), disclosure && h("p", null, disclosure)].filter(Boolean);
  }
}

function person(author) {
  return h(
    "div",
    { class: "person" },
    author.photo && picture(author.photo, "3.5rem"),
    h(
      "div",
      null,
      h("p", { class: "person__name" }, linked(author)),
      [author.role, author.bio].filter(Boolean).map((text) => h("p", null, text)),
      author.conflicts_of_interest &&
        h("p", null, fill(words.conflicts, { text: author.conflicts_of_interest })),
    ),
  );
}

function reviewer(signed) {
  return h(
    "div",
    { class: "person" },
    h(
      "div",
      null,
      h("p", { class: "person__name" }, linked(signed)),
      h("p", null, `${words.roles[signed.role]}, ${day(signed.signed_at)}`),
    ),
  );
}

function linked(who) {
  const href = who.profile_url && safeHref(who.profile_url);
  return href ? h("a", { href, rel: "noopener noreferrer" }, named(who)) : named(who);
}

const dates = ({ published_at, modified_at }) =>
  [
    fill(words.published, { date: day(published_at) }),
    fill(words.modified, { date: day(modified_at) }),
  ].join(" · ");
