// Starts the page's widgets once the reader comes near one or does anything, so that a page's text is
// there before them. Until then their first pictures stand in their places.

import { NOT_LOADED, sayWhyEverywhere } from "./stills.js";

const NEAR = "100px";
const SIGNS = ["pointermove", "pointerdown", "keydown", "focusin", "scroll"];
const LATEST = 10_000; // milliseconds, for a reader of whom nothing is heard

const whenIdle = globalThis.requestIdleCallback ?? setTimeout;
const places = document.querySelectorAll(".dlb-place");
const stopWaiting = new AbortController();
const observer = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && start(), {
  rootMargin: NEAR,
});

function start() {
  if (stopWaiting.signal.aborted) return;
  stopWaiting.abort();
  observer.disconnect();
  if (document.readyState === "complete") load();
  else addEventListener("load", load);
}

function load() {
  for (const link of document.querySelectorAll("link[data-module]")) link.rel = "modulepreload";
  whenIdle(() => import("./index.js").catch(() => sayWhyEverywhere(NOT_LOADED)));
}

document.documentElement.dataset.widgets = "waiting";
for (const sign of SIGNS) addEventListener(sign, start, { passive: true, signal: stopWaiting.signal });
for (const place of places) observer.observe(place);
setTimeout(start, places.length ? LATEST : 0);
