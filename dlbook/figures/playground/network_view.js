// The network: a column of small maps for each layer, joined by lines as thick as the weights.

import { create } from "d3-selection";
import { fitted } from "../../../web/drawing/canvas.js";
import { button, make } from "../../../web/elements.js";
import { shown } from "../../../web/drawing/status.js";
import { coloursAt, paint, twoSided } from "./colours.js";
import { answer, valuesOf } from "./maps.js";
import { inputName } from "./said.js";
import { MOST_LAYERS, MOST_UNITS } from "./state.js";

const HEAD = 64; // pixels above the units, for a layer's buttons
const GAP = 8;
const LARGEST = 38;

export class NetworkView {
  /** events: {size(layers), input(name, on), select(unit), point(unit or null)} */
  constructor(parent, choices, events) {
    Object.assign(this, { choices, events, units: [] });
    this.box = make("div", "dlb-pg-network");
    this.svg = create("svg").attr("class", "dlb-svg").attr("aria-hidden", "true");
    this.box.append(this.svg.node());
    const depth = make("div", "dlb-pg-depth");
    this.fewer = button(depth, "− layer",
      () => this.resize(this.state.layers.slice(0, -1)), "Remove the last hidden layer");
    this.depth = make("span", "dlb-pg-count");
    depth.append(this.depth);
    this.more = button(depth, "+ layer",
      () => this.resize([...this.state.layers, 2]), "Add a hidden layer");
    parent.append(depth, this.box);
  }

  resize(layers) {
    this.events.size(layers);
  }

  /** Build the columns anew for a state. */
  build(state, classes) {
    this.state = state;
    this.fewer.disabled = state.layers.length === 0;
    this.more.disabled = state.layers.length === MOST_LAYERS;
    const n = state.layers.length;
    this.depth.textContent = `${n || "no"} hidden layer${n === 1 ? "" : "s"}`;
    this.box.querySelectorAll(".dlb-pg-unit, .dlb-pg-head").forEach((element) => element.remove());
    const names = this.choices.inputs;
    this.columns = [
      names.map((name, k) => ({ layer: 0, unit: state.inputs.indexOf(name), name, row: k })),
      ...state.layers.map((size, l) => Array.from({ length: size }, (_, unit) => ({
        layer: l + 1, unit, row: unit, name: `unit ${unit + 1} of hidden layer ${l + 1}` }))),
      Array.from({ length: classes > 2 ? classes : 1 }, (_, unit) => ({
        layer: state.layers.length + 1, unit, row: unit,
        name: classes > 2 ? `output for class ${unit}` : "the output" })),
    ];
    this.columns.flat().forEach((unit) => this.addUnit(unit));
    state.layers.forEach((size, l) => this.addHead(l, size));
    this.layout();
  }

  addUnit(unit) {
    const element = make("button", "dlb-pg-unit");
    element.type = "button";
    unit.canvas = make("canvas", "");
    element.append(unit.canvas);
    if (unit.layer === 0) {
      element.append(make("span", "", inputName(unit.name)));
      element.setAttribute("aria-pressed", unit.unit >= 0);
      element.addEventListener("click", () => this.events.input(unit.name, unit.unit < 0));
    } else {
      element.setAttribute("aria-label", `${unit.name}: show its weights`);
      element.addEventListener("click", () => this.events.select(unit));
    }
    const away = () => this.events.point(null);
    const here = () => this.events.point(unit.unit >= 0 ? unit : null);
    element.addEventListener("pointerenter", here);
    element.addEventListener("pointerleave", away);
    element.addEventListener("focus", here);
    element.addEventListener("blur", away);
    unit.element = element;
    this.box.append(element);
  }

  addHead(l, size) {
    const head = make("div", "dlb-pg-head");
    const change = (by) => this.resize(this.state.layers.map((n, k) => (k === l ? n + by : n)));
    const less = button(head, "−", () => change(-1), `One unit fewer in hidden layer ${l + 1}`);
    const more = button(head, "+", () => change(1), `One unit more in hidden layer ${l + 1}`);
    less.disabled = size === 1;
    more.disabled = size === MOST_UNITS;
    head.dataset.layer = l + 1;
    this.box.append(head);
  }

