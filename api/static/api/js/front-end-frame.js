/* The window around a clinic's front end: tells it when the draft has changed.

   It hears of that from the editor's window of the same page, by a channel of this site. What it
   says to the front end is that there is something to read, and nothing of what. */

const CHANGED = "clinic-articles:preview-changed";
const READY = "clinic-articles:preview-ready";
const HELLO_EVERY = 5000;
const JUST_NOW = 3000;

const frame = document.querySelector("iframe");
const state = document.querySelector("[data-state]");
const { origin, page } = frame.dataset;
const isFixed = "fixed" in frame.dataset;

const say = (name) => {
  state.textContent = state.dataset[name];
};

// What is said while nothing changes.
let usual = "waiting";
let news = null;

const tell = () => {
  frame.contentWindow.postMessage({ type: CHANGED }, origin);
  say("changed");
  clearTimeout(news);
  news = setTimeout(() => say(usual), JUST_NOW);
};

say(usual);
window.addEventListener("message", (event) => {
  if (event.source !== frame.contentWindow || event.origin !== origin) return;
  if (event.data?.type !== READY) return;
  usual = isFixed ? "fixed" : "follows";
  say(usual);
});

if (!isFixed) {
  const channel = new BroadcastChannel(`clinic-articles:preview:${page}`);
  channel.addEventListener("message", ({ data }) => data.type === "changed" && tell());
  const hello = () => channel.postMessage({ type: "hello" });
  hello();
  setInterval(hello, HELLO_EVERY);
}

document.querySelector("[data-refresh]").addEventListener("click", tell);

const sizes = [...document.querySelectorAll("[data-width]")];
for (const button of sizes) {
  button.addEventListener("click", () => {
    const { width } = button.dataset;
    frame.style.width = width ? `${width}px` : "";
    for (const each of sizes) each.setAttribute("aria-pressed", String(each === button));
  });
}
