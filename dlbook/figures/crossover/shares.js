// What two or more spend their time on: one bar each, as long for all, cut into its parts.

import { create } from "d3-selection";
import { titled } from "../../../web/drawing/box.js";
import { widthOfPart } from "../../../web/drawing/width.js";

const ROW = 74;
const BAR = 26;
const TOP = 30; // of the bar in its row
const NARROW = 44; // a part narrower than this carries no percentage

export class Shares {
  constructor(parent, title) {
    this.svg = create("svg").attr("class", "dlb-svg");
    this.box = titled(parent, title, this.svg.node());
    this.place = widthOfPart(this.box);
  }

  /** rows: [{label, parts: [{share, className}]}]; the shares of a row add up to 1. */
  draw(rows) {
    const width = Math.max(0, this.place.pixels - 8);
    this.svg.attr("width", width + 8).attr("height", ROW * rows.length + 4);
    const groups = this.svg.selectAll("g.dlb-share-row").data(rows).join((enter) => {
      const group = enter.append("g").attr("class", "dlb-share-row");
      group.append("text").attr("class", "dlb-share-label");
      return group;
    });
    groups.attr("transform", (_, k) => `translate(4,${k * ROW})`);
    groups.select("text.dlb-share-label").attr("y", TOP - 9).text(({ label }) => label);
    const placed = ({ parts }) => {
      let left = 0;
      return parts.map(({ share, className }) => {
        left += share * width;
        return { share, className, x: left - share * width, wide: share * width };
      });
    };
    groups.selectAll("rect").data(placed).join("rect")
      .attr("class", ({ className }) => className).attr("y", TOP).attr("height", BAR)
      .attr("x", ({ x }) => x).attr("width", ({ wide }) => wide);
    groups.selectAll("text.dlb-share").data(placed).join("text")
      .attr("class", "dlb-note dlb-share").attr("text-anchor", "middle").attr("dy", "0.35em")
      .attr("x", ({ x, wide }) => x + wide / 2).attr("y", TOP + BAR / 2)
      .text(({ share, wide }) => (wide > NARROW ? `${Math.round(100 * share)} %` : ""));
  }
}
