/* The preview follows a pause in typing of under half a second. Wagtail looks every half second for
   what was typed, waits as long again for more, and its preview then does so once more. Autosave keeps
   the time it has there: it is no more often, and the preview is answered first. */
(() => {
  const WAGTAIL = 500;
  const LOOK = 200;
  // The form has waited for the pause.
  const WAIT = 20;
  let panel = null;
  let save = 0;
  let due;

  /* Only where the interval is Wagtail's. Another one is the site's own wish; with 0 the preview waits
     for a button. */
  const find = (form) => {
    const found = document.querySelector("[data-controller~=w-preview]");
    if (Number(found?.dataset.wPreviewAutoUpdateIntervalValue) !== WAGTAIL) return;
    panel = found;
    save = Number(form.dataset.wAutosaveIntervalValue);
    // Wagtail forgets a mode that is chosen while a preview loads; here one loads more often.
    panel.addEventListener("w-preview:loaded", () => {
      const mode = panel.querySelector("[data-w-preview-target=mode]")?.value;
      const shown = panel.querySelector("#w-preview-iframe").src;
      if (mode === undefined || !shown) return;
      if (new URL(shown).searchParams.get("mode") !== mode) panel.dataset.wPreviewStaleValue = "true";
    });
  };

  const setPace = (form) => {
    if (!panel) find(form);
    if (!panel) return;
    form.dataset.wUnsavedCheckIntervalValue = LOOK;
    panel.dataset.wPreviewAutoUpdateIntervalValue = WAIT;
    if (save) form.dataset.wAutosaveIntervalValue = save + 2 * (WAGTAIL - LOOK);
  };

  /* Wagtail connects its form twice while a page loads, and then looks at it only when it is told of
     an interval: of the usual one always, of another one when that has just changed. */
  document.addEventListener("w-unsaved:ready", ({ target: form }) => {
    if (panel) form.removeAttribute("data-w-unsaved-check-interval-value");
    clearTimeout(due);
    due = setTimeout(() => setPace(form));
  });
})();
