// The buttons below every figure: back to the start, another seed, keep a run to compare with, link
// to the state, and the Python that reproduces it.

import { button, make } from "../elements.js";

/** Copies the address of what is seen, and puts it where the browser shows it. */
export function linkButton(tools, addressNow) {
  const link = button(tools, "Link to this state", async () => {
    const address = addressNow();
    history.replaceState(null, "", address);
    try {
      await navigator.clipboard.writeText(address);
      link.textContent = "Link copied";
    } catch {
      link.textContent = "Link is in the address bar";
    }
    setTimeout(() => (link.textContent = "Link to this state"), 2000);
  });
  return link;
}

/** Sets every control back to where it stood at first. */
export function resetButton(tools, start, set) {
  return button(tools, "Reset", () => Object.entries(start).forEach(([trait, v]) => set(trait, v)));
}

/** Takes the next of `count` seeds. */
export function seedButton(tools, read, set, count) {
  return button(tools, "Another seed", () => set("seed", (read() + 1) % count));
}

/** Keeps the run that is seen, to be drawn behind the next ones; pressed again, lets it go. */
export function pinButton(tools, take, redraw) {
  let pinned = null;
  const pin = button(tools, "Pin this run", () => {
    pinned = pinned ? null : take();
    pin.setAttribute("aria-pressed", String(pinned !== null));
    pin.textContent = pinned ? "Let the pinned run go" : "Pin this run";
    redraw();
  });
  pin.setAttribute("aria-pressed", "false");
  return () => pinned;
}

/** `template` with every {trait} as it stands in the state; {trait:words} takes that of the words. */
export function filledIn(template, state, words) {
  return template.replace(/\{(\w+)\}/g, (_, trait) =>
    words[trait] ? words[trait][state[trait]] : String(Number(state[trait].toPrecision(12))));
}

/** The Python that reproduces what is seen, behind a line that opens; answers where it goes. */
export function codeBlock(parent) {
  const details = make("details", "dlb-code");
  const code = make("pre", "");
  code.tabIndex = 0;
  details.append(make("summary", "", "Show the Python that does the same"), code);
  parent.append(details);
  return code;
}
