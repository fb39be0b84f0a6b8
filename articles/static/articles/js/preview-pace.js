/* The preview follows a pause in typing of under half a second. Wagtail looks every half second for
   what was typed, waits as long again for more, and its preview then does so once more. Autosave keeps
   the time it has there: it is no more often, and the preview is answered first. */
document.addEventListener("DOMContentLoaded", () => {
  const WAGTAIL = 500;
  const LOOK = 200;
  // The form has waited for the pause.
  const WAIT = 20;
  const form = document.querySelector("form[data-controller~=w-unsaved]");
  const panel = document.querySelector("[data-controller~=w-preview]");
  // Another one is the site's own wish; with 0 the preview waits for a button.
  const isWagtails = Number(panel?.dataset.wPreviewAutoUpdateIntervalValue) === WAGTAIL;
  if (!form || !isWagtails) return;
  form.dataset.wUnsavedCheckIntervalValue = LOOK;
  panel.dataset.wPreviewAutoUpdateIntervalValue = WAIT;
  const save = Number(form.dataset.wAutosaveIntervalValue);
  if (save) form.dataset.wAutosaveIntervalValue = save + 2 * (WAGTAIL - LOOK);

  // Wagtail forgets a mode that is chosen while a preview loads; here one loads more often.
  panel.addEventListener("w-preview:loaded", () => {
    const mode = panel.querySelector("[data-w-preview-target=mode]")?.value;
    const shown = panel.querySelector("#w-preview-iframe").src;
    if (mode === undefined || !shown) return;
    if (new URL(shown).searchParams.get("mode") !== mode) panel.dataset.wPreviewStaleValue = "true";
  });
});
