// A front end that keeps its copy with docs/recipes, and dies by `kill -9` just before a given step.
//
//   node follower.mjs RECIPES
//
// Steps are what it does to its files; a file that is being written is half there then. Each line
// of the input is `{api, folder, headers, dieBefore}`, the last a number or null; each gets back
// `{error, late}`: what `follow` threw, and what it said is late.

import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

let left = null;

const isLast = () => left !== null && left-- === 0;

const die = () => process.kill(process.pid, "SIGKILL");

for (const name of ["mkdir", "rename", "rm"]) {
  const call = fs[name];
  fs[name] = (...args) => (isLast() ? die() : call(...args));
}
const write = fs.writeFile;
fs.writeFile = async (file, text, options) => {
  if (isLast()) die();
  if (isLast()) {
    await write(file, text.slice(0, text.length / 2), options);
    die();
  }
  return write(file, text, options);
};
syncBuiltinESMExports();

const recipe = (name) => import(pathToFileURL(join(process.argv[2], name)));
const { follow } = await recipe("follow.js");
const { openFolder } = await recipe("folder.js");

for await (const line of createInterface({ input: process.stdin })) {
  const { api, folder, headers, dieBefore } = JSON.parse(line);
  left = dieBefore;
  const answer = await follow(api, openFolder(folder), headers).then(
    ({ late }) => ({ error: null, late }),
    (error) => ({ error: `${error.name}: ${error.message}`, late: [] }),
  );
  console.log(JSON.stringify(answer));
}
