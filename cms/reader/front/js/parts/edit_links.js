// Only in the editor's preview: from what is on the screen to where it is written.

import { h, icon } from "../elements.js";
import { preview } from "../preview.js";
import { fill, words } from "../words.js";

const FOLLOWED = "a[href], button, summary, input, select, video, audio";

export function leadToEditor(article) {
  const inPanel = window.parent !== window;
  for (const section of inPanel ? preview.article.sections : []) {
    const element = article.querySelector(`#${CSS.escape(section.anchor)}`);
    const edit = () => window.parent.postMessage({ type: "clinic-articles:edit", block: section.id }, location.origin);
    element.classList.add("section--editable");
    const label = fill(words.edit, { section: section.heading });
    // Without words of its own: the panel counts those of the article.
    element.querySelector("h2").after(
      h("button", { type: "button", class: "edit-link", click: edit, "aria-label": label, title: label }, icon("pen")));
    element.addEventListener("click", (event) => {
      // Whoever marks words wants to copy them.
      if (!event.target.closest(FOLLOWED) && getSelection().isCollapsed) edit();
    });
  }
  document.addEventListener("click", openElsewhere);
}

// The panel shows the draft; what a link leads to is shown beside the editor.
function openElsewhere(event) {
  const link = event.target.closest("a[href]");
  if (!link || link.getAttribute("href").startsWith("#")) return;
  event.preventDefault();
  window.open(link.href, "_blank", "noopener");
}
