// Addresses that come from content. Only these may be followed from a page.

const ALLOWED = new Set(["http:", "https:", "mailto:", "tel:"]);

// The address taken apart, or null where it is none.
export function parse(address) {
  try {
    return new URL(address, location.href);
  } catch {
    return null;
  }
}

// The address, or null where it is none or of another scheme, such as `javascript:`.
export function safeHref(address) {
  const url = parse(address);
  return url && ALLOWED.has(url.protocol) ? url.href : null;
}

export const telephone = (number) => `tel:${number.replace(/[^+\d]/g, "")}`;

// Country codes of one and of two digits; all others have three.
const NUMBER = /^\+(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})(\d{6,})$/;

// An E.164 number in groups that can be read out: "+1 201 555 0134".
export function readable(number) {
  const [, country, rest] = NUMBER.exec(number) ?? [];
  return country ? `+${country} ${rest.match(/\d{3}(?=\d{3})|\d+/g).join(" ")}` : number;
}
