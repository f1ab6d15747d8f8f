// An 8 × 8 image as what it is: 64 numbers, each in a cell as dark as it says.

import { create } from "d3-selection";
import { titled } from "../../../web/drawing/box.js";
import { isDark } from "../../../web/drawing/theme.js";
import { widthOfPart } from "../../../web/drawing/width.js";

const CELLS = 8;
const LARGEST = 330; // pixels
const TURN = { light: 9, dark: 6 }; // up to here, the number is written for an empty cell

export class Pixels {
  constructor(parent, title) {
    this.svg = create("svg").attr("class", "dlb-svg").attr("viewBox", `0 0 ${CELLS} ${CELLS}`);
    this.box = titled(parent, title, this.svg.node());
    this.place = widthOfPart(this.box);
  }

  /** image: 64 multiples of 1/full in [0, 1], row by row. */
  draw(image, full) {
    const width = Math.min(LARGEST, this.place.pixels);
    this.svg.attr("width", width).attr("height", width);
    const counts = image.map((grey) => Math.round(full * grey));
    const x = (_, k) => k % CELLS;
    const y = (_, k) => Math.floor(k / CELLS);
    this.svg.selectAll("rect").data(counts).join("rect").attr("class", "dlb-pixel")
      .attr("x", x).attr("y", y).attr("width", 1).attr("height", 1)
      .attr("fill-opacity", (count) => count / full);
    // on the middle greys only black and white stand out enough, each on its own side of the turn
    const dark = isDark();
    const inked = (count) => count > TURN[dark ? "dark" : "light"];
    this.svg.selectAll("text").data(counts).join("text").attr("class", "dlb-count")
      .style("fill", (count) => (inked(count) === dark ? "#000" : "#fff"))
      .attr("x", (_, k) => x(_, k) + 0.5).attr("y", (_, k) => y(_, k) + 0.64)
      .text((count) => count || "");
  }
}
