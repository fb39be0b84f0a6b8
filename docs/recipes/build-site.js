// A static site: one page an article and language, built anew only where something changed.
//
//   node build-site.js http://127.0.0.1:8000/api/v1 site

import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { writeWhole } from "./folder.js";
import { mirror } from "./mirror.js";
import { escapeHtml, renderArticle } from "./render.js";

const [api, folder] = process.argv.slice(2);
const index = join(folder, "articles.json");

// What was built is in the index; the pages themselves are in folders by language and slug.
class Site {
  static async open() {
    const text = await readFile(index, "utf8").catch(() => "{}");
    return Object.assign(new Site(), { etags: JSON.parse(text) });
  }

  keys() {
    return Object.keys(this.etags);
  }

  get(key) {
    return key in this.etags ? { etag: this.etags[key] } : undefined;
  }

  async set(key, { etag, article }) {
    // Ended from here on, the next run knows that there may be a page, and not of what state.
    this.etags[key] = "";
    await this.save();
    await writeWhole(join(folder, key, "index.html"), page(article));
    this.etags[key] = etag;
  }

  async delete(key) {
    await rm(join(folder, key), { recursive: true, force: true });
    delete this.etags[key];
  }

  async save() {
    await writeWhole(index, JSON.stringify(this.etags));
  }
}

function page(article) {
  const { seo, translations } = article;
  const languages = translations
    .filter(({ url }) => url)
    .map(({ locale, url }) => `<link rel="alternate" hreflang="${locale}" href="${escapeHtml(url)}">`);
  return `<!doctype html>
<html lang="${escapeHtml(article.locale)}">
<head>
<meta charset="utf-8">
<title>${escapeHtml(seo.title)}</title>
<meta name="description" content="${escapeHtml(seo.description)}">
<meta name="robots" content="${escapeHtml(seo.robots)}">
${seo.canonical_url ? `<link rel="canonical" href="${escapeHtml(seo.canonical_url)}">` : ""}
${languages.join("\n")}
</head>
<body>
${renderArticle(article)}
</body>
</html>
`;
}

const site = await Site.open();
const changes = await mirror(api, site);
await site.save();
console.log(JSON.stringify(changes));
