/* While a clinic's front end is open in another window, the server is given what is typed, as by the
   preview panel, and that window is told. Without such a window this does nothing. */
(() => {
  const LOOK_EVERY = 500;
  // Browsers let a window in the background say hello once a minute.
  const WATCHED_FOR = 90_000;

  const start = () => {
    const panel = document.querySelector("[data-w-preview-url-value]");
    const form = document.querySelector("form[data-edit-form]");
    const url = panel?.dataset.wPreviewUrlValue;
    const page = /\/pages\/(\d+)\/edit\/preview\/$/.exec(url ?? "")?.[1];
    if (!form || !page) return;
    const channel = new BroadcastChannel(`clinic-articles:preview:${page}`);
    const changed = () => channel.postMessage({ type: "changed" });
    let watchedUntil = 0;
    let sent = null;
    let sending = false;

    const look = async () => {
      if (sending || performance.now() > watchedUntil) return;
      const body = new FormData(form);
      const now = new URLSearchParams(body).toString();
      if (now === sent) return;
      sending = true;
      try {
        const response = await fetch(url, { method: "POST", body });
        if ((await response.json()).is_valid) changed();
        sent = now;
      } catch {
        // The next look tries again.
      }
      sending = false;
    };

    channel.addEventListener("message", ({ data }) => {
      if (data.type !== "hello") return;
      const isNew = performance.now() > watchedUntil;
      watchedUntil = performance.now() + WATCHED_FOR;
      if (isNew) sent = null;
      look();
    });
    setInterval(look, LOOK_EVERY);
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
