// A store for mirror.js and follow.js: a folder with a file for each article, and the place in the feed.
//
//   const store = openFolder("copy");
//
// A file is there whole or not at all, whenever the program or the machine is ended: it is written
// under another name, and renamed once it is on the disk. One program at a time.

import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

export function openFolder(folder) {
  const fileOf = (key) => join(folder, `${key}.json`);
  const place = join(folder, "place.json");
  return {
    async keys() {
      const languages = await readdir(folder, { withFileTypes: true }).catch(orNothing([]));
      const found = languages.filter((each) => each.isDirectory()).map(async ({ name }) =>
        (await readdir(join(folder, name)))
          .filter((file) => file.endsWith(".json"))
          .map((file) => `${name}/${file.slice(0, -".json".length)}`),
      );
      return (await Promise.all(found)).flat();
    },
    get: (key) => readJson(fileOf(key)),
    set: (key, value) => writeWhole(fileOf(key), JSON.stringify(value)),
    delete: (key) => rm(fileOf(key), { force: true }),
    getPlace: () => readJson(place),
    setPlace: (value) => writeWhole(place, JSON.stringify(value)),
  };
}

async function readJson(file) {
  const text = await readFile(file, "utf8").catch(orNothing(undefined));
  return text && JSON.parse(text);
}

export async function writeWhole(file, text) {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, text, { flush: true });
  await rename(`${file}.new`, file);
}

const orNothing = (nothing) => (error) => {
  if (error.code !== "ENOENT") throw error;
  return nothing;
};
