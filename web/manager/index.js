// Brings the page's recorded widgets to life: reads their state, shows their views. No server.

import { renderWidgets } from "./render.js";
import { sayWhyEverywhere } from "./stills.js";

/** Load the style sheet that lies beside this module: controls measure themselves. */
function loadStyle() {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL("widgets.css", import.meta.url);
  return new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = () => reject(new Error(`${link.href} is missing`));
    document.head.prepend(link);
  });
}

document.documentElement.dataset.widgets = "starting";
loadStyle()
  .then(() => renderWidgets(document))
  .catch((error) => {
    console.error("The figures on this page could not be started.", error);
    sayWhyEverywhere("the figures on this page could not be started");
  });
