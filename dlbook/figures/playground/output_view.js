// The plane: the network's answer, or one unit's, and the points that it learns from.

import { symbol, symbolCircle, symbolSquare, symbolTriangle } from "d3-shape";
import { create } from "d3-selection";
import { symbolCross } from "../../../web/drawing/marks.js";
import { make } from "../../../web/elements.js";
import { Panel } from "../../../web/drawing/panel.js";
import { CLASSES, byClass, coloursAt, paint, twoSided } from "./colours.js";
import { answer, valuesOf } from "./maps.js";
import { inputName } from "./said.js";

const SHAPES = [symbolCircle, symbolCross, symbolTriangle, symbolSquare];
const SIZES = [30, 38, 34, 30];

export class OutputView {
  constructor(parent) {
    const axis = { domain: [-1, 1], ticks: 5 };
    this.panel = new Panel(parent, { title: "What the network answers", aspect: "equal",
      x: { ...axis }, y: { ...axis } });
    this.title = this.panel.box.querySelector(".dlb-panel-title");
    this.legend = make("div", "dlb-legend");
    parent.append(this.legend);
  }

  /** The names of the inputs, and those of the classes with the shapes of their points. */
  describe(kind) {
    const { x, y } = this.panel.options;
    [x.label, y.label] = kind.axes;
    const entries = kind.classes ? kind.names : ["below 0", "above 0"];
    this.testKey = this.key("test points", 0, "dlb-pg-test");
    this.legend.replaceChildren(...entries.map((name, k) => this.key(name, k)), this.testKey);
  }

  /** An entry of the legend: a point of class `k`, as those of a part look, and its name. */
  key(name, k, part = "") {
    const entry = make("span", "");
    const key = create("svg").attr("class", "dlb-key-mark").attr("viewBox", "-6 -6 12 12")
      .attr("width", 14).attr("height", 14).attr("aria-hidden", "true");
    key.append("path").attr("d", symbol(SHAPES[k], SIZES[k])()).attr("class", `${this.mark(k)} ${part}`);
    entry.append(key.node(), name);
    return entry;
  }

  mark(k) {
    return `dlb-pg-point dlb-pg-${CLASSES[k]}`;
  }

  /** seen: of a run; unit: one of its units to be shown, or null; heading: which run it is. */
  draw(seen, { unit, inSteps, tests, heading = "" }) {
    const { data, grid, state, kind } = seen;
    for (const axis of ["x", "y"]) this.panel[axis].domain([-data.reach, data.reach]);
    this.panel.layout();
    const { innerWidth: width, innerHeight: height } = this.panel;
    const colours = coloursAt(this.panel.box);
    const title = unit?.layer === 0 ? `The input ${inputName(unit.name)}`
      : `What ${unit?.name ?? "the network"} answers`;
    this.title.textContent = heading && !unit ? heading : title;
    const image = unit && unit.layer <= state.layers.length
      ? twoSided(valuesOf(seen, grid, state, unit), colours, inSteps)
      : kind.classes > 2 ? byClass(seen.maps.output.data, kind.classes, colours, inSteps)
        : twoSided(answer(seen, kind.classes), colours, inSteps);
    paint(this.panel.ink(), image, width, height, !inSteps);
    this.testKey.hidden = !tests;
    this.points("train", data.train.index, data, kind);
    this.points("test", tests ? data.test.index : [], data, kind);
  }

  points(part, index, { places: [x1, x2], labels, own }, kind) {
    const classOf = (i) => (kind.classes ? labels[i] : Number(labels[i] > 0));
    this.panel.plot.selectAll(`path.dlb-pg-${part}`).data([...index]).join("path")
      .attr("class", (i) => `${this.mark(classOf(i))} dlb-pg-${part} ${i < own ? "" : "dlb-pg-added"}`)
      .attr("d", (i) => symbol(SHAPES[classOf(i)], SIZES[classOf(i)])())
      .attr("opacity", (i) => (kind.classes ? null : 0.25 + 0.75 * Math.min(1, Math.abs(labels[i]))))
      .attr("transform", (i) => `translate(${this.panel.x(x1[i])},${this.panel.y(x2[i])})`);
  }
}
