// For esbuild: "machine:module" is the WebAssembly module, compressed; "machine:address" says where
// the source of what computes is; "machine:version" is a hash of both. A figure's bundle carries all
// it needs, for a notebook; on the site that source is a file, since its policy allows no other.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import zopfli from "@gfx/zopfli";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const MODULE = join(HERE, "..", "..", "dlbook", "programs", "static", "machine.wasm");

let module, source; // made once for all bundles

/** What computes, as the text of a script. */
function workerSource() {
  return (source ??= bundledWorker());
}

async function bundledWorker() {
  const { outputFiles } = await build({
    entryPoints: [join(HERE, "worker.js")],
    bundle: true,
    minify: true,
    target: "es2022",
    format: "iife",
    write: false,
  });
  return outputFiles[0].text;
}

async function version() {
  const hash = createHash("sha256").update(readFileSync(MODULE));
  return hash.update(await workerSource()).digest("hex").slice(0, 16);
}

/** Writes what computes into `folder`; answers the file's name. */
export async function writeWorker(folder) {
  const name = `machine-${await version()}.js`;
  await writeFile(join(folder, name), await workerSource());
  return name;
}

/** The module as a script: compressed as far as deflate goes, and its bytes as text. */
async function inlinedModule() {
  const bytes = await zopfli.deflateAsync(readFileSync(MODULE), {});
  const text = Buffer.from(bytes).toString("base64");
  return `export default Uint8Array.from(atob("${text}"), (letter) => letter.charCodeAt(0));`;
}

/** How a bundle finds what computes: in itself, or in the file `name` beside it. */
async function addressModule(name) {
  if (name) return `export const address = () => new URL("./${name}", import.meta.url).href;`;
  return `const source = ${JSON.stringify(await workerSource())};
    let made; // one address for all machines
    export const address = () =>
      (made ??= URL.createObjectURL(new Blob([source], { type: "text/javascript" })));`;
}

/** `worker`: the name of the file that holds what computes; without one it is in the bundle. */
export function machinePlugin({ worker } = {}) {
  return {
    name: "machine",
    setup(bundler) {
      bundler.onResolve({ filter: /^machine:/ }, ({ path }) => ({ path, namespace: "machine" }));
      bundler.onLoad({ filter: /:module$/, namespace: "machine" }, async () => ({
        contents: await (module ??= inlinedModule()),
        loader: "js",
      }));
      bundler.onLoad({ filter: /:address$/, namespace: "machine" }, async () => ({
        contents: await addressModule(worker),
        loader: "js",
      }));
      bundler.onLoad({ filter: /:version$/, namespace: "machine" }, async () => ({
        contents: `export const version = "${await version()}";`,
        loader: "js",
      }));
    },
  };
}
