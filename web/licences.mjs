// The packages that end up in what is bundled, with their licences, for the book's page of them.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const PACKAGE = /node_modules\/((?:@[^/]+\/)?[^/]+)\//g;
const TEXT = /^(licen[cs]e|copying|notice)/i;

/** The names of all packages that a bundle took something from. */
export const packagesOf = ({ inputs }) =>
  Object.keys(inputs).flatMap((path) => [...path.matchAll(PACKAGE)].slice(-1).map(([, name]) => name));

/** {name, version, licence, text} of the package `name` in the folder `modules`. */
function licenceOf(modules, name) {
  const folder = join(modules, name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const files = readdirSync(folder).filter((file) => TEXT.test(file)).sort();
  const text = files.map((file) => readFileSync(join(folder, file), "utf8").trim()).join("\n\n");
  return { name, version, licence: license, text };
}

/** What the package `name` is made of, where its own file holds all of that. */
function partsOf(modules, name) {
  const { dependencies = {} } = JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8"));
  return [name, ...Object.keys(dependencies).flatMap((part) => partsOf(modules, part))];
}

/** Those of all packages named, each once, in the order of their names; `whole`: with their parts. */
export const licencesOf = (modules, names, whole) =>
  [...new Set([...names, ...whole.flatMap((name) => partsOf(modules, name))])].filter((name) => existsSync(join(modules, name))).sort()
    .map((name) => licenceOf(modules, name));
