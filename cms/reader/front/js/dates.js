import { site } from "./site.js";

const long = new Intl.DateTimeFormat(site.language, { dateStyle: "long", timeZone: "UTC" });
const time = new Intl.DateTimeFormat(site.language, { timeStyle: "short" });

// A date or a time of the API, as a day: "2 March 2026".
export const day = (value) => long.format(new Date(value));

export const timeOfDay = (date) => time.format(date);

export const list = (texts) => new Intl.ListFormat(site.language).format(texts);
