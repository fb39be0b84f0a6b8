// Which clinic the reader has chosen. `?clinic=` in an address chooses, an empty one forgets.

import { read } from "./api.js";
import { preview } from "./preview.js";

const KEY = "clinic";

// Private windows may have no storage; then a choice lasts as long as its address.
function storage(act) {
  try {
    return act(localStorage);
  } catch {
    return null;
  }
}

// Its slug, empty for none. Whether there is such a clinic is for the API to say.
export function chosenSlug() {
  const named = new URLSearchParams(location.search).get("clinic");
  if (named !== null) storage((store) => (named ? store.setItem(KEY, named) : store.removeItem(KEY)));
  return named ?? storage((store) => store.getItem(KEY)) ?? "";
}

let known;

// All clinics, and the one that was chosen or null. A page does without them where they fail.
export function clinics() {
  known ??= load();
  return known;
}

async function load() {
  if (preview) return { all: [], chosen: preview.clinic };
  const slug = chosenSlug();
  try {
    const { body } = await read("clinics/", { limit: 100 });
    const chosen = body.items.find((clinic) => clinic.slug === slug) ?? null;
    if (slug && !chosen) storage((store) => store.removeItem(KEY));
    return { all: body.items.filter(isPlace(body.items)), chosen };
  } catch {
    return { all: [], chosen: null };
  }
}

// A group without an address is no place to go to: what it says is at its clinics.
function isPlace(all) {
  const groups = new Set(all.map(({ parent }) => parent));
  return ({ slug, address }) => !groups.has(slug) || Boolean(address?.street_address || address?.locality);
}

export const hasChosen = () => chosenSlug() !== "";

// This page's address with another choice.
export function addressFor(slug) {
  const url = new URL(location.href);
  url.searchParams.set("clinic", slug);
  url.searchParams.delete("cursor");
  return url.pathname + url.search;
}
