// Pages rendered for each request, behind a CDN that keeps them until something changes.
//
//   node server.js http://127.0.0.1:8000/api/v1 3000
//
// The API's `Cache-Control` and tags go on to the CDN with each page, so that a page is kept as
// long as the article is and dropped by the same tags.

import { createServer } from "node:http";
import { escapeHtml, renderArticle } from "./render.js";

const [api, port] = process.argv.slice(2);
const PASSED_ON = ["cache-control", "surrogate-key", "cache-tag", "last-modified"];

async function answer(path) {
  const [, locale, slug] = path.match(/^\/([\w-]+)\/([^/]+)\/?$/) ?? [];
  if (!slug) return moved(path);
  const query = `locale=${locale}&include=json_ld`;
  const response = await fetch(`${api}/articles/${encodeURIComponent(slug)}/?${query}`);
  const document = await response.json();
  const headers = Object.fromEntries(
    PASSED_ON.filter((name) => response.headers.has(name)).map((name) => [
      name,
      response.headers.get(name),
    ]),
  );
  switch (response.status) {
    case 200:
      return { status: 200, headers, body: head(document) + renderArticle(document) };
    case 410:
      return { status: 410, headers, body: withdrawn(document) };
    case 404:
    case 400: // a language that this site does not have
      return moved(path);
    default:
      throw new Error(`${response.status}: ${document.detail}`);
  }
}

// Editors may have moved the page: `/find/` knows where to.
async function moved(path) {
  const response = await fetch(`${api}/find/?path=${encodeURIComponent(path)}`);
  const { redirect } = response.ok ? await response.json() : {};
  if (!redirect) return { status: 404, headers: {}, body: "<h1>Page not found</h1>" };
  const status = redirect.permanent ? 301 : 302;
  return { status, headers: { location: redirect.to }, body: "" };
}

function head({ title, json_ld }) {
  // "<" cannot end the script when it is written like this.
  const graph = JSON.stringify(json_ld).replaceAll("<", "\\u003c");
  return `<!doctype html><meta charset="utf-8"><title>${escapeHtml(title)}</title>
<script type="application/ld+json">${graph}</script>
`;
}

function withdrawn({ reason, replaced_by }) {
  const other = replaced_by?.url
    ? `<p><a href="${escapeHtml(replaced_by.url)}">${escapeHtml(replaced_by.title)}</a></p>`
    : "";
  return `<h1>This article was withdrawn</h1><p>${escapeHtml(reason)}</p>${other}`;
}

createServer(async (request, response) => {
  const path = new URL(request.url, "http://localhost").pathname;
  const { status, headers, body } = await answer(decodeURI(path)).catch((error) => {
    console.error(error.message);
    return { status: 503, headers: { "retry-after": "5" }, body: "<h1>Please try again soon</h1>" };
  });
  response.writeHead(status, { "content-type": "text/html; charset=utf-8", ...headers });
  response.end(body);
}).listen(Number(port), "127.0.0.1", () => console.log("listening"));
