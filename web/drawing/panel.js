// One panel of a figure: an SVG plot with axes over a canvas for filled surfaces, as wide as its
// place allows. Marks are drawn by the figure into `plot` (SVG) and `ink` (canvas).

import { titled } from "./box.js";
import { fitted } from "./canvas.js";
import { nearOnes } from "./near.js";
import { tabulate } from "./numbers.js";
import { widthOfPart } from "./width.js";
import { make } from "../elements.js";
import { axisBottom, axisLeft } from "d3-axis";
import { format } from "d3-format";
import { scaleLinear, scaleLog, scaleSymlog } from "d3-scale";
import { create } from "d3-selection";
import { area, line } from "d3-shape";

const SCALES = { linear: scaleLinear, log: scaleLog, symlog: scaleSymlog };
const HALF_A_LINE = 7; // pixels
const HALF_A_DIGIT = 4; // pixels
const MARGIN = { top: 10, right: 14, bottom: 42, left: 52 };

/** The way that each arrow key goes along x and y. */
export const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

// every figure's module has its own copy of this file, so a count would repeat on the page
const uniqueId = () => Math.random().toString(36).slice(2);

/** Given ticks are all labelled; a logarithmic scale's own format would leave some out. */
const formatter = (how) => (typeof how === "function" ? how : format(how ?? ",~g"));

/** The middle of a text that reaches `half` to both sides, moved so that the plot holds it whole. */
function held(middle, half, range) {
  const [low, high] = [Math.min(...range), Math.max(...range)];
  if (middle < low || middle > high) return middle; // what is marked is not in the picture either
  return Math.max(low + half + 2, Math.min(middle, high - half - 2));
}

export class Panel {
  /**
   * options: {title, x: {label, scale, domain, ticks, values, format}, y: {…}, aspect, least}.
   * aspect is height by width of the whole panel, or "equal": one unit of x as long as one of y.
   * least: a height in pixels that the panel keeps on a narrow page.
   */
  constructor(parent, options) {
    this.options = { aspect: 0.75, ...options };
    this.frame = make("div", "dlb-panel-frame");
    this.canvas = make("canvas", "");
    this.frame.append(this.canvas);
    this.box = titled(parent, options.title, this.frame);
    this.place = widthOfPart(this.box);
    this.buildSvg();
    this.x = this.scaleFor("x");
    this.y = this.scaleFor("y");
    this.lengths = new Map(); // of notes, in pixels; a panel of another width may have other letters
  }

  buildSvg() {
    const clip = `dlb-clip-${uniqueId()}`;
    this.svg = create("svg").attr("class", "dlb-svg");
    this.clip = this.svg.append("clipPath").attr("id", clip).append("rect");
    this.grid = this.svg.append("g").attr("class", "dlb-grid");
    this.plot = this.svg.append("g").attr("clip-path", `url(#${clip})`);
    this.xAxis = this.svg.append("g").attr("class", "dlb-axis");
    this.yAxis = this.svg.append("g").attr("class", "dlb-axis");
    this.xLabel = this.svg.append("text").attr("class", "dlb-label").attr("text-anchor", "middle");
    this.yLabel = this.svg.append("text").attr("class", "dlb-label").attr("text-anchor", "middle");
    this.front = this.svg.append("g"); // handles and labels that may leave the plot
    this.frame.append(this.svg.node());
  }

  scaleFor(axis) {
    return SCALES[this.options[axis].scale ?? "linear"]().domain(this.options[axis].domain);
  }

  /** Fit the panel to its place and draw its axes; domains may be changed before. */
  layout() {
    const width = Math.max(220, this.place.pixels);
    const height = Math.round(this.heightFor(width));
    if (width !== this.width) this.lengths.clear();
    Object.assign(this, { width, height });
    this.svg.attr("width", width).attr("height", height);
    this.x.range([MARGIN.left, width - MARGIN.right]);
    this.y.range([height - MARGIN.bottom, MARGIN.top]);
    this.clip
      .attr("x", MARGIN.left).attr("y", MARGIN.top)
      .attr("width", this.innerWidth).attr("height", this.innerHeight);
    this.drawAxes();
  }

  heightFor(width) {
    const { aspect, least = 0 } = this.options;
    if (aspect !== "equal") return Math.max(least, width * aspect);
    const span = (scale) => Math.abs(scale.domain()[1] - scale.domain()[0]);
    const unit = (width - MARGIN.left - MARGIN.right) / span(this.x);
    return unit * span(this.y) + MARGIN.top + MARGIN.bottom;
  }

  get innerWidth() { return this.width - MARGIN.left - MARGIN.right; }
  get innerHeight() { return this.height - MARGIN.top - MARGIN.bottom; }

