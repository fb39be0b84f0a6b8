// A draft in the browser, in step with the editor. Works on any origin that CORS_ORIGINS lists.
//
//   <script type="module">
//     import { followDraft } from "./preview.js";
//     import { renderArticle } from "./render.js";
//     const token = new URLSearchParams(location.search).get("token");
//     followDraft("https://cms.example.org/api/v1", token, {
//       show: (article) => { document.querySelector("main").innerHTML = renderArticle(article); },
//       refuse: (problem) => { document.querySelector("main").textContent = problem.detail; },
//     });
//   </script>

const CHANGED = "clinic-articles:preview-changed";
const READY = "clinic-articles:preview-ready";

// Read the draft that a token opens, and again whenever the editor says that it has changed. `show`
// gets the document, in the shape of a published article; `refuse` the problem once it has ended.
export async function followDraft(api, token, { show, refuse }) {
  const editor = new URL(api).origin;
  let shown = null;
  let reading = null;
  let again = false;

  async function read() {
    const response = await fetch(`${api}/preview/${encodeURIComponent(token)}/`, {
      cache: "no-store",
      referrerPolicy: "no-referrer",
    });
    const text = await response.text();
    if (!response.ok) return refuse(JSON.parse(text));
    if (text === shown) return;
    shown = text;
    const { scrollX, scrollY } = window;
    show(JSON.parse(text));
    window.scrollTo(scrollX, scrollY);
  }

  // One reading at a time; what changes meanwhile is read afterwards, once.
  async function look() {
    again = true;
    reading ??= (async () => {
      while (again) {
        again = false;
        await read().catch(() => {}); // no network: the next message tries again
      }
      reading = null;
    })();
    await reading;
  }

  window.addEventListener("message", ({ origin, source, data }) => {
    if (origin === editor && source === window.parent && data?.type === CHANGED) look();
  });
  await look();
  if (window.parent !== window) window.parent.postMessage({ type: READY }, editor);
}
