// Bundles the front end: the figures' modules, the array machine, Python for the pages, the widget
// manager, the theme with the book's colours.
// Usage: node build.mjs; what it writes is ignored by git.

import { existsSync, readdirSync } from "node:fs";
import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { machinePlugin, writeWorker } from "./machine/bundling.mjs";
import { licencesOf, packagesOf } from "./licences.mjs";
import { ICON_FONT, iconSheet } from "./theme/icons.mjs";
import { paletteSheet } from "./theme/palette.mjs";

const WEB = dirname(fileURLToPath(import.meta.url));
const ROOT = dirname(WEB);
const FIGURES = join(ROOT, "dlbook", "figures");
const STATIC = join(ROOT, "book", "_static");

const COMMON = { bundle: true, minify: true, target: "es2022", logLevel: "warning", metafile: true };
const USED = ["@fortawesome/fontawesome-free"]; // packages that the site has parts of; its icons for a start

/** A bundle, whose packages are noted. */
async function bundle(options) {
  const made = await build({ ...COMMON, ...options });
  USED.push(...packagesOf(made.metafile));
  return made;
}

/** What every build of `dlbook/figures/<name>/<name>.js` is told. */
function figures(outdir) {
  const modules = readdirSync(FIGURES).map((name) => [name, join(FIGURES, name, `${name}.js`)]);
  return {
    entryPoints: Object.fromEntries(modules.filter(([, path]) => existsSync(path))),
    outdir,
    format: "esm",
    loader: { ".css": "text" },
    nodePaths: [join(WEB, "node_modules")],
    plugins: [machinePlugin()],
  };
}

/** For a notebook, which knows no files: one self-contained module for each figure. */
async function buildFigures() {
  const out = join(FIGURES, "static");
  await rm(out, { recursive: true, force: true });
  await bundle(figures(out));
}

/** For the site: what several figures need in files of its own, and a list of the files of each. */
async function buildSharedFigures() {
  const out = join(STATIC, "figures");
  await mkdir(out, { recursive: true });
  const plugins = [machinePlugin({ worker: await writeWorker(out) })];
  const names = { entryNames: "[name]-[hash]", chunkNames: "shared-[hash]" };
  const { metafile } = await bundle({ ...figures(out), ...names, plugins, splitting: true });
  const files = Object.entries(metafile.outputs).filter(([, { entryPoint }]) => entryPoint);
  const list = files.map(([path, { entryPoint, imports }]) => [
    basename(entryPoint, ".js"),
    [path, ...imports.filter(isFetchedAtOnce).map((file) => file.path)].map((file) => basename(file)),
  ]);
  await writeFile(join(out, "files.json"), JSON.stringify(Object.fromEntries(list)));
}

/** What listening needs is fetched when somebody wants to listen. */
const isFetchedAtOnce = ({ kind }) => kind !== "dynamic-import";

/** The array machine by itself, for pages that are no figures. */
async function buildMachine() {
  await bundle({
    entryPoints: { machine: join(WEB, "machine", "index.js") },
    outdir: STATIC,
    format: "esm",
    plugins: [machinePlugin()],
  });
}

/** Writing Python in a page: the page's part, with its editors, and Python's own thread. */
async function buildPython() {
  USED.push("pyodide");
  await bundle({
    entryPoints: [join(WEB, "python", "chapter.js"), join(WEB, "python", "worker.js")],
    outdir: join(STATIC, "python"),
    entryNames: "[name]-[hash]",
    format: "esm",
    loader: { ".css": "text", ".py": "text" },
  });
}

/** The widgets' packages do not say that their modules do nothing but define, as they do: what of them
 * nobody imports is left out. Lumino is taken from its sources, for each of its bundles is one module. */
const unusedLeftOut = {
  name: "unused-left-out",
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^(@lumino|@jupyter-widgets|\.)/ }, async ({ path, pluginData, ...asked }) => {
      if (pluginData === unusedLeftOut) return undefined;
      const wanted = path.startsWith("@lumino") ? join(WEB, "node_modules", path, "src", "index.ts") : path;
      const found = await resolve(wanted, { ...asked, pluginData: unusedLeftOut });
      const isTheirs = /node_modules.@(lumino|jupyter-widgets)/.test(found.path);
      return isTheirs ? { ...found, sideEffects: false } : found;
    });
  },
};

/** As Lumino's own build reads its sources: a field that is only declared is not set. */
const luminoFields = { compilerOptions: { useDefineForClassFields: false } };

/** What starts a page's widgets, small; the manager, fetched then, which takes plain text for
 * descriptions, so it leaves out what it never calls; their styles. */
async function buildManager() {
  await bundle({
    entryPoints: ["start.js", "widgets.css"].map((name) => ({ in: join(WEB, "manager", name), out: "widgets" })),
    chunkNames: "manager-[hash]",
    outdir: STATIC,
    format: "esm",
    splitting: true,
    alias: { "sanitize-html": join(WEB, "manager", "plain.js"), jquery: "jquery/dist/jquery.slim.js" },
    plugins: [unusedLeftOut],
    tsconfigRaw: luminoFields,
  });
}

/** The theme and KaTeX's style sheet; of KaTeX's fonts only the format every browser reads. */
async function buildTheme() {
  await bundle({
    entryPoints: {
      dlbook: join(WEB, "theme", "index.css"),
      page: join(WEB, "theme", "page.js"),
      katex: join(WEB, "node_modules", "katex", "dist", "katex.min.css"),
    },
    outdir: STATIC,
    assetNames: "fonts/[name]",
    loader: { ".woff2": "file", ".woff": "empty", ".ttf": "empty" },
  });
  await writeFile(join(STATIC, "palette.css"), paletteSheet(join(FIGURES, "kit", "palette.json")));
  await writeFile(join(STATIC, "icons.css"), iconSheet());
  await copyFile(ICON_FONT, join(STATIC, "fonts", "icons.woff2"));
}

await rm(STATIC, { recursive: true, force: true });
await mkdir(STATIC, { recursive: true });
await Promise.all([
  buildFigures(), buildSharedFigures(), buildMachine(), buildPython(), buildManager(), buildTheme(),
]);
await writeFile(join(STATIC, "licences.json"), JSON.stringify(licencesOf(join(WEB, "node_modules"), USED, ["chart2music"])));
