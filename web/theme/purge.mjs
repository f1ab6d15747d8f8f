// Leaves out of a style sheet the rules for classes and elements that no page and no script names, and
// all that is there only to be read.
// Usage: node purge.mjs SITE < sheet > shorter sheet

import { join } from "node:path";
import { text } from "node:stream/consumers";
import { transform } from "esbuild";
import { PurgeCSS } from "purgecss";

const site = process.argv[2];
const content = [
  join(site, "**/*.html"),
  join(site, "_static/*.js"),
  join(site, "_static/scripts/*.js"),
  join(site, "_static/figures/*.js"),
  join(site, "_static/python/chapter-*.js"),
];

/** Classes of libraries that are put together while a page is used. */
const KEPT = [/^cm-/, /^jp-/, /^lm-/, /^jupyter-/, /^widget-/];

const [{ css }] = await new PurgeCSS().purge({
  content,
  css: [{ raw: await text(process.stdin) }],
  safelist: { greedy: KEPT },
});
const { code } = await transform(css, { loader: "css", minify: true, logLevel: "error" });
process.stdout.write(code);
