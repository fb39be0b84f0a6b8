/* The panel “Editorial checks”: leads to the places it names, and keeps its state over autosaves. */
(() => {
  const MARK = "articles-checks-mark";
  const NOTE = "articles-checks-note";
  const PANEL = "[data-side-panel]";

  /* What Wagtail throws away when an autosave renders the panel anew: which parts are open, and
     where the keyboard is. Kept for each element by its key. */
  const kept = { open: new Map(), focus: null, inside: false };
  let announced = null;
  let marked = null;

  const byKey = (root, key) =>
    [...root.querySelectorAll("[data-checks-key]")].find((found) => found.dataset.checksKey === key);

  const panelIn = (event) => {
    const target = event.detail && event.detail.target;
    return target && target.matches(PANEL) ? target.querySelector(".articles-checks") : null;
  };

  document.addEventListener("w-teleport:append", (event) => {
    const panel = panelIn(event);
    if (!panel) return;
    panel.querySelectorAll("details[data-checks-key]").forEach((part) => {
      kept.open.set(part.dataset.checksKey, part.open);
    });
    const active = document.activeElement;
    kept.inside = panel.contains(active);
    const holder = kept.inside ? active.closest("[data-checks-key]") : null;
    kept.focus = holder && holder.dataset.checksKey;
  });

  document.addEventListener("w-teleport:appended", (event) => {
    const panel = panelIn(event);
    if (!panel) return;
    panel.querySelectorAll("details[data-checks-key]").forEach((part) => {
      if (kept.open.has(part.dataset.checksKey)) part.open = kept.open.get(part.dataset.checksKey);
    });
    if (!kept.inside) return;
    const again = kept.focus && byKey(panel, kept.focus);
    const target = again || panel.querySelector(".articles-checks__heading");
    (target.matches("details") ? target.querySelector("summary") : target).focus({
      preventScroll: Boolean(again),
    });
  });

  /* One place for announcements that no autosave replaces. */
  const announce = (words) => {
    let region = document.getElementById("articles-checks-status");
    if (!region) {
      region = document.createElement("div");
      region.id = "articles-checks-status";
      region.className = "w-sr-only";
      region.setAttribute("role", "status");
      (document.querySelector("main") || document.body).append(region);
    }
    region.textContent = words;
  };

  /* The words of a rich text editor as the rules read them: paragraphs joined by a line break,
     white space run together. Each letter knows where it stands in the document. */
  const lettersOf = (editor) => {
    const letters = [];
    editor.querySelectorAll("[data-block=true]").forEach((block, index) => {
      if (index) letters.push({ letter: "\n" });
      let blank = true;
      block.querySelectorAll("[data-text=true]").forEach((span) => {
        const node = span.firstChild;
        if (!node || node.nodeType !== Node.TEXT_NODE) return;
        [...node.data].reduce((offset, letter) => {
          const isBlank = /\s/.test(letter);
          if (letter !== "\u00ad" && !(isBlank && blank)) {
            letters.push({ letter: isBlank ? " " : letter, node, offset, size: letter.length });
            blank = isBlank;
          }
          return offset + letter.length;
        }, 0);
      });
    });
    return letters;
  };

  /* Where the quoted words begin: the occurrence nearest to where the rules saw them. */
  const nearest = (text, quote, start) => {
    let best = -1;
    for (let at = text.indexOf(quote); at !== -1; at = text.indexOf(quote, at + 1)) {
      if (best === -1 || Math.abs(at - start) < Math.abs(best - start)) best = at;
    }
    return best;
  };

  const selectInEditor = (editor, quote, start) => {
    const letters = lettersOf(editor);
    // Letters outside the basic plane take two places in a string; one entry holds both.
    const places = letters.flatMap((entry) => Array(entry.letter.length).fill(entry));
    const at = nearest(places.length ? letters.map(({ letter }) => letter).join("") : "", quote, start);
    if (at === -1) return false;
    const first = places[at];
    const last = places[at + quote.length - 1];
    if (!first.node || !last.node) return false;
    const range = document.createRange();
    range.setStart(first.node, first.offset);
    range.setEnd(last.node, last.offset + last.size);
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    first.node.parentElement.scrollIntoView({ block: "center" });
    return true;
  };

  const selectInInput = (input, quote, start) => {
    const at = nearest(input.value, quote, start);
    if (at === -1) return false;
    input.setSelectionRange(at, at + quote.length);
    return true;
  };

  const FOCUSABLE =
    "[contenteditable=true], textarea, input:not([type=hidden]):not([disabled]), select, button, a[href]";
  const WRITABLE = "[contenteditable=true], textarea, input[type=text], input:not([type])";
  const isShown = (element) => element.getClientRects().length > 0;

  const within = (root, path) =>
    root && root.querySelector(`[data-contentpath="${CSS.escape(path)}"]`);

  /* The cell of a table, by row and column. */
  const cell = (block, [part, row, column]) => {
    const table = block.querySelector("table");
    if (!table) return null;
    const rows = [...table.querySelectorAll(":scope > tbody > tr")].filter((found) =>
      found.querySelector("[contenteditable=true], textarea, input:not([type=hidden])"),
    );
    const cellsOf = (found) =>
      [...found.children].filter((child) => child.querySelector("[contenteditable=true], textarea, input, select"));
    if (part === "column") {
      const heads = table.querySelector("thead");
      return heads ? [...heads.querySelectorAll("input[type=text]")][row] : null;
    }
    return rows[row] ? cellsOf(rows[row])[column] : null;
  };

  /* The element a finding is about: a member of a block, the block, its section, or a field. */
  const placeOf = ({ section, block, field }) => {
    const inSection = within(document, section || "");
    const inBlock = block ? within(document, block) : inSection;
    if (inBlock) {
      const path = (field || "").split(".");
      if (path.length > 1) return cell(inBlock, path) || inBlock;
      return (block || field === "heading") && field ? within(inBlock, field) || inBlock : inBlock;
    }
    if (section || block) return null;
    if (field === "sections") {
      const needs = document.querySelector(".articles-needs");
      if (needs) return needs.closest("[data-panel]") || needs;
    }
    const formset = document.getElementById(`id_${field}-FORMS`);
    return (formset && formset.closest("[data-panel]")) || within(document, field);
  };

  /* Bring the tab of an element to the front and open every panel around it. */
  const reveal = (element) => {
    const tab = element.closest("[role=tabpanel]");
    if (tab && tab.hidden) {
      const trigger = document.querySelector(`[role=tab][aria-controls="${CSS.escape(tab.id)}"]`);
      if (trigger) trigger.click();
    }
    for (let panel = element.closest("[data-panel]"); panel; panel = panel.parentElement.closest("[data-panel]")) {
      const toggle = panel.querySelector("[data-panel-toggle]");
      if (toggle && toggle.getAttribute("aria-expanded") === "false") toggle.click();
    }
  };

  const removeMark = () => {
    document.querySelectorAll(`.${NOTE}`).forEach((note) => note.remove());
    document.querySelectorAll(`.${MARK}`).forEach((element) => element.classList.remove(MARK));
    marked = null;
  };

  class EditorialChecks extends window.StimulusModule.Controller {
    static targets = ["heading"];
    static classes = ["counter"];
    static values = {
      panel: String,
      count: Number,
      label: String,
      summary: String,
      back: String,
      gone: String,
    };

    connect() {
      this.drawToggle();
      // The first words are read with the panel; from then on only a change is told.
      if (announced !== null && announced !== this.summaryValue) announce(this.summaryValue);
      announced = this.summaryValue;
      if (marked && !byKey(this.element, marked)) removeMark();
    }

    drawToggle() {
      const toggle = document.querySelector(`[data-side-panel-toggle="${this.panelValue}"]`);
      if (!toggle) return;
      toggle.setAttribute("aria-label", this.labelValue);
      const counter = toggle.querySelector("[data-side-panel-toggle-counter]");
      counter.classList.remove("w-bg-critical-200", "w-bg-surface-button-default");
      counter.classList.add(...this.counterClasses);
      counter.textContent = this.countValue;
      counter.hidden = this.countValue === 0;
    }

    /* Lead to the place that a button names. */
    go({ currentTarget: button }) {
      const { checksKey: key, message, quote, start } = button.dataset;
      removeMark();
      const place = placeOf(button.dataset);
      if (!place) {
        announce(this.goneValue);
        return;
      }
      reveal(place);
      this.giveWay();
      // Wagtail shows a tab and draws an editor in the next frame.
      requestAnimationFrame(() => {
        this.mark(place, key, message);
        place.scrollIntoView({ block: "center" });
        this.focusIn(place, quote, Number(start || 0));
      });
    }

    /* On a narrow screen the panel lies over the form. */
    giveWay() {
      const side = this.element.closest("[data-form-side]");
      if (side && side.offsetWidth >= window.innerWidth - 1) {
        const close = side.querySelector("[data-form-side-close-button]");
        if (close) close.click();
      }
    }

    mark(place, key, message) {
      place.classList.add(MARK);
      marked = key;
      const note = document.createElement("div");
      note.className = NOTE;
      const back = document.createElement("button");
      back.type = "button";
      back.className = "button button-small button-secondary";
      back.textContent = this.backValue;
      back.addEventListener("click", () => this.back(key));
      note.append(back);
      if (message) {
        const words = document.createElement("span");
        words.textContent = message;
        note.append(words);
      }
      place.prepend(note);
    }

    back(key) {
      removeMark();
      const panel = document.querySelector(`[data-side-panel="${this.panelValue}"]`);
      if (panel.hidden) panel.dispatchEvent(new CustomEvent("open"));
      const target = byKey(panel, key) || panel.querySelector(".articles-checks__heading");
      requestAnimationFrame(() => target.focus());
    }

    focusIn(place, quote, start) {
      const shown = (selector) =>
        [...(place.matches(selector) ? [place] : []), ...place.querySelectorAll(selector)].filter(
          (found) => isShown(found) && !found.closest(`.${NOTE}`),
        );
      if (quote) {
        const found = shown(WRITABLE).some((field) => {
          field.focus({ preventScroll: true });
          return field.isContentEditable
            ? selectInEditor(field, quote, start)
            : selectInInput(field, quote, start);
        });
        if (found) return;
      }
      const field = shown(WRITABLE)[0] || shown(FOCUSABLE)[0];
      if (field) field.focus({ preventScroll: true });
      else {
        place.tabIndex = -1;
        place.focus({ preventScroll: true });
      }
    }
  }

  window.wagtail.app.register("articles-checks", EditorialChecks);
})();
