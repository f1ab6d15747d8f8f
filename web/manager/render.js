// Finds the widget state and the widget views that a notebook left in a page, and draws them.

import { Widget } from "@lumino/widgets";
import { PageManager } from "./manager.js";
import { nameControls } from "./names.js";

const STATE = 'script[type="application/vnd.jupyter.widget-state+json"]';
const VIEW = 'script[type="application/vnd.jupyter.widget-view+json"]';

/** Draw every widget of `root` in the place of its view script; resolves when all are drawn. */
export async function renderWidgets(root) {
  const manager = new PageManager();
  for (const script of root.querySelectorAll(STATE)) {
    await manager.set_state(JSON.parse(script.textContent));
  }
  await Promise.all([...root.querySelectorAll(VIEW)].map((script) => show(manager, script)));
  document.documentElement.dataset.widgets = "ready";
}

async function show(manager, script) {
  const { model_id: id } = JSON.parse(script.textContent);
  if (!manager.has_model(id)) {
    console.error(`The page holds no state for the widget ${id}.`);
    return;
  }
  const view = await manager.create_view(await manager.get_model(id));
  const place = document.createElement("div");
  place.className = "dlb-widget";
  script.after(place);
  Widget.attach(view.luminoWidget, place);
  nameControls(place);
}
