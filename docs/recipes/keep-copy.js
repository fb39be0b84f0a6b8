// An offline copy in a folder, brought up to date by the feed of changes.
//
//   node keep-copy.js http://127.0.0.1:8000/api/v1 copy
//
// Run it as often as you like, and end it whenever you like. With a key (CLINIC_ARTICLES_KEY) it
// confirms withdrawals.

import { follow } from "./follow.js";
import { openFolder } from "./folder.js";

const [api, folder] = process.argv.slice(2);
const key = process.env.CLINIC_ARTICLES_KEY;
const headers = key ? { Authorization: `Bearer ${key}` } : {};
console.log(JSON.stringify(await follow(api, openFolder(folder), headers)));
