/* From the preview panel to the form, and from Wagtail's checks of the preview to ours. */
(() => {
  window.addEventListener("message", ({ origin, source, data }) => {
    const frame = document.querySelector("#w-preview-iframe");
    const isOurs = origin === window.location.origin && frame && source === frame.contentWindow;
    if (!isOurs || data?.type !== "clinic-articles:edit") return;
    const hash = `#block-${data.block}-section`;
    // block-link.js follows the address; the same one again is no change of it.
    if (window.location.hash === hash) window.dispatchEvent(new HashChangeEvent("hashchange"));
    else window.location.hash = hash;
  });

  document.addEventListener("click", ({ target }) => {
    if (!target.closest("[data-own-checks]")) return;
    document.querySelector("[data-side-panel-toggle=editorial-checks]").click();
  });

  document.addEventListener("w-teleport:appended", ({ detail }) => {
    const panel = detail?.target?.querySelector?.(".articles-checks");
    const summary = panel?.dataset.articlesChecksSummaryValue;
    const place = document.querySelector("[data-own-checks-summary]");
    if (summary && place) place.textContent = summary;
  });
})();
