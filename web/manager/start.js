// Starts the page's widgets once the reader does anything, or has only read for a while, so that a page's
// text is there before them. Until then their first pictures stand in their places; what they need is
// fetched once the page has loaded.

import { NOT_LOADED, sayWhyEverywhere } from "./stills.js";

const SIGNS = ["pointermove", "pointerdown", "keydown", "focusin", "scroll"];
const WHILE = document.querySelector(".dlb-place") ? 4_000 : 0; // milliseconds after the page has loaded
const SOON = 300; // the same; an idle moment may never be announced

const waiting = new AbortController();
const isLoaded = new Promise((resolve) => {
  if (document.readyState === "complete") resolve();
  else addEventListener("load", resolve);
});

/** Have the browser fetch the files that the page's `links` name, as `rel` says. */
function hint(rel, links, more = {}) {
  for (const { href } of links) document.head.append(Object.assign(document.createElement("link"), { rel, href, ...more }));
}

function fetchAhead() {
  if (waiting.signal.aborted || navigator.connection?.saveData) return;
  hint("prefetch", document.querySelectorAll("link[rel=dlb-state]"), { as: "fetch", crossOrigin: "anonymous" });
  hint("prefetch", document.querySelectorAll("link[rel=dlb-module]"));
}

async function start() {
  if (waiting.signal.aborted) return;
  waiting.abort();
  await isLoaded;
  hint("modulepreload", document.querySelectorAll("link[rel=dlb-module]"));
  import("./index.js").catch(() => sayWhyEverywhere(NOT_LOADED));
}

document.documentElement.dataset.widgets = "waiting";
for (const sign of SIGNS) addEventListener(sign, start, { passive: true, signal: waiting.signal });
isLoaded.then(() => {
  setTimeout(fetchAhead, SOON);
  setTimeout(start, WHILE);
});
