// The page of a draft, in the frame that "Open in front end" puts around it. It follows the editor.

import { readDraft, Refused } from "../api.js";
import { clinics } from "../clinic.js";
import { setHead } from "../head.js";
import { followReading } from "../parts/contents.js";
import { popupFor } from "../parts/source_popup.js";
import { message } from "../parts/states.js";
import { words } from "../words.js";
import { renderArticle } from "./article.js";

const CHANGED = "clinic-articles:preview-changed";
const READY = "clinic-articles:preview-ready";

export async function draftPage(_route, { show }) {
  const token = new URLSearchParams(location.search).get("token") ?? "";
  let shown = null;

  async function look() {
    const [article, chosen] = await Promise.all([readDraft(token), clinics()]);
    const text = JSON.stringify(article);
    if (text !== shown) present(article, chosen, { show, again: shown !== null });
    shown = text;
  }

  // A draft that may not be seen any more goes from the screen; a server in trouble takes nothing.
  async function handle(error) {
    if (error instanceof Refused && [403, 404].includes(error.status)) {
      shown = "";
      setHead({ title: words.draftClosed, index: false });
      show(message({ symbol: "alert", title: words.draftClosed, text: error.problem.detail }));
    } else if (shown === null) throw error;
  }

  await look().catch(handle);
  follow(() => look().catch(handle));
}

// One reading at a time; what changes meanwhile is read afterwards, once.
function follow(look) {
  let reading = false;
  let again = false;
  addEventListener("message", async ({ origin, source, data }) => {
    if (origin !== location.origin || source !== window.parent || data?.type !== CHANGED) return;
    again = true;
    if (reading) return;
    reading = true;
    while (again) {
      again = false;
      await look();
    }
    reading = false;
  });
  if (window.parent !== window) window.parent.postMessage({ type: READY }, location.origin);
}

function present(article, chosen, { show, again }) {
  setHead({ title: article.seo.title, description: article.seo.description, index: false });
  const element = renderArticle(article, chosen);
  popupFor(element);
  show(element, { keepPlace: again });
  followReading(element);
}
