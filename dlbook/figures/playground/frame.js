// The playground's elements in their places, before anything is drawn in them.

import { codeBlock, linkButton } from "../../../web/drawing/tools.js";
import { button, make } from "../../../web/elements.js";
import css from "./playground.css";

/** The buttons above it: {play, compare, which}; events by the names of what they do. */
function buildBar(parent, { toggle, once, anew, seed, compare, choose }) {
  const bar = make("div", "dlb-tools");
  const play = button(bar, "▶ Train", toggle);
  play.classList.add("dlb-pg-play");
  button(bar, "One epoch", once);
  button(bar, "Start anew", anew);
  button(bar, "Another seed", seed);
  const comparing = button(bar, "Compare two settings", compare);
  const which = make("span", "dlb-pg-which");
  which.setAttribute("role", "group");
  which.setAttribute("aria-label", "Whose settings the controls change");
  const runs = ["Set the first run", "Set the second run"].map((text, k) =>
    button(which, text, () => choose(k)));
  bar.append(which);
  parent.append(bar);
  return { play, comparing, which, runs };
}

/** The link to the state at the end, and the code; answers where that goes. */
function buildEnd(parent, addressNow) {
  const tools = make("div", "dlb-tools");
  linkButton(tools, addressNow);
  parent.append(tools);
  return codeBlock(parent);
}

/** All elements in `el`, by name; events: what buttons call. */
export function buildFrame(el, events) {
  const root = make("div", "dlb-figure dlb-playground");
  root.dataset.figure = "playground";
  root.append(make("style", "", css));
  const bar = buildBar(root, events);
  const challenge = make("div", "");
  const body = make("div", "dlb-pg-body");
  const [network, losses, said] = Array.from({ length: 3 }, () => make("div", ""));
  const planes = [make("div", "dlb-pg-plane"), make("div", "dlb-pg-plane")];
  const line = make("div", "dlb-status");
  line.setAttribute("role", "status");
  said.className = "dlb-pg-told";
  said.append(line);
  body.append(network, planes[0], losses, planes[1], said);
  const settings = make("div", "dlb-pg-settings");
  root.append(challenge, body, settings);
  const code = buildEnd(root, events.address);
  el.append(root);
  return { root, ...bar, challenge, network, losses, planes, line, settings, code };
}
