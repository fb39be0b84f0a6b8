/* An address that ends in #block-<id>-section opens the editor at that block, however deep it is. */
(() => {
  const BLOCK = /^#block-.+-section$/;
  const LINKED = "articles-linked";
  const PATIENCE = 5000;

  const open = (block) => {
    const tab = block.closest("[role=tabpanel]");
    if (tab && tab.hidden) document.querySelector(`[role=tab][href="#${tab.id}"]`)?.click();
    for (
      let panel = block.closest("[data-panel]");
      panel;
      panel = panel.parentElement.closest("[data-panel]")
    ) {
      const toggle = panel.querySelector("[data-panel-toggle]");
      if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
    }
    document.querySelectorAll(`.${LINKED}`).forEach((other) => other.classList.remove(LINKED));
    block.classList.add(LINKED);
    block.setAttribute("tabindex", "-1");
    // Wagtail draws what was closed in the next frame.
    requestAnimationFrame(() => {
      keepInView(block);
      block.focus({ preventScroll: true });
    });
  };

  /* What is drawn later above the block moves it away, until somebody moves the page themselves. */
  const keepInView = (block, until = performance.now() + PATIENCE) => {
    let moved = false;
    for (const act of ["wheel", "touchmove", "keydown", "pointerdown"]) {
      const options = { once: true, passive: true };
      window.addEventListener(act, () => (moved = true), options);
    }
    const look = () => {
      if (moved || performance.now() > until) return;
      const { top, bottom } = block.getBoundingClientRect();
      if (bottom < 0 || top > window.innerHeight) block.scrollIntoView({ block: "center" });
      setTimeout(look, 250);
    };
    block.scrollIntoView({ block: "center" });
    look();
  };

  /* Blocks are drawn by Wagtail's own scripts, some time after the page is there. */
  const follow = (until = performance.now() + PATIENCE) => {
    if (!BLOCK.test(window.location.hash)) return;
    const block = document.getElementById(window.location.hash.slice(1));
    if (block) open(block);
    else if (performance.now() < until) requestAnimationFrame(() => follow(until));
  };

  window.addEventListener("load", () => follow());
  window.addEventListener("hashchange", () => follow());
})();
