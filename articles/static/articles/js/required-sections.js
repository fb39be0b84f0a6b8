/* Follows the article form and says which sections its kind needs and which are missing. */
(() => {
  const SECTION_TYPE = /^sections-(\d+)-type$/;
  const BOOKKEEPING = /-(type|id|order|deleted|count)$/;
  const DRUG_RELATION = /^article_topics-(\d+)-relation$/;

  /* Rich text is kept as Draft.js content, everything else as it is typed. */
  const textOf = (value) => {
    if (!value.startsWith("{")) return value === "null" ? "" : value.trim();
    try {
      return (JSON.parse(value).blocks || []).map((block) => block.text).join("").trim();
    } catch {
      return value.trim();
    }
  };

  class ArticlesNeeds extends window.StimulusModule.Controller {
    static targets = ["count", "list"];
    static values = { rules: Object };

    connect() {
      this.form = this.element.closest("form");
      this.observer = new MutationObserver(() => this.update());
      const sections = document.getElementById("sections");
      // Sections come and go without an event that bubbles, so their container is watched.
      this.observer.observe(sections || this.form, { childList: true, subtree: true });
      this.draw();
    }

    disconnect() {
      this.observer.disconnect();
      window.clearTimeout(this.timer);
    }

    /* Rich text reaches its field a moment after it is typed; many changes come at once. */
    update() {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.draw(), 400);
    }

    field(name) {
      const element = this.form.elements[name];
      return element ? element.value : "";
    }

    /* Each kind of section in the form, and whether anything is written in one of them. */
    present() {
      const written = new Map();
      [...this.form.elements].forEach((input) => {
        const match = SECTION_TYPE.exec(input.name);
        if (!match || this.field(`sections-${match[1]}-deleted`) === "1") return;
        const hasText = written.get(input.value) || this.hasText(`sections-${match[1]}-value-body-`);
        written.set(input.value, hasText);
      });
      return written;
    }

    hasText(prefix) {
      return [...this.form.elements].some(
        (input) =>
          input.name.startsWith(prefix) &&
          !BOOKKEEPING.test(input.name) &&
          input.matches("input:not([type=checkbox]), textarea") &&
          textOf(input.value) !== "",
      );
    }

    usesDrug() {
      return [...this.form.elements].some((input) => {
        const match = DRUG_RELATION.exec(input.name);
        if (!match || input.value !== "drug") return false;
        return this.field(`article_topics-${match[1]}-DELETE`) !== "1";
      });
    }

    /* The needed sections in reading order, each with the reason where it is not the kind. */
    needed() {
      const { required, emerging, drug, order, words } = this.rulesValue;
      const kind = this.field("kind");
      const reasons = new Map((required[kind] || []).map((slug) => [slug, ""]));
      if (this.field("evidence_maturity") === "emerging") {
        (emerging[kind] || []).forEach((slug) => reasons.has(slug) || reasons.set(slug, words.emerging));
      }
      if (this.usesDrug()) {
        (drug[kind] || []).forEach((slug) => reasons.has(slug) || reasons.set(slug, words.drug));
      }
      return order.filter((slug) => reasons.has(slug)).map((slug) => [slug, reasons.get(slug)]);
    }

    draw() {
      const { sections, words } = this.rulesValue;
      const present = this.present();
      const needed = this.needed();
      const written = needed.filter(([slug]) => present.get(slug)).length;
      const count = words.count.replace("{written}", written).replace("{needed}", needed.length);
      // Writing the same words again would make screen readers repeat them.
      if (this.countTarget.textContent !== count) this.countTarget.textContent = count;
      this.element.classList.toggle("articles-needs--complete", written === needed.length);
      this.listTarget.replaceChildren(
        ...needed.map(([slug, reason]) => {
          const state = present.has(slug) ? "empty" : "missing";
          return this.item(sections[slug], present.get(slug) ? "written" : state, reason);
        }),
      );
    }

    item({ label, description }, state, reason) {
      const item = document.createElement("li");
      item.className = `articles-needs__item articles-needs__item--${state}`;
      item.title = description;
      const words = document.createElement("span");
      words.className = state === "missing" ? "articles-needs__state" : "w-sr-only";
      words.textContent = ` ${this.rulesValue.words[state]}`;
      item.append(label, words);
      if (reason) {
        const small = document.createElement("small");
        small.textContent = ` (${reason})`;
        item.append(small);
      }
      return item;
    }
  }

  window.wagtail.app.register("articles-needs", ArticlesNeeds);
})();
