// A table with its headings. On a narrow screen it scrolls by itself, by keyboard too.

import { h } from "../elements.js";
import { words } from "../words.js";
import { richText } from "./rich_text.js";

export function table({ id, caption, row_headers, columns, rows }) {
  const name = `table-${id}`;
  return h(
    "div",
    { class: "table", role: "region", tabindex: "0", "aria-labelledby": name },
    h(
      "table",
      null,
      h("caption", { id: name }, caption || words.scrolls),
      h("thead", null, h("tr", null, columns.map(columnHeading))),
      h("tbody", null, rows.map(({ cells }) => row(cells, row_headers))),
    ),
  );
}

const columnHeading = ({ heading }) =>
  heading ? h("th", { scope: "col" }, heading) : h("td", null);

function row(cells, hasHeader) {
  return h(
    "tr",
    null,
    cells.map((cell, index) => {
      const content = cell.html === null || cell.html === undefined ? cell.text : richText(cell.html);
      return hasHeader && index === 0
        ? h("th", { scope: "row" }, content)
        : h("td", null, content);
    }),
  );
}
