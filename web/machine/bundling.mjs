// For esbuild: "machine:module" is the WebAssembly module, compressed; "machine:worker" is the
// worker's source as text. So a figure's bundle carries all it needs.

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const MODULE = join(HERE, "..", "..", "dlbook", "programs", "static", "machine.wasm");

async function workerSource() {
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

export function machinePlugin() {
  let source;
  return {
    name: "machine",
    setup(bundler) {
      bundler.onResolve({ filter: /^machine:/ }, ({ path }) => ({ path, namespace: "machine" }));
      bundler.onLoad({ filter: /:module$/, namespace: "machine" }, () => ({
        contents: gzipSync(readFileSync(MODULE), { level: 9 }),
        loader: "binary",
      }));
      bundler.onLoad({ filter: /:worker$/, namespace: "machine" }, async () => ({
        contents: await (source ??= workerSource()),
        loader: "text",
      }));
    },
  };
}
