// A copy of all articles that stays right: for static builds, and for apps that work offline.
//
//   const changes = await mirror(api, store);
//
// `store` keeps `{etag, article}` under a key: `keys()`, `get`, `set` and `delete`, each of which
// may be asynchronous. A Map will do; so will folder.js or a phone's database.

export async function mirror(api, store, headers = {}) {
  const changes = { written: [], removed: [] };
  const published = new Set();
  for await (const entry of items(`${api}/manifest/?limit=100`, headers)) {
    const key = `${entry.locale}/${entry.slug}`;
    published.add(key);
    if ((await store.get(key))?.etag === entry.etag) continue;
    const found = await read(`${api}/articles/${entry.id}/?locale=${entry.locale}`, headers);
    if (found === null) {
      published.delete(key); // withdrawn since the manifest was read
      continue;
    }
    await store.set(key, found);
    changes.written.push(key);
  }
  // What is not in the manifest is not public any more. Only a whole walk proves that.
  for (const key of await store.keys()) {
    if (published.has(key)) continue;
    await store.delete(key);
    changes.removed.push(key);
  }
  return changes;
}

// Every item of a list, page by page. `links.next` is followed as it is.
export async function* items(url, headers = {}) {
  for (let next = url; next; ) {
    const page = await ask(next, headers).then((response) => response.json());
    yield* page.items;
    next = page.links.next;
  }
}

// `{etag, article}`, or null where it is not public (404) or was withdrawn (410). The `etag` is of
// this very answer: a cache may have given an older one than a list names, and that has to show.
export async function read(url, headers) {
  const response = await ask(url, headers, [404, 410]);
  return response.ok ? { etag: etagOf(response), article: await response.json() } : null;
}

// As lists name it: without quotes, and without the coding of a compressed answer.
function etagOf(response) {
  const tag = response.headers.get("etag") ?? "";
  return tag.replace(/^(W\/)?"(.*?)(-(zstd|br|gzip))?"$/, "$2");
}

const PATIENCE = 30_000; // milliseconds for one answer

// Waits as long as the API asks for: after too many requests, and while it cannot answer.
// `no-cache`: what a cache holds has to be confirmed.
export async function ask(url, headers, expected = [], { attempts = 5, ...options } = {}) {
  const signal = AbortSignal.timeout(PATIENCE);
  const response = await fetch(url, { cache: "no-cache", signal, ...options, headers });
  if (response.ok || expected.includes(response.status)) return response;
  const seconds = Number(response.headers.get("retry-after"));
  if (attempts > 1 && seconds && [429, 503].includes(response.status)) {
    await new Promise((done) => setTimeout(done, seconds * 1000));
    return ask(url, headers, expected, { attempts: attempts - 1, ...options });
  }
  throw new Error(`${response.status} ${url}: ${await response.text()}`);
}
