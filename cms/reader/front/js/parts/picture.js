// An image in all its formats and widths. Its place is kept free while it loads.

import { h } from "../elements.js";
import { safeHref } from "../links.js";

// Images of a draft that have no files yet stand in the document itself.
const address = (url) => (url.startsWith("data:image/jpeg;base64,") ? url : safeHref(url));

const srcset = (files) => files.map(({ url, width }) => `${address(url)} ${width}w`).join(", ");

const sourcesOf = ({ sources }, sizes) =>
  sources.map(({ type, srcset: files }) => h("source", { type, srcset: srcset(files), sizes }));

// `crop` is one of the image's ready crops, `eager` is for what is on the screen at once.
export function picture(image, sizes, { crop = image, eager = false } = {}) {
  const widest = crop.sources.at(-1).srcset.at(-1);
  const img = h("img", {
    src: address(widest.url),
    alt: image.alt,
    width: crop.width,
    height: crop.height,
    decoding: "async",
    loading: eager ? null : "lazy",
    fetchpriority: eager ? "high" : null,
  });
  const { x, y } = image.focal_point ?? { x: 0.5, y: 0.5 };
  img.style.objectPosition = `${x * 100}% ${y * 100}%`;
  if (image.placeholder?.startsWith("data:image/")) showWhileLoading(img, image.placeholder);
  return h("picture", null, sourcesOf(crop, sizes), img);
}

function showWhileLoading(img, placeholder) {
  img.style.backgroundImage = `url("${encodeURI(placeholder)}")`;
  img.addEventListener("load", () => img.style.removeProperty("background-image"), { once: true });
}

export function figure(image, sizes, options) {
  const texts = [image.caption, image.credit].filter(Boolean);
  return h(
    "figure",
    { class: "figure" },
    picture(image, sizes, options),
    texts.length > 0 && h("figcaption", null, texts.map((text) => h("span", null, text))),
  );
}
