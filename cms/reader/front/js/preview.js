// In the editor's preview panel the server puts a draft into the page, in the shape of a published
// article, and the clinic it is shown for. Everywhere else: null.

const element = document.getElementById("preview");

export const preview = element && JSON.parse(element.textContent);
