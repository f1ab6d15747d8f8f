// A Listen button for a curve: its height as the height of a tone, point by point or all at once.
// What plays is loaded when it is asked for, and the arrow keys go to it only while it has the focus.

import { button, make } from "../elements.js";
import { GONE } from "./events.js";

const SAID_MS = 3000; // so long the button says that nothing can be heard
const KEYS = "Left and right arrow: point by point. Shift and End: play on to the end. Page up and page "
  + "down: the other curves. H: all keys. Escape: close.";

/** A button in `tools` that lets the curves of `panel` be heard, below the buttons, until `root` is GONE. */
export function listenButton({ tools, root }, panel) {
  let open = null; // {place, sound}
  const close = () => {
    open?.sound.end();
    open?.place.remove();
    open = null;
    toggle.setAttribute("aria-expanded", "false");
  };
  const start = async () => {
    const { Sound } = await import("./sound.js");
    if (open || !root.isConnected) return;
    const place = make("div", "dlb-listen");
    const keys = make("div", "dlb-listen-keys", KEYS);
    const said = make("div", "dlb-listen-said");
    place.append(keys, said);
    place.addEventListener("keydown", ({ key }) => {
      if (key !== "Escape" || document.querySelector("dialog[open]")) return;
      close();
      toggle.focus();
    });
    tools.after(place);
    try {
      open = { place, sound: new Sound(keys, said, panel) };
    } catch (error) {
      place.remove();
      throw error;
    }
    toggle.setAttribute("aria-expanded", "true");
    open.sound.play();
  };
  const failed = () => {
    toggle.textContent = "Cannot be heard now";
    setTimeout(() => (toggle.textContent = "Listen"), SAID_MS);
  };
  const toggle = button(tools, "Listen", () => (open ? close() : start().catch(failed)));
  root.addEventListener(GONE, close);
  toggle.setAttribute("aria-expanded", "false");
  let waiting = false;
  panel.onTabulate = () => {
    if (!open || waiting) return;
    waiting = true;
    queueMicrotask(() => { // a figure may draw twice, to compare; the last counts
      waiting = false;
      open?.sound.update();
    });
  };
}
