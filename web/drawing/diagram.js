// A drawing of fixed proportions below a title, which shrinks with its place.

import { create } from "d3-selection";
import { make } from "../elements.js";

/** An SVG of so many units, (0, 0) at its top left, in a panel of `parent`. */
export function diagram(parent, title, { width, height }) {
  const box = make("div", "dlb-panel");
  const svg = create("svg").attr("class", "dlb-svg dlb-diagram")
    .attr("viewBox", `0 0 ${width} ${height}`).attr("width", "100%").style("max-width", "460px");
  box.append(make("div", "dlb-panel-title", title), svg.node());
  parent.append(box);
  return svg;
}
