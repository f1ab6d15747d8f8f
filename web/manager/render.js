// Finds the widget state and the widget views that a notebook left in a page, and draws them. Each
// view is drawn out of sight, over its first picture, and takes that picture's place when it is there.

import { Widget } from "@lumino/widgets";
import { unpackBuffers } from "./buffers.js";
import { PageManager } from "./manager.js";
import { nameControls } from "./names.js";
import { sayWhy } from "./stills.js";

const STATE = 'script[type="application/vnd.jupyter.widget-state+json"]';
const STATE_FILE = "link[rel=dlb-state]";
const VIEW = 'script[type="application/vnd.jupyter.widget-view+json"]';
const DRAWN = ".dlb-figure[data-state], .dlb-predict";
const FAILED = "[data-failed]";

/** Draw every widget of `root` in the place of its view script; resolves when all are drawn. */
export async function renderWidgets(root) {
  const manager = new PageManager();
  for (const state of await states(root)) {
    await unpackBuffers(state);
    await manager.set_state(state);
  }
  await Promise.all([...root.querySelectorAll(VIEW)].map((script) => show(manager, script)));
  document.documentElement.dataset.widgets = "ready";
}

/** The states that the page holds, and those in files that it names. */
async function states(root) {
  const files = [...root.querySelectorAll(STATE_FILE)].map(async ({ href }) => (await fetch(href)).json());
  const held = [...root.querySelectorAll(STATE)].map((script) => JSON.parse(script.textContent));
  return [...held, ...(await Promise.all(files))];
}

async function show(manager, script) {
  const first = script.parentElement.querySelector(".dlb-first");
  const place = document.createElement("div");
  place.className = first ? "dlb-widget dlb-out-of-sight" : "dlb-widget";
  script.after(place);
  try {
    const { model_id: id } = JSON.parse(script.textContent);
    const view = await manager.create_view(await manager.get_model(id));
    Widget.attach(view.luminoWidget, place);
    nameControls(place);
    if (first) await drawn(place);
  } catch (error) {
    console.error("A figure could not be drawn.", error);
    place.remove();
    if (first) sayWhy(first, `the figure could not be drawn (${error.message})`);
    return;
  }
  const height = first?.offsetHeight;
  first?.remove();
  place.className = "dlb-widget";
  if (first) holdRoom(place, height);
}

/** While a figure computes what it shows first, its `place` stays as high as the first picture. */
function holdRoom(place, height) {
  const figure = place.querySelector(".dlb-figure[data-source=computing]");
  if (!figure) return;
  place.style.minHeight = `${height}px`;
  const observer = new MutationObserver(() => {
    if (figure.dataset.source === "computing") return;
    observer.disconnect();
    place.style.minHeight = "";
  });
  observer.observe(figure, { attributeFilter: ["data-source"] });
}

/** Resolves once `place` holds a figure that has drawn itself, or a question; rejects if it failed. */
function drawn(place) {
  return new Promise((resolve, reject) => {
    const look = () => {
      const found = place.querySelector(`${DRAWN}, ${FAILED}`);
      if (!found) return;
      observer.disconnect();
      if (found.matches(FAILED)) reject(new Error(found.dataset.failed));
      else resolve();
    };
    const observer = new MutationObserver(look);
    const attributeFilter = ["data-state", "data-failed"];
    observer.observe(place, { childList: true, subtree: true, attributeFilter });
    look();
  });
}
