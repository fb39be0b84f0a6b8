import { h, icon } from "../elements.js";
import { paths } from "../router.js";
import { words } from "../words.js";

let made = 0;

// A form that works as forms do: its answer is the search page at an address of its own.
export function searchForm(query = "", { large = false } = {}) {
  made += 1;
  const id = `search-${made}`;
  return h(
    "form",
    { class: large ? "search search--large" : "search", role: "search", action: paths.search(), method: "get" },
    h("label", { for: id, class: "hidden" }, words.searchLabel),
    h("input", {
      id, type: "search", name: "q", value: query, maxlength: 200, required: true,
      autocomplete: "off", placeholder: large ? words.searchHint : words.search,
    }),
    h("button", { type: "submit", class: "button", "aria-label": words.search }, icon("search"),
      large && h("span", null, words.search)),
  );
}
