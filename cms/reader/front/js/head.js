// The page's head: title, description, address, other languages, and whether to index it.

import { h } from "./elements.js";
import { safeHref } from "./links.js";
import { site } from "./site.js";

export function setHead({ title, description, canonical, alternates = [], index = true }) {
  document.title = title ? `${title} · ${site.name}` : site.name;
  document.head.querySelectorAll("[data-view]").forEach((element) => element.remove());
  const address = canonical && safeHref(canonical);
  const parts = [
    description && h("meta", { name: "description", content: description }),
    title && h("meta", { property: "og:title", content: title }),
    address && h("link", { rel: "canonical", href: address }),
    !index && h("meta", { name: "robots", content: "noindex" }),
    ...alternates.map(({ locale, path }) =>
      h("link", { rel: "alternate", hreflang: locale, href: new URL(path, location.href).href }),
    ),
  ].filter(Boolean);
  parts.forEach((element) => element.setAttribute("data-view", ""));
  document.head.append(...parts);
}
