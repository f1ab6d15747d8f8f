// A drawing of fixed proportions below a title, which shrinks with its place.

import { create } from "d3-selection";
import { titled } from "./box.js";

/** An SVG of so many units, (0, 0) at its top left, in a panel of `parent`. */
export function diagram(parent, title, { width, height }) {
  const svg = create("svg").attr("class", "dlb-svg dlb-diagram")
    .attr("viewBox", `0 0 ${width} ${height}`).attr("width", "100%").style("max-width", "460px");
  titled(parent, title, svg.node());
  return svg;
}
