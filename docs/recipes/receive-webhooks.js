// A receiver of webhooks: knows that a request is the CMS's own, and acts once on each change.
//
//   WEBHOOK_SECRET=whsec_... node receive-webhooks.js 8080
//
// In a program of your own:
//
//   const event = verify(secret, headers, body);   // throws where it is not to be believed
//
// `body` is what arrived, byte for byte: parsed and written again it has another signature.

import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";

const TOLERANCE = 5 * 60; // seconds a request may be old, or ahead of this clock
const LONGEST = 64 * 1024; // bytes; the CMS sends fewer than 20,000

export class Refused extends Error {}

export function verify(secret, headers, body, now = Date.now() / 1000) {
  const id = headers["webhook-id"];
  const timestamp = headers["webhook-timestamp"];
  const signatures = headers["webhook-signature"];
  if (!id || !signatures || !/^\d{1,12}$/.test(timestamp ?? "")) throw new Refused("no signature");
  if (Math.abs(now - Number(timestamp)) > TOLERANCE) throw new Refused("too old, or too new");
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const expected = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest();
  // Several while a secret is being rotated: one that fits is enough.
  if (!signatures.split(" ").some((each) => fits(each, expected))) throw new Refused("not signed");
  return JSON.parse(Buffer.from(body).toString("utf8"));
}

function fits(signature, expected) {
  const [version, value = ""] = signature.split(",");
  const given = Buffer.from(value, "base64");
  return version === "v1" && given.length === expected.length && timingSafeEqual(given, expected);
}

// `act(event)` is called once for each change; what it throws has the CMS send it again. A program
// that is started anew forgets what it knew: keep the ids where you keep your data.
export function receiver(secret, act, known = new Map()) {
  return createServer(async (request, response) => {
    const answer = (status) => response.writeHead(status).end();
    if (request.method !== "POST") return answer(405);
    try {
      const event = verify(secret, request.headers, await read(request));
      const id = request.headers["webhook-id"];
      // Two attempts at the same time wait for the same work.
      if (!known.has(id)) known.set(id, Promise.resolve(event).then(act));
      try {
        await known.get(id);
      } catch (error) {
        known.delete(id);
        throw error;
      }
      answer(204);
    } catch (error) {
      if (!(error instanceof Refused)) console.error(error);
      answer(error instanceof Refused ? 400 : 500);
    }
  });
}

async function read(request) {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > LONGEST) throw new Refused("too long");
    parts.push(part);
  }
  return Buffer.concat(parts);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { WEBHOOK_SECRET: secret } = process.env;
  if (!secret) throw new Error("WEBHOOK_SECRET is not set.");
  // Say which thing has changed, and read it: by `data.href`, or drop it where that is null.
  const act = ({ type, data }) => console.log(JSON.stringify({ type, sequence: data.sequence ?? null }));
  receiver(secret, act).listen(Number(process.argv[2] ?? 8080), "127.0.0.1");
}
