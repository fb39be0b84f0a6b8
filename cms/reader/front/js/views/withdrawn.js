// What stands where a withdrawn article was: that it was withdrawn, why, and what to read instead.

import { day } from "../dates.js";
import { h, icon } from "../elements.js";
import { setHead } from "../head.js";
import { clinicCard } from "../parts/clinic_card.js";
import { paths } from "../router.js";
import { fill, words } from "../words.js";

// `notice` is the 410's problem.
export function withdrawn({ severity, reason, withdrawn_at: since, replaced_by: instead }, clinics) {
  setHead({ title: words.withdrawn, index: false });
  return h(
    "section",
    { class: `withdrawn withdrawn--${severity} wrap` },
    h(
      "div",
      { class: "withdrawn__notice", role: "alert" },
      h("p", { class: "withdrawn__severity" }, icon("alert"), words.withdrawnSeverity[severity]),
      h("h1", null, words.withdrawn),
      h("p", { class: "withdrawn__date" }, fill(words.withdrawnOn, { date: day(since) })),
      h("h2", null, words.withdrawnWhy),
      h("p", { class: "withdrawn__reason" }, reason),
      h("p", null, words.withdrawnNow),
    ),
    instead &&
      h("div", { class: "withdrawn__instead" },
        h("h2", null, words.instead),
        h("p", null, h("a", { class: "more", href: paths.article(instead.slug, instead.locale) },
          instead.title, icon("arrow")))),
    clinics.chosen && clinicCard(clinics, null),
  );
}
