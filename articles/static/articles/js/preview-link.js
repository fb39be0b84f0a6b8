/* A section that is clicked in the preview panel is opened in the form. */
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
})();
