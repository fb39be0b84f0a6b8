// The table of contents: beside the text where there is room, else folded above it.

import { h, icon } from "../elements.js";
import { words } from "../words.js";

const BESIDE = matchMedia("(min-width: 64rem)");

export function contents(entries) {
  const fold = h(
    "details",
    { class: "contents__fold", open: BESIDE.matches },
    h("summary", null, words.contents, icon("down")),
    h(
      "ol",
      null,
      entries.map(({ anchor, heading }) => h("li", null, h("a", { href: `#${anchor}` }, heading))),
    ),
  );
  fold.addEventListener("click", (event) => {
    if (event.target.closest("a") && !BESIDE.matches) fold.open = false;
  });
  return h("nav", { class: "contents", "aria-label": words.contents }, fold);
}

// A long table has a scroll of its own, which must not move the page's.
function keepInSight(link, nav) {
  const at = link.getBoundingClientRect();
  const view = nav.getBoundingClientRect();
  if (at.top < view.top) nav.scrollTop -= view.top - at.top + at.height;
  if (at.bottom > view.bottom) nav.scrollTop += at.bottom - view.bottom + at.height;
}

// Mark where the reader is, and open or fold as the window changes.
export function followReading(article) {
  const links = new Map(
    [...article.querySelectorAll(".contents a")].map((link) => [link.hash.slice(1), link]),
  );
  const fold = article.querySelector(".contents__fold");
  BESIDE.addEventListener("change", () => {
    fold.open = BESIDE.matches;
  });
  const seen = new Set();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) seen[isIntersecting ? "add" : "delete"](target.id);
      const current = [...links.keys()].find((anchor) => seen.has(anchor));
      if (!current) return;
      for (const [anchor, link] of links) {
        if (anchor === current) link.setAttribute("aria-current", "location");
        else link.removeAttribute("aria-current");
      }
      keepInSight(links.get(current), fold.parentElement);
    },
    { rootMargin: "-10% 0% -60% 0%" },
  );
  for (const anchor of links.keys()) {
    const target = article.querySelector(`#${CSS.escape(anchor)}`);
    if (target) observer.observe(target);
  }
}
