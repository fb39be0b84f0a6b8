// Only in the editor's preview: Wagtail's bar, whose checks go through the whole page. Brought with the
// page they would keep the draft from being seen; who types on has a newer draft before they come.

const PAUSE = 1000;

export function bringChecks() {
  const bring = () => {
    const parts = document.importNode(document.getElementById("checks").content, true);
    // In their order, as in a page that is read from its beginning to its end.
    for (const script of parts.querySelectorAll("script[src]")) script.async = false;
    document.body.append(parts);
  };
  addEventListener("load", () => setTimeout(bring, PAUSE));
}
