// Play, stop and step through the frames of a recorded run. Nothing moves until it is asked to.

import { button, make } from "../elements.js";

const FRAME_MS = 120;

/**
 * Buttons in `tools` that move an index, of `what`, through 0 … count − 1; `count` may be a function
 * where it depends on other controls, `pace` is in milliseconds a step. `turned` is called whenever
 * it has begun to move or has come to rest.
 */
export function playButton(tools, { read, write, turned }, count, what = "", pace = FRAME_MS) {
  const last = () => (typeof count === "function" ? count() : count) - 1;
  const named = (word) => (what ? `${word} ${what}` : word);
  const step = (by) => write(Math.min(last(), Math.max(0, Math.min(last(), read()) + by)));
  let timer = null;

  const stop = () => {
    if (timer === null) return;
    clearInterval(timer);
    timer = null;
    play.textContent = `▶ ${named("Play")}`;
    play.setAttribute("aria-label", named("Play"));
    turned();
  };
  const start = () => {
    if (read() >= last()) write(0);
    play.textContent = `❚❚ ${named("Stop")}`;
    play.setAttribute("aria-label", named("Stop"));
    timer = setInterval(() => (read() < last() ? step(1) : stop()), pace);
    turned();
  };
  const group = make("span", "dlb-play"); // the three stay together when the row breaks
  const by = (words) => (what ? `${words}: ${what}` : words);
  button(group, "‹", () => { stop(); step(-1); }, by("One step back"));
  const play = button(group, `▶ ${named("Play")}`, () => (timer === null ? start() : stop()), named("Play"));
  button(group, "›", () => { stop(); step(1); }, by("One step on"));
  tools.append(group);
  return { stop, isOn: () => timer !== null };
}
