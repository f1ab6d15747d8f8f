// The packages that end up in what is bundled, with their licences, for the book's page of them.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const PACKAGE = /node_modules\/((?:@[^/]+\/)?[^/]+)\//g;
const TEXT = /^(licen[cs]e|copying|notice)/i;
/** Packages that bring no text of their licence: one under the same, which says nothing of its own. */
const SAME_LICENCE = { pyodide: "axe-core" };

/** The names of all packages that a bundle took something from. */
export const packagesOf = ({ inputs }) =>
  Object.keys(inputs).flatMap((path) => [...path.matchAll(PACKAGE)].slice(-1).map(([, name]) => name));

/** {name, version, licence, text} of the package `name` in the folder `modules`. */
function licenceOf(modules, name) {
  const folder = join(modules, name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return { name, version, licence: license, text: textIn(folder) || sameText(modules, name, license) };
}

/** The texts of licences in a package's folder. */
function textIn(folder) {
  const files = readdirSync(folder).filter((file) => TEXT.test(file)).sort();
  return files.map((file) => readFileSync(join(folder, file), "utf8").trim()).join("\n\n");
}

/** The text of `license` that another package has; none where that one is under another licence. */
function sameText(modules, name, license) {
  const folder = join(modules, SAME_LICENCE[name] ?? "");
  if (!(name in SAME_LICENCE) || !existsSync(folder)) return "";
  const { license: theirs } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return theirs === license ? readFileSync(join(folder, "LICENSE"), "utf8").trim() : "";
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
