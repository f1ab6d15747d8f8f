// Ten bars, one for each answer: how probable the network holds it to be.

import { create } from "d3-selection";
import { titled } from "../../../web/drawing/box.js";
import { widthOfPart } from "../../../web/drawing/width.js";

const HEIGHT = 150;
const TOP = 22; // room for the percentage above a full bar
const FOOT = 24;
const LEAST = 0.005; // smaller probabilities carry no percentage

export class Bars {
  constructor(parent, title) {
    this.svg = create("svg").attr("class", "dlb-svg");
    this.base = this.svg.append("line").attr("class", "dlb-bars-base");
    this.box = titled(parent, title, this.svg.node(), "dlb-panel dlb-whole");
    this.place = widthOfPart(this.box);
  }

  /** shares: probabilities that sum to 1; best: the answer given; label: the right one, or null. */
  draw(shares, best, label) {
    const width = this.place.pixels;
    const slot = width / shares.length;
    const length = HEIGHT - TOP - FOOT;
    const foot = HEIGHT - FOOT;
    this.svg.attr("width", width).attr("height", HEIGHT);
    this.base.attr("x2", width).attr("y1", foot).attr("y2", foot);
    const groups = this.svg.selectAll("g").data(shares).join((enter) => {
      const group = enter.append("g");
      group.append("rect");
      group.append("text").attr("class", "dlb-bar-share").attr("text-anchor", "middle");
      group.append("text").attr("class", "dlb-bar-name").attr("text-anchor", "middle");
      return group;
    });
    groups.attr("transform", (_, k) => `translate(${(k + 0.5) * slot},0)`);
    groups.select("rect").attr("class", (_, k) => (k === best ? "dlb-bar dlb-bar-best" : "dlb-bar"))
      .attr("x", -0.34 * slot).attr("width", 0.68 * slot)
      .attr("y", (share) => foot - share * length).attr("height", (share) => share * length);
    groups.select(".dlb-bar-share").attr("y", (share) => foot - share * length - 6)
      .text((share) => (share >= LEAST ? Math.round(100 * share) : ""));
    groups.select(".dlb-bar-name").attr("y", HEIGHT - 7)
      .classed("dlb-bar-right", (_, k) => k === label)
      .text((_, k) => (k === label ? `✓ ${k}` : k));
  }
}
