// Where the script that draws the figures never ran, their first pictures stay and say why. (This one
// is no module: a page that was opened from a file, or stands in a closed frame, may load no module.)

import { NOT_LOADED, sayWhyEverywhere } from "../manager/stills.js";

addEventListener("load", () => {
  if (document.documentElement.dataset.widgets) return;
  sayWhyEverywhere(
    location.protocol === "file:"
      ? "figures move when the page comes from a server, as make book starts one, and not from a file"
      : NOT_LOADED,
  );
});
