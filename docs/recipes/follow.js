// A copy that follows the feed of changes: asks for what is new, and never for the whole library.
//
//   const changes = await follow(api, store);
//
// `store` keeps `{etag, article}` under a key as in mirror.js, and a place in the feed: `getPlace()`
// and `setPlace(place)`, an object of plain values. Whenever the program is ended, the next run
// goes on from the last place that was kept. Topics and clinics are left out.
//
// With a key (`headers` has `Authorization`) it confirms each withdrawal once the copy is gone, so
// that publishers see that this front end has followed.

import { ask, read } from "./mirror.js";

const JSON_TYPE = { "Content-Type": "application/json" };

const ENDS = ["article.unpublished", "article.withdrawn", "article.removed"];

export async function follow(api, store, headers = {}) {
  const changes = { written: [], removed: [] };
  const beginning = { url: `${api}/changes/?limit=100`, named: [] };
  let place = (await store.getPlace()) ?? beginning;
  for (;;) {
    const response = await ask(place.url, headers, [410]);
    if (response.status === 410) {
      // Away for too long: the snapshot says what is there, and so what is not.
      place = beginning;
      continue;
    }
    const page = await response.json();
    if (page.meta.phase === "changes" && place.named) {
      await dropOthers(api, store, headers, new Set(place.named), changes);
      place.named = null;
    }
    for (const item of page.items.filter((each) => each.id !== null)) {
      await apply(item, store, headers, changes);
      if (ENDS.includes(item.type)) await acknowledge(api, item.withdrawal_id, headers);
    }
    const named = place.named?.concat(page.items.filter((each) => each.id).map(keyOf)) ?? null;
    place = { url: page.links.next, named };
    await store.setPlace(place);
    if (page.meta.phase === "changes" && !page.meta.has_more) return changes;
  }
}

const keyOf = (item) => `${item.locale}/${item.id}`;

async function apply(item, store, headers, changes) {
  const key = keyOf(item);
  const held = await store.get(key);
  if (!ENDS.includes(item.type)) {
    if (held?.etag === item.etag) return;
    const article = await read(item.href, headers);
    if (article !== null) {
      await store.set(key, { etag: item.etag, article });
      changes.written.push(key);
      return;
    }
  }
  if (held === undefined) return;
  await store.delete(key);
  changes.removed.push(key);
}

// What the snapshot did not name is not public any more; what was withdrawn meanwhile says so.
async function dropOthers(api, store, headers, named, changes) {
  for (const [key] of await store.entries()) {
    if (named.has(key)) continue;
    await store.delete(key);
    changes.removed.push(key);
    const [locale, id] = key.split("/");
    const response = await ask(`${api}/articles/${id}/?locale=${locale}`, headers, [404, 410]);
    if (response.status !== 410) continue;
    await acknowledge(api, (await response.json()).withdrawal_id, headers);
  }
}

// Safe to repeat: only the first time counts. 404: it does not concern this key.
async function acknowledge(api, id, headers) {
  if (!id || !new Headers(headers).has("Authorization")) return;
  const address = `${api}/withdrawals/${id}/acknowledgements/`;
  await ask(address, { ...headers, ...JSON_TYPE }, [404], { method: "POST", body: "{}" });
}
