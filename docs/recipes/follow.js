// A copy that follows the feed of changes: asks for what is new, and never for the whole library.
//
//   const changes = await follow(api, store);
//
// `store` keeps `{etag, article}` under a key as in mirror.js, and a place in the feed: `getPlace()`
// and `setPlace(place)`, an object of plain values. The place is kept after what it stands for, so
// that the program may be ended at any moment: the next run goes on from the last place that was
// kept, and what it does twice does no harm. Topics and clinics are left out.
//
// `changes.late` names articles that came in another state than the feed has told: changed again
// since, or an old answer of a cache. They are asked for again by every run until they are right.
//
// With a key (`headers` has `Authorization`) it confirms each withdrawal once the copy is gone, so
// that publishers see that this front end has followed.

import { ask, read } from "./mirror.js";

const JSON_TYPE = { "Content-Type": "application/json" };

const ENDS = ["article.unpublished", "article.withdrawn", "article.removed"];

export async function follow(api, store, headers = {}) {
  const changes = { written: [], removed: [], late: [] };
  const copy = new Copy(api, store, headers, changes);
  const beginning = { url: `${api}/changes/?limit=100`, named: [], others: [], late: {} };
  let place = (await store.getPlace()) ?? beginning;
  let begunAnew = false;
  for (;;) {
    const response = await ask(place.url, headers, begunAnew ? [] : [410]);
    if (response.status === 410) {
      // Away for too long: the snapshot says what is there, and so what is not.
      place = beginning;
      begunAnew = true;
      continue;
    }
    const page = await response.json();
    if (page.meta.phase === "changes" && place.named) {
      place = { ...place, named: null, others: await copy.othersThan(place.named) };
      await store.setPlace(place); // what is deleted cannot be found a second time
    }
    for (const key of place.others) await copy.dropUnnamed(key);
    const late = { ...place.late };
    for (const item of page.items.filter((each) => each.id !== null)) {
      const key = keyOf(item);
      delete late[key];
      if (!(await copy.apply(key, item))) late[key] = { href: item.href, etag: item.etag };
    }
    const named = place.named?.concat(page.items.filter((each) => each.id).map(keyOf)) ?? null;
    place = { url: page.links.next, named, others: [], late };
    await store.setPlace(place);
    if (page.meta.phase === "changes" && !page.meta.has_more) break;
  }
  for (const [key, item] of Object.entries(place.late)) {
    if (!(await copy.take(key, item))) continue;
    delete place.late[key];
    await store.setPlace(place);
  }
  changes.late = Object.keys(place.late);
  return changes;
}

const keyOf = (item) => `${item.locale}/${item.id}`;

class Copy {
  constructor(api, store, headers, changes) {
    Object.assign(this, { api, store, headers, changes });
  }

  // Whether the copy is now as `item` says.
  async apply(key, item) {
    if (!ENDS.includes(item.type)) return this.take(key, item);
    await this.drop(key);
    await this.acknowledge(item.withdrawal_id);
    return true;
  }

  async take(key, { href, etag }) {
    const held = await this.store.get(key);
    if (held?.etag === etag) return true;
    const found = await read(href, this.headers);
    if (found === null) {
      await this.drop(key);
      return false;
    }
    const isNamed = found.etag === etag;
    if (held && !isNamed && found.article.version < held.article.version) return false;
    await this.store.set(key, found);
    this.changes.written.push(key);
    return isNamed;
  }

  async drop(key) {
    if ((await this.store.get(key)) === undefined) return;
    await this.store.delete(key);
    this.changes.removed.push(key);
  }

  async othersThan(named) {
    const others = new Set(await this.store.keys());
    for (const key of named) others.delete(key);
    return [...others];
  }

  // What the snapshot did not name is not public any more; what was withdrawn meanwhile says so.
  async dropUnnamed(key) {
    await this.drop(key);
    const [locale, id] = key.split("/");
    const url = `${this.api}/articles/${id}/?locale=${locale}`;
    const response = await ask(url, this.headers, [404, 410]);
    if (response.status === 410) await this.acknowledge((await response.json()).withdrawal_id);
  }

  // Safe to repeat: only the first time counts. 404: it does not concern this key.
  async acknowledge(id) {
    if (!id || !new Headers(this.headers).has("Authorization")) return;
    const address = `${this.api}/withdrawals/${id}/acknowledgements/`;
    const headers = { ...this.headers, ...JSON_TYPE };
    await ask(address, headers, [404], { method: "POST", body: "{}" });
  }
}
