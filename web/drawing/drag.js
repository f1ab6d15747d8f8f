// A point under the reader's hand: dragged by mouse or finger, moved by the arrow keys.

import { ARROWS } from "./panel.js";
import { drag } from "d3-drag";

/**
 * A handle in `panel`. options: {label, step, moved([x, y])}; the figure calls
 * `place(x, y, text)` to put it where its traits say.
 */
export function handle(panel, { label, step, className = "", moved }) {
  const group = panel.front.append("g")
    .attr("class", `dlb-handle ${className}`)
    .attr("tabindex", 0)
    .attr("role", "application")
    .attr("aria-roledescription", "point to move with the arrow keys")
    .attr("aria-label", label);
  group.append("circle").attr("r", 22).attr("class", "dlb-handle-reach");
  group.append("circle").attr("r", 8).attr("class", "dlb-handle-point");
  let at = [0, 0];

  const clamp = (value, [a, b]) => Math.min(Math.max(value, Math.min(a, b)), Math.max(a, b));
  const snap = (value) => Number((Math.round(value / step) * step).toFixed(10));
  const move = ([x, y]) =>
    moved([snap(clamp(x, panel.x.domain())), snap(clamp(y, panel.y.domain()))]);

  group.call(drag()
    .container(panel.svg.node())
    .on("start", () => group.node().focus())
    .on("drag", (event) => move([panel.x.invert(event.x), panel.y.invert(event.y)])));
  group.on("keydown", (event) => {
    const by = ARROWS[event.key];
    if (!by) return;
    event.preventDefault();
    const size = step * (event.shiftKey ? 10 : 1);
    move([at[0] + by[0] * size, at[1] + by[1] * size]);
  });

  return {
    place(x, y, text) {
      at = [x, y];
      group.attr("transform", `translate(${panel.x(x)},${panel.y(y)})`)
        .attr("aria-label", `${label}: ${text}`);
    },
  };
}
