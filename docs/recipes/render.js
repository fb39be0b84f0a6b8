// An article as HTML. Every kind of block, and nothing but the document it is given.

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

export function escapeHtml(text) {
  return String(text).replace(/[&<>"']/g, (character) => ESCAPES[character]);
}

export function renderArticle(article) {
  const parts = [
    article.safety_notice && renderSafetyNotice(article.safety_notice),
    `<h1>${escapeHtml(article.title)}</h1>`,
    `<p class="summary">${escapeHtml(article.summary)}</p>`,
    article.hero_image && picture(article.hero_image, "100vw"),
    ...article.sections.map((section) => renderSection(section)),
    renderCallToAction(article.call_to_action),
    renderCitations(article.citations),
    renderReview(article),
  ];
  return `<article lang="${escapeHtml(article.locale)}">\n${parts.filter(Boolean).join("\n")}\n</article>`;
}

export function renderSection(section) {
  const blocks = section.body.map((block) => renderBlock(block, 3));
  return `<section id="${escapeHtml(section.anchor)}">
<h2>${escapeHtml(section.heading)}</h2>
${blocks.join("\n")}
</section>`;
}

// The level of headings grows inside sub-sections. A type that v1 gains later is left out.
export function renderBlock(block, level) {
  switch (block.type) {
    case "rich_text":
      return block.html;
    case "subsection":
      return `<h${level}>${escapeHtml(block.heading)}</h${level}>
${block.body.map((inner) => renderBlock(inner, level + 1)).join("\n")}`;
    case "image":
      return figure(block.image);
    case "callout":
      return box(`callout callout--${block.tone}`, block.heading, block.html, level);
    case "care_card":
      return box(`care care--${block.urgency}`, block.heading, block.html, level);
    case "table":
      return table(block);
    case "key_facts":
      return keyFacts(block, level);
    case "quote":
      return quote(block);
    case "testimonial":
      return `<figure class="testimonial"><blockquote>${escapeHtml(block.text)}</blockquote>
<figcaption>${escapeHtml(block.name)}: one patient's experience</figcaption></figure>`;
    case "faq_item":
      return `<details><summary>${escapeHtml(block.question)}</summary>${block.answer.html}</details>`;
    case "video":
      return video(block);
    default:
      return "";
  }
}

export function picture(image, sizes) {
  const sources = image.sources.map(({ type, srcset }) => {
    const files = srcset.map(({ url, width }) => `${escapeHtml(url)} ${width}w`).join(", ");
    return `<source type="${type}" srcset="${files}" sizes="${sizes}">`;
  });
  const widest = image.sources.at(-1).srcset.at(-1); // JPEG, which every browser shows
  const { x, y } = image.focal_point ?? { x: 0.5, y: 0.5 };
  return `<picture>${sources.join("")}<img src="${escapeHtml(widest.url)}" alt="${escapeHtml(image.alt)}"
 width="${image.width}" height="${image.height}" loading="lazy"
 style="object-position: ${x * 100}% ${y * 100}%"></picture>`;
}

function figure(image) {
  const words = [image.caption, image.credit].filter(Boolean).map(escapeHtml).join(" ");
  const caption = words && `<figcaption>${words}</figcaption>`;
  return `<figure>${picture(image, "(min-width: 48rem) 48rem, 100vw")}${caption}</figure>`;
}

function box(className, heading, html, level) {
  const title = heading && `<h${level}>${escapeHtml(heading)}</h${level}>`;
  return `<div class="${className}">${title}${html}</div>`;
}

function table({ caption, row_headers, columns, rows }) {
  const head = columns.map(({ heading }) => `<th scope="col">${escapeHtml(heading)}</th>`);
  const body = rows.map(({ cells }) => {
    const texts = cells.map((cell) => cell.html ?? escapeHtml(cell.text));
    const [first, ...others] = texts.map((text) => `<td>${text}</td>`);
    const start = row_headers ? `<th scope="row">${texts[0]}</th>` : first;
    return `<tr>${[start, ...others].join("")}</tr>`;
  });
  return `<table><caption>${escapeHtml(caption)}</caption>
<thead><tr>${head.join("")}</tr></thead><tbody>${body.join("")}</tbody></table>`;
}

function keyFacts({ heading, facts }, level) {
  const terms = facts.map(
    ({ label, text }) => `<dt>${escapeHtml(label)}</dt><dd>${escapeHtml(text)}</dd>`,
  );
  return box("facts", heading, `<dl>${terms.join("")}</dl>`, level);
}

function quote({ text, attribution, role, citation }) {
  const by = [attribution, role].filter(Boolean).map(escapeHtml).join(", ");
  const source = citation ? ` <a href="#source-${citation}">[${citation}]</a>` : "";
  return `<figure><blockquote>${escapeHtml(text)}</blockquote><figcaption>${by}${source}</figcaption></figure>`;
}

// A link to where the video plays. A player of your own takes its place.
function video({ url, title, poster, transcript }) {
  const still = poster ? picture(poster, "(min-width: 48rem) 48rem, 100vw") : "";
  const text = transcript
    ? `<details><summary>Transcript</summary>${transcript.html}</details>`
    : "";
  const link = `<a href="${escapeHtml(url)}">${still}<span>${escapeHtml(title)}</span></a>`;
  return `<figure class="video">${link}${text}</figure>`;
}

function renderSafetyNotice({ severity, text }) {
  return `<p role="alert" class="notice notice--${severity}">${escapeHtml(text)}</p>`;
}

function renderCallToAction(action) {
  if (!action) return "";
  const links = [
    action.url && `<a href="${escapeHtml(action.url)}">${escapeHtml(action.label)}</a>`,
    action.phone && `<a href="tel:${escapeHtml(action.phone)}">${escapeHtml(action.phone)}</a>`,
  ];
  return `<p class="action">${links.filter(Boolean).join(" ")}</p>`;
}

function renderCitations(citations) {
  if (!citations.length) return "";
  const items = citations.map(
    ({ id, formatted, retracted, superseded }) => {
      const state = retracted ? "Retracted: " : superseded ? "Superseded: " : "";
      return `<li id="source-${id}" value="${id}">${state}${escapeHtml(formatted)}</li>`;
    },
  );
  return `<ol class="sources">${items.join("")}</ol>`;
}

function renderReview({ review, reviewers }) {
  const names = reviewers.map(({ name, credentials }) => escapeHtml(`${name}, ${credentials}`));
  const by = names.length ? ` by ${names.join("; ")}` : "";
  if (!review.last_reviewed_date) return `<p class="review">Not reviewed yet</p>`;
  return `<p class="review review--${review.status}">Reviewed ${review.last_reviewed_date}${by}</p>`;
}
