// For esbuild: "machine:module" is the WebAssembly module, compressed; "machine:worker" is the
// source of what computes, as text; "machine:version" is a hash of both. So a figure's bundle
// carries all it needs.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { deflateRawSync } from "node:zlib";
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
        contents: deflateRawSync(readFileSync(MODULE), { level: 9 }),
        loader: "binary",
      }));
      bundler.onLoad({ filter: /:worker$/, namespace: "machine" }, async () => ({
        contents: await (source ??= workerSource()),
        loader: "text",
      }));
      bundler.onLoad({ filter: /:version$/, namespace: "machine" }, async () => {
        const hash = createHash("sha256").update(readFileSync(MODULE));
        const version = hash.update(await (source ??= workerSource())).digest("hex").slice(0, 16);
        return { contents: `export const version = "${version}";`, loader: "js" };
      });
    },
  };
}
