// The words of a source beside its number, while the pointer or the focus is there.
//
// Escape closes it, the pointer may move onto it, and it stays until it is left. Screen readers get
// the same words from the list at the foot, as the description of the number.

import { h } from "../elements.js";

const GAP = 8;

export function popupFor(article) {
  const popup = h("div", { class: "popup", "aria-hidden": "true", hidden: true });
  let shown = null;
  let leaving = 0;

  function show(link) {
    clearTimeout(leaving);
    const text = document.getElementById(`source-text-${link.dataset.source}`);
    if (!text || shown === link) return;
    shown = link;
    popup.replaceChildren(...text.cloneNode(true).childNodes);
    popup.hidden = false;
    place(popup, link.getBoundingClientRect());
  }

  function hide() {
    clearTimeout(leaving);
    shown = null;
    popup.hidden = true;
  }

  const hideSoon = () => {
    clearTimeout(leaving);
    leaving = setTimeout(hide, 200);
  };
  const linkOf = (event) => event.target.closest?.(".cite");

  article.addEventListener("pointerover", (event) => {
    if (event.pointerType === "mouse" && linkOf(event)) show(linkOf(event));
  });
  article.addEventListener("pointerout", (event) => linkOf(event) && hideSoon());
  article.addEventListener("focusin", (event) => (linkOf(event) ? show(linkOf(event)) : hide()));
  article.addEventListener("focusout", (event) => linkOf(event) && hideSoon());
  article.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  article.addEventListener("click", (event) => linkOf(event) && hide());
  popup.addEventListener("pointerenter", () => clearTimeout(leaving));
  popup.addEventListener("pointerleave", hideSoon);
  article.append(popup);
}

// Below the number, or above where there is no room; inside the window.
function place(popup, at) {
  const { width, height } = popup.getBoundingClientRect();
  const room = document.documentElement.clientWidth - width - GAP;
  const left = Math.max(GAP, Math.min(at.left + at.width / 2 - width / 2, room));
  const below = at.bottom + GAP + height <= innerHeight;
  const top = below ? at.bottom + GAP : Math.max(GAP, at.top - GAP - height);
  popup.style.left = `${left + scrollX}px`;
  popup.style.top = `${top + scrollY}px`;
}
