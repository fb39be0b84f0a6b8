// The only door to content: `/api/v1/`, read with the browser's own cache.

import { preview } from "./preview.js";
import { site } from "./site.js";

const PATIENCE = 30_000;
const FRESH = { cache: "no-cache" };

// The API cannot be reached: no network, no server, no answer in time.
export class Unreachable extends Error {}

// The API's own refusal; `problem` is its application/problem+json.
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? String(status));
    this.status = status;
    this.problem = problem;
  }
}

// Read a resource below the API's base, in the page's language. With `fresh` the server is asked
// whether what is cached still holds: a 304 costs next to nothing, and a withdrawal shows at once.
export function read(path, parameters = {}, { fresh = false } = {}) {
  const query = new URLSearchParams({ locale: site.language });
  for (const [name, value] of Object.entries(parameters)) if (value) query.set(name, value);
  return get(`${site.api}${path}?${query}`, fresh ? FRESH : {});
}

// Follow a link of a list, as it is but for the host: the page asks no other one than its own.
export function follow(link) {
  const { pathname, search } = new URL(link, location.href);
  return get(pathname + search);
}

// An article with the values of a clinic (its slug; empty: none), or without where it has not got it.
export async function readArticle(key, clinic, options) {
  // A draft in the editor's preview comes with the page.
  if (preview) return { body: preview.article, etag: "preview" };
  const path = `articles/${encodeURIComponent(key)}/`;
  if (!clinic) return read(path, {}, options);
  try {
    return await read(path, { clinic }, options);
  } catch (error) {
    // Not placed there, or no clinic of this name any more.
    if (error instanceof Refused && [400, 404].includes(error.status)) return read(path, {}, options);
    throw error;
  }
}

// The draft that a token of the editor's opens, in the shape of a published article.
export async function readDraft(token) {
  const { body } = await get(`${site.api}preview/${encodeURIComponent(token)}/`, { cache: "no-store" });
  return body;
}

// Where editors have sent a path, or null.
export async function findRedirect(path) {
  const { body } = await get(`${site.api}find/?${new URLSearchParams({ path })}`);
  return body.redirect?.to ?? null;
}

async function get(address, options = {}) {
  let response, body;
  try {
    response = await fetch(address, {
      ...options,
      headers: { Accept: "application/json, application/problem+json" },
      signal: AbortSignal.timeout(PATIENCE),
    });
    body = await response.json();
  } catch (error) {
    // What answers and is no JSON is a proxy that stands in for a server that does not.
    throw new Unreachable(String(error));
  }
  if (!response.ok) throw new Refused(response.status, body);
  return { body, etag: response.headers.get("ETag") };
}