  /** Give every unit its place; wide columns on a wide page, narrow ones on a telephone. */
  layout() {
    const width = this.box.clientWidth;
    if (!width || !this.columns) return;
    const between = (width - 8) / this.columns.length;
    this.size = Math.max(16, Math.min(LARGEST, between * 0.62));
    const rows = Math.max(...this.columns.map((column) => column.length));
    const height = HEAD + rows * (this.size + GAP) + 4;
    this.svg.attr("width", width).attr("height", height);
    this.box.style.height = `${height}px`;
    this.columns.forEach((column, k) => column.forEach((unit) => {
      unit.x = 4 + between * (k + 0.5) - this.size / 2;
      unit.y = HEAD + unit.row * (this.size + GAP);
      Object.assign(unit.element.style, { left: `${unit.x}px`, top: `${unit.y}px`,
        width: `${this.size}px`, height: `${this.size}px` });
    }));
    this.box.querySelectorAll(".dlb-pg-head").forEach((head) => {
      head.style.left = `${4 + between * (Number(head.dataset.layer) + 0.5)}px`;
    });
  }

  /** Draw maps and weights as they are now. */
  draw(seen, grid, classes) {
    const colours = coloursAt(this.box);
    for (const unit of this.columns.flat()) {
      if (unit.unit < 0) {
        unit.canvas.width = 0;
        continue;
      }
      const last = unit.layer === this.columns.length - 1;
      const values = last
        ? (classes > 2 ? valuesOf(seen, grid, this.state, unit).map((p) => 2 * p - 1)
          : answer(seen, classes))
        : valuesOf(seen, grid, this.state, unit);
      const ink = fitted(unit.canvas, this.size - 2, this.size - 2);
      paint(ink, twoSided(values, colours), this.size - 2, this.size - 2);
    }
    this.drawWeights(seen.blocks);
  }

  drawWeights(blocks) {
    const edges = blocks.flatMap(({ shape: [, columns], data }, l) => {
      const above = this.columns[l + 1];
      const below = this.columns[l].filter(({ unit }) => unit >= 0);
      return above.flatMap((to) => below.map((from) => ({
        from, to, weight: data[to.unit * columns + from.unit],
      })));
    });
    this.drawBiases(blocks);
    const half = this.size / 2;
    const path = ({ from, to }) => {
      const [x0, y0, x1, y1] = [from.x + this.size, from.y + half, to.x, to.y + half];
      const middle = (x0 + x1) / 2;
      return `M${x0},${y0}C${middle},${y0} ${middle},${y1} ${x1},${y1}`;
    };
    const thick = ({ weight }) => Math.min(9, 0.4 + 2.2 * Math.sqrt(Math.abs(weight))) || 0.4;
    this.svg.selectAll("path.dlb-pg-edge").data(edges).join("path")
      .attr("class", ({ weight }) => `dlb-pg-edge ${weight < 0 ? "dlb-negative" : "dlb-positive"}`)
      .attr("d", path).attr("stroke-width", thick)
      .on("click", (event, { to, from }) => this.events.select(to, from.unit))
      .selectAll("title").data((edge) => [edge]).join("title")
      .text(({ weight }) => `weight ${shown(weight)}`);
  }

  /** A bias is a bar at its unit's left edge, the longer the larger, from its foot. */
  drawBiases(blocks) {
    const biases = blocks.flatMap(({ shape: [, columns], data }, l) =>
      this.columns[l + 1].map((to) => ({ to, bias: data[to.unit * columns + columns - 1] })));
    const long = ({ bias }) => Math.min(this.size, 14 * Math.sqrt(Math.abs(bias))) || 0;
    this.svg.selectAll("rect.dlb-pg-bias").data(biases).join("rect")
      .attr("class", ({ bias }) => `dlb-pg-bias ${bias < 0 ? "dlb-negative" : "dlb-positive"}`)
      .attr("x", ({ to }) => to.x - 5).attr("width", 4)
      .attr("y", (one) => one.to.y + this.size - long(one)).attr("height", long)
      .on("click", (event, { to }) => this.events.select(to, this.columns[to.layer - 1]
        .filter(({ unit }) => unit >= 0).length))
      .selectAll("title").data((one) => [one]).join("title")
      .text(({ bias }) => `bias ${shown(bias)}`);
  }
}