  drawAxes() {
    const { x, y } = this.options;
    const bottom = axisBottom(this.x).ticks(x.ticks ?? Math.max(3, this.innerWidth / 70), x.format);
    const left = axisLeft(this.y).ticks(y.ticks ?? Math.max(3, this.innerHeight / 45), y.format);
    for (const axis of [bottom, left]) axis.tickSizeOuter(0); // its ends are no values
    if (x.values) bottom.tickValues(x.values).tickFormat(formatter(x.format));
    if (y.values) left.tickValues(y.values).tickFormat(formatter(y.format));
    this.xAxis.attr("transform", `translate(0,${this.height - MARGIN.bottom})`).call(bottom);
    this.yAxis.attr("transform", `translate(${MARGIN.left},0)`).call(left);
    this.holdLastTick();
    this.xLabel.text(x.label)
      .attr("x", MARGIN.left + this.innerWidth / 2).attr("y", this.height - 6);
    this.yLabel.text(y.label).attr(
      "transform", `translate(8,${MARGIN.top + this.innerHeight / 2}) rotate(-90)`);
  }

  /** The number of the last tick, moved so that it ends with the panel. */
  holdLastTick() {
    const last = this.xAxis.selectAll(".tick").filter((_, k, ticks) => k === ticks.length - 1);
    last.select("text").attr("dx", (value, _, [text]) =>
      Math.min(0, this.width - this.x(value) - HALF_A_DIGIT * text.textContent.length));
  }

  /** A canvas context over the plot's inside, in CSS pixels with (0, 0) at its top left. */
  ink() {
    Object.assign(this.canvas.style, { left: `${MARGIN.left}px`, top: `${MARGIN.top}px` });
    return fitted(this.canvas, this.innerWidth, this.innerHeight);
  }

  /** One path named `name`; `points` are [x, y] in data units, gaps where y is not finite. */
  line(name, points, className) {
    const places = nearOnes(points.map(([x, y]) => [this.x(x), this.y(y)]));
    this.path(name, line().defined(Boolean)(places), `dlb-line ${className}`);
  }

  /** A band named `name` between lower and upper; `points` are [x, lower, upper]. */
  band(name, points, className) {
    const path = area()
      .defined(([, lower, upper]) => Number.isFinite(lower) && Number.isFinite(upper))
      .x(([x]) => this.x(x)).y0(([, lower]) => this.y(lower)).y1(([, , upper]) => this.y(upper));
    this.path(name, path(points), `dlb-band ${className}`);
  }

  /** What the panel shows, as columns: `tell()` answers {heading: values}; see numbers.js. */
  tabulate(tell) {
    tabulate(this.box, this.options.title, tell, this);
    this.onTabulate?.();
  }

  path(name, d, className, layer = this.plot) {
    const paths = layer.selectAll(`path[data-name="${name}"]`).data([d]);
    paths.join((enter) => enter.append("path").attr("data-name", name))
      .attr("class", className).attr("d", (path) => path);
  }

  /** An arrow named `name`; `from` and `to` are [x, y] in data units, no `from`: no arrow. */
  arrow(name, from, to, className, layer = this.plot) {
    if (!from) return this.path(name, null, className, layer);
    const [x0, y0, x1, y1] = [this.x(from[0]), this.y(from[1]), this.x(to[0]), this.y(to[1])];
    const angle = Math.atan2(y1 - y0, x1 - x0);
    const barb = (turn) =>
      `${x1 - 9 * Math.cos(angle + turn)},${y1 - 9 * Math.sin(angle + turn)}`;
    this.path(name, `M${x0},${y0}L${x1},${y1}M${barb(0.45)}L${x1},${y1}L${barb(-0.45)}`, className, layer);
  }

  /**
   * A short text named `name`, centred at [x, y] in data units, or beside it where the plot ends;
   * no place: no text.
   */
  note(name, at, text, layer = this.plot) {
    layer.selectAll(`text[data-name="${name}"]`).data(at ? [at] : [])
      .join((enter) => enter.append("text").attr("data-name", name))
      .attr("class", "dlb-note").attr("text-anchor", "middle").attr("dy", "0.35em")
      .text(text)
      .attr("x", ([x], i, nodes) => held(this.x(x), this.lengthOf(nodes[i]) / 2, this.x.range()))
      .attr("y", ([, y]) => held(this.y(y), HALF_A_LINE, this.y.range()));
  }

  /** The length of a text that stands in the plot; measuring makes the page lay itself out. */
  lengthOf(node) {
    const known = this.lengths.get(node.textContent);
    if (known) return known;
    const found = node.getComputedTextLength();
    if (found) this.lengths.set(node.textContent, found);
    return found;
  }

  /** A vertical rule with an optional label, at x in data units. */
  rule(name, x, className, label = "") {
    const group = this.plot.selectAll(`g[data-name="${name}"]`).data([x]);
    const entered = group.join((enter) => {
      const g = enter.append("g").attr("data-name", name);
      g.append("line");
      g.append("text").attr("class", "dlb-note");
      return g;
    });
    entered.attr("class", `dlb-rule ${className}`);
    entered.select("line")
      .attr("x1", this.x(x)).attr("x2", this.x(x))
      .attr("y1", MARGIN.top).attr("y2", this.height - MARGIN.bottom);
    const right = this.x(x) > this.width * 0.7;
    entered.select("text").text(label)
      .attr("text-anchor", right ? "end" : "start")
      .attr("x", this.x(x) + (right ? -5 : 5)).attr("y", MARGIN.top + 12);
  }
}
