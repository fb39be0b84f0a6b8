// Elements from data. What is given as text stays text: nothing here reads markup.

const SVG = "http://www.w3.org/2000/svg";

// h("a", { class: "more", href }, "Read on"): attributes that are null or false are left out, a
// function is a listener of the event it is named after, children may be nested lists.
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value != null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  append(element, children);
  return element;
}

export function append(element, children) {
  const wanted = [children].flat(Infinity).filter((child) => child != null && child !== false);
  element.append(...wanted);
  return element;
}

// Drawn in a 24 x 24 box, with strokes in the colour of the text.
const SHAPES = {
  alert: "M12 3.5 2.5 20h19L12 3.5ZM12 10v4.5M12 17.4v.1",
  arrow: "M5 12h14M13 6l6 6-6 6",
  book: "M4 5.5C6.5 4 9.5 4 12 5.5c2.5-1.5 5.5-1.5 8 0V19c-2.5-1.5-5.5-1.5-8 0-2.5-1.5-5.5-1.5-8 0V5.5ZM12 5.5V19",
  calendar: "M4 6h16v14H4V6ZM4 10.5h16M8 3v4M16 3v4",
  check: "M12 2.8 4.5 5.800v5.700c0 4.6 3.1 7.9 7.5 9.7 4.4-1.8 7.5-5.1 7.5-9.700V5.800L12 2.800ZM8.6 11.900l2.4 2.5 4.6-4.9",
  clinic: "M4 20.5V8l8-5 8 5v12.5H4ZM12 9.5v6M9 12.5h6",
  clock: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 7.5V12l3 2",
  down: "M6 9.5l6 6 6-6",
  heart: "M12 20C6.5 16 3.5 12.9 3.5 9.300A4.3 4.3 0 0 1 12 7.600a4.3 4.3 0 0 1 8.5 1.700C20.5 12.9 17.5 16 12 20Z",
  info: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 11v5.5M12 7.600v.1",
  minus: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM8 12h8",
  offline: "M3 9.5a13 13 0 0 1 4.5-2.800M21 9.5a13 13 0 0 0-9.5-3.400M6.5 13.5a8 8 0 0 1 4-2.100M17.5 13.5l-1.3-1M9.8 17a3.5 3.5 0 0 1 4.4 0M4 3.5l16 17",
  pen: "M4 20l1-4.500L16.500 4l3.500 3.500L8.500 19 4 20ZM14 6.500l3.500 3.500",
  phone: "M6 3.5h3.5l1.5 4-2 1.800c1 2.3 2.7 4 5 5l1.8-2 4 1.5V17.5A3 3 0 0 1 16.5 20.5C9.5 20 4 14.5 3.5 7A3 3 0 0 1 6 3.5Z",
  print: "M7 8.5V3.5h10v5M7 17.5H4v-9h16v9h-3M7 14h10v6.5H7V14Z",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM15.5 15.5 20.5 20.5",
  share: "M12 14.5V3.5M8 7l4-3.800L16 7M5 11.5v9h14v-9",
  tip: "M9.5 18.5h5M10 21h4M12 3a6 6 0 0 0-3.5 10.900c.7.6 1 1.3 1 2.100h5c0-.8.3-1.5 1-2.100A6 6 0 0 0 12 3Z",
};

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", `icon icon--${name}`);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}
