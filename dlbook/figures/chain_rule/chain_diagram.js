// A chain of values as a diagram: going forward along the row, going back below it. It lies down
// where there is room and stands up on a narrow screen.

import { create } from "d3-selection";
import { titled } from "../../../web/drawing/box.js";
import { widthOfPart } from "../../../web/drawing/width.js";

/** What stands where a value will be found later. */
export const UNKNOWN = "= ?";

const WIDE = 600;
const [R, SMALL] = [28, 20];

/** Where things stand when the chain lies: centres, and places of the texts going back. */
function lying(width, count) {
  const gap = (width - 2 * R - 12) / (count - 1);
  const x = (k) => R + 6 + gap * k;
  return {
    height: 226, turned: false,
    node: (k) => [x(k), 110], side: (k) => [x(k - 0.5), 30],
    product: (k) => [x(k), 166], factor: (k) => [x(k - 0.5), 200],
    back: (k) => [[x(k) - 26, 160], [x(k - 1) + 26, 160]],
    sideProduct: (k) => [x(k - 0.5) + SMALL + 6, 24], anchor: "middle",
  };
}

/** The same, standing. */
function standing(width, count) {
  const y = (k) => 34 + 92 * k;
  const column = Math.min(0.34 * width, 130);
  const right = column + 64;
  return {
    height: 68 + 92 * (count - 1), turned: true,
    node: (k) => [column, y(k)], side: (k) => [SMALL + 8, y(k - 0.5) - 8],
    product: (k) => [right, y(k) - 8], factor: (k) => [right, y(k - 0.5) - 8],
    back: (k) => [[column + 44, y(k) - 8], [column + 44, y(k - 1) + 8]],
    sideProduct: (k) => [4, y(k - 0.5) + 30], anchor: "start",
  };
}

export class ChainDiagram {
  constructor(parent, title) {
    this.svg = create("svg").attr("class", "dlb-svg dlb-diagram");
    this.box = titled(parent, title, this.svg.node(), "dlb-panel dlb-whole");
    this.place = widthOfPart(this.box);
    this.lines = this.svg.append("g");
    this.marks = this.svg.append("g");
  }

  /**
   * nodes: [{name, value, link, shown, now}] in order; sides: [{at, name, value, product}] feed
   * the step into node `at`; back: [{at, factor, product}] for the node `at`, products below nodes
   * and factors between them: a name and a value, or a name and UNKNOWN.
   */
  draw({ nodes, sides, back }) {
    const width = this.place.pixels;
    this.plan = (width >= WIDE ? lying : standing)(width, nodes.length);
    this.svg.attr("width", width).attr("height", this.plan.height);
    this.drawLines(nodes, sides, back);
    const { plan } = this;
    const circles = [
      ...nodes.map((node, k) => ({ ...node, at: plan.node(k), r: R })),
      ...sides.map((side) => ({ ...side, at: plan.side(side.at), r: SMALL, shown: true })),
    ];
    this.drawCircles(circles);
    this.drawTexts(nodes, sides, back);
  }

  drawLines(nodes, sides, back) {
    const { plan } = this;
    const forward = nodes.slice(1).map((node, i) => ({
      from: plan.node(i), to: plan.node(i + 1), r: R,
      className: `dlb-chain-forward ${node.shown ? "" : "dlb-faint"}` }));
    const fed = sides.map(({ at }) => ({ from: plan.side(at), to: plan.node(at), r: SMALL,
      className: "dlb-chain-forward" }));
    const backward = back.filter(({ factor }) => factor).map(({ at, factor }) => {
      const [from, to] = plan.back(at);
      const faint = factor.includes(UNKNOWN) ? "dlb-faint" : "";
      return { from, to, r: 0, whole: true, className: `dlb-chain-backward ${faint}` };
    });
    this.lines.selectAll("path").data([...forward, ...fed, ...backward]).join("path")
      .attr("class", ({ className }) => `dlb-line ${className}`)
      .attr("d", (line) => arrow(line));
  }

  drawCircles(circles) {
    const groups = this.marks.selectAll("g.dlb-chain-node").data(circles).join((enter) => {
      const group = enter.append("g").attr("class", "dlb-chain-node");
      group.append("circle");
      group.append("text").attr("class", "dlb-node-value").attr("text-anchor", "middle")
        .attr("y", 11);
      group.append("text").attr("class", "dlb-node-name").attr("text-anchor", "middle")
        .attr("y", -4);
      return group;
    });
    groups.attr("transform", ({ at }) => `translate(${at})`)
      .classed("dlb-chain-now", ({ now }) => now);
    groups.select("circle").attr("r", ({ r }) => r) // its name stays readable
      .attr("class", ({ shown }) => `dlb-node ${shown ? "" : "dlb-faint"}`);
    groups.select(".dlb-node-value").text(({ value, shown }) => (shown ? value : "?"));
    groups.select(".dlb-node-name").text(({ name }) => name);
  }

  drawTexts(nodes, sides, back) {
    const { plan } = this;
    const texts = [];
    const say = (at, lines, kind, anchor = plan.anchor, now = false) => {
      const state = now ? "dlb-chain-now" : lines.includes(UNKNOWN) ? "dlb-chain-unknown" : "";
      lines.forEach((text, i) => texts.push(
        { at: [at[0], at[1] + 15 * i], text, anchor, className: `${kind} ${state}` }));
    };
    nodes.slice(1).forEach((node, i) => {
      const [[x0, y0], [x1, y1]] = [plan.node(i), plan.node(i + 1)];
      const at = plan.turned ? [x0 + 6, (y0 + y1) / 2 + 4] : [(x0 + x1) / 2, y0 - 9];
      say(at, [node.link], "dlb-note", plan.turned ? "start" : "middle");
    });
    back.forEach(({ at, product, factor, nowProduct, nowFactor }) => {
      say(plan.product(at), product, "dlb-chain-back", plan.anchor, nowProduct);
      if (factor) say(plan.factor(at), factor, "dlb-chain-back", plan.anchor, nowFactor);
    });
    sides.forEach(({ at, product, now }) =>
      say(plan.sideProduct(at), product ?? [], "dlb-chain-back", "start", now));
    this.marks.selectAll("text.dlb-chain-text").data(texts).join("text")
      .attr("class", ({ className }) => `dlb-chain-text ${className}`)
      .attr("text-anchor", ({ anchor }) => anchor)
      .attr("x", ({ at }) => at[0]).attr("y", ({ at }) => at[1]).text(({ text }) => text);
  }
}

/** A line with a head, from the rim of one circle to the rim of the next. */
function arrow({ from, to, r, whole }) {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy);
  const [ux, uy] = [dx / length, dy / length];
  const [start, end] = whole ? [0, length] : [r + 2, length - R - 3];
  const at = (s, t = 0) => `${from[0] + ux * s - uy * t},${from[1] + uy * s + ux * t}`;
  return `M${at(start)}L${at(end)}M${at(end - 7, 4)}L${at(end)}L${at(end - 7, -4)}`;
}
