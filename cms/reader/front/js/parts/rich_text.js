// The only place where markup is read: the `html` of documents, which the API has sanitised. What
// is not in the documented set is taken out once more, and links lead to the reader's own pages.

import { parse, safeHref } from "../links.js";
import { paths } from "../router.js";

const TAGS = new Set(["A", "BR", "EM", "LI", "MARK", "OL", "P", "STRONG", "SUB", "SUP", "UL"]);

const policy = globalThis.trustedTypes?.createPolicy("rich-text", { createHTML: (html) => html });

export function richText(html) {
  const template = document.createElement("template");
  template.innerHTML = policy ? policy.createHTML(html) : html;
  for (const element of template.content.querySelectorAll("*")) {
    if (!TAGS.has(element.tagName)) element.replaceWith(element.textContent);
    else clean(element);
  }
  return template.content;
}

function clean(element) {
  const href = element.tagName === "A" ? target(element) : null;
  const { lang } = element;
  for (const { name } of [...element.attributes]) element.removeAttribute(name);
  if (lang) element.lang = lang;
  if (href) setHref(element, href);
}

function setHref(link, href) {
  link.setAttribute("href", href);
  if (parse(href)?.origin !== location.origin) link.rel = "noopener noreferrer";
}

// Articles and topics are pages of the reader, wherever else the site shows them.
function target(link) {
  const { articleId, topic } = link.dataset;
  const href = link.getAttribute("href");
  if (topic) return paths.topic(topic);
  if (!articleId) return href && safeHref(href);
  const url = href && parse(href);
  if (url?.origin === location.origin) return url.pathname + url.hash;
  return paths.article(articleId) + (url?.hash ?? "");
}
