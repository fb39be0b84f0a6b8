// The page of an article: read, shown, and kept as the server has it.

import { findRedirect, readArticle, Refused, Unreachable } from "../api.js";
import { chosenSlug, clinics } from "../clinic.js";
import { timeOfDay } from "../dates.js";
import { setHead } from "../head.js";
import { safeHref } from "../links.js";
import { followReading } from "../parts/contents.js";
import { setLanguageLinks } from "../parts/frame.js";
import { leadToEditor } from "../parts/edit_links.js";
import { popupFor } from "../parts/source_popup.js";
import { preview } from "../preview.js";
import { keepFresh } from "../refresh.js";
import { paths } from "../router.js";
import { fill, words } from "../words.js";
import { renderArticle } from "./article.js";
import { notFound } from "./not_found.js";
import { withdrawn } from "./withdrawn.js";

export async function articlePage({ key }, { show, say }) {
  // The ETag of what is on the screen, or the status that is explained there; null: nothing yet.
  let shown = null;
  let readAt = null;

  async function look(fresh) {
    const [{ body, etag }, chosen] = await Promise.all([readArticle(key, chosenSlug(), { fresh }), clinics()]);
    if (etag !== shown) present(body, chosen, { show, again: shown !== null });
    say(shown !== null && etag !== shown ? words.updated : null);
    shown = etag;
    readAt = new Date();
  }

  async function handle(error) {
    if (error instanceof Refused && [404, 410].includes(error.status)) {
      if (shown !== error.status) await explain(error, show);
      shown = error.status;
    } else if (shown === null) throw error;
    else if (error instanceof Unreachable && readAt) {
      say(fill(words.offlineStill, { time: timeOfDay(readAt) }));
    }
    // A server in trouble takes nothing from the screen.
  }

  await look(false).catch(handle);
  if (!preview) keepFresh(() => look(true).catch(handle));
}

function present(article, chosen, { show, again }) {
  const { slug, locale, seo, translations } = article;
  const path = paths.article(slug, locale);
  // By its id, or by an address without the language: one article has one address.
  if (!preview && location.pathname !== path) {
    history.replaceState(history.state, "", path + location.search + location.hash);
  }
  setHead({
    title: seo.title,
    description: seo.description,
    canonical: seo.canonical_url ?? article.url,
    index: !preview && seo.robots === "index",
    alternates: [...translations, article].map((each) => ({
      locale: each.locale,
      path: paths.article(each.slug, each.locale),
    })),
  });
  setLanguageLinks(translations);
  const element = renderArticle(article, chosen);
  popupFor(element);
  show(element, { keepPlace: again });
  followReading(element);
  if (preview) leadToEditor(element);
}

async function explain({ status, problem }, show) {
  if (status === 410) return show(withdrawn(problem, await clinics()));
  const to = await findRedirect(location.pathname).catch(() => null);
  const href = to && safeHref(to);
  if (href && href !== location.href) return location.replace(href);
  return show(await notFound());
}
