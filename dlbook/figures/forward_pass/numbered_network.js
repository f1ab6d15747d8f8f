// A small network with every number on it: activations in the units, states and biases beside
// them, weights on the lines into the unit that is looked at. Units can be chosen.

import { create } from "d3-selection";
import { freePlace } from "./free_place.js";
import { titled } from "../../../web/drawing/box.js";
import { widthOfPart } from "../../../web/drawing/width.js";

const RADIUS = 19;
const ROW = 82;
const ROOMY_ROW = 90; // where numbers have no room beside the circles
const NARROW = 5 * RADIUS; // from column to column
const SIDE = 28; // what stands above a unit is twice as wide
const HEAD = 24; // room for the names of the layers
const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";

/** A number with a true minus sign and a fixed number of decimals. */
export const fixed = (value, decimals) =>
  (Math.abs(value) < 0.5 * 10 ** -decimals ? 0 : value).toFixed(decimals).replace("-", "−");

/** The name of unit `index` of layer `layer` of `layers`, the input being layer 0. */
export function unitName(layer, index, layers) {
  const letter = layer === 0 ? "x" : layer === layers - 1 ? "ŷ" : "a";
  return letter + SUBSCRIPTS[index + 1];
}

/** The name of layer `layer` of `layers`. */
export const layerName = (layer, layers) =>
  layer === 0 ? "input" : layer === layers - 1 ? "output" : `hidden ${layer}`;

export class NumberedNetwork {
  /** chosen(layer, index) is called when the reader chooses a unit; the input is layer 0. */
  constructor(parent, title, chosen) {
    this.svg = create("svg").attr("class", "dlb-svg dlb-diagram");
    this.box = titled(parent, title, this.svg.node(), "dlb-panel dlb-whole");
    this.place = widthOfPart(this.box);
    this.chosen = chosen;
    this.names = this.svg.append("g");
    this.lines = this.svg.append("g");
    this.units = this.svg.append("g");
    this.weights = this.svg.append("g");
  }

  /**
   * values: activations of every layer, the input first; states: z of every later layer;
   * weight(layer, index, from) and bias(layer, index); at: [layer, index] looked at.
   */
  draw({ values, states, weight, bias, at }) {
    this.layout(values);
    const later = (layer, index) => layer > at[0] || (layer === at[0] && index > at[1]);
    this.drawNames(values.length);
    this.drawLines(values, weight, at, later);
    this.drawUnits(values, states, bias, at, later);
    this.drawWeights(values, weight, at);
  }

  layout(values) {
    this.width = Math.max(260, this.place.pixels);
    const rows = Math.max(...values.map((layer) => layer.length));
    const step = (this.width - 2 * SIDE) / (values.length - 1);
    this.isNarrow = step < NARROW;
    const row = this.isNarrow ? ROOMY_ROW : ROW;
    this.height = HEAD + row * rows + 4;
    this.svg.attr("width", this.width).attr("height", this.height);
    this.placeOf = (layer, index) => [SIDE + step * layer,
      HEAD + (row * rows) / 2 + row * (index - (values[layer].length - 1) / 2)];
  }

  drawNames(layers) {
    this.names.selectAll("text").data(Array.from({ length: layers }, (_, k) => k)).join("text")
      .attr("class", "dlb-node-name").attr("y", 12)
      .attr("text-anchor", (k) => (k === 0 ? "start" : k === layers - 1 ? "end" : "middle"))
      .attr("x", (k) => (k === 0 ? 0 : k === layers - 1 ? this.width : this.placeOf(k, 0)[0]))
      .text((k) => layerName(k, layers));
  }

  drawLines(values, weight, at, later) {
    const lines = values.slice(1).flatMap((units, k) => units.flatMap((_, index) =>
      values[k].map((_, from) => ({ layer: k + 1, index, from, w: weight(k + 1, index, from) }))));
    const here = ({ layer, index }) => layer === at[0] && index === at[1];
    this.lines.selectAll("line").data(lines).join("line")
      .attr("class", ({ w }) => `dlb-edge ${w < 0 ? "dlb-negative" : "dlb-positive"}`)
      .attr("stroke-width", ({ w }) => 0.6 + 1.5 * Math.abs(w))
      .attr("opacity", (line) => (here(line) ? 1 : later(line.layer, line.index) ? 0.18 : 0.38))
      .attr("x1", ({ layer, from }) => this.placeOf(layer - 1, from)[0])
      .attr("y1", ({ layer, from }) => this.placeOf(layer - 1, from)[1])
      .attr("x2", ({ layer, index }) => this.placeOf(layer, index)[0])
      .attr("y2", ({ layer, index }) => this.placeOf(layer, index)[1]);
  }

  drawUnits(values, states, bias, at, later) {
    const units = values.flatMap((row, layer) => row.map((value, index) => ({
      layer, index, value, name: unitName(layer, index, values.length),
      above: layer === 0 ? unitName(0, index, values.length)
        : `z ${fixed(states[layer - 1][index], 2)}`,
      below: layer === 0 ? "" : `b ${fixed(bias(layer, index), 1)}`,
    })));
    const groups = this.units.selectAll("g").data(units).join((enter) => {
      const group = enter.append("g");
      group.append("circle").attr("r", RADIUS);
      for (const name of ["dlb-node-value", "dlb-above", "dlb-below"]) {
        group.append("text").attr("class", name).attr("text-anchor", "middle");
      }
      return group;
    });
    groups.attr("transform", ({ layer, index }) => `translate(${this.placeOf(layer, index)})`);
    // what is still to come has a fainter circle; its numbers stay readable
    groups.select("circle").attr("opacity", ({ layer, index }) => (later(layer, index) ? 0.4 : 1))
      .attr("class", ({ layer, index }) =>
      (layer === at[0] && index === at[1] ? "dlb-node dlb-chosen" : "dlb-node"));
    groups.select(".dlb-node-value").attr("y", 4)
      .text(({ layer, value }) => fixed(value, layer === 0 ? 1 : 2));
    groups.select(".dlb-above").attr("y", -RADIUS - 5).text(({ above }) => above);
    groups.select(".dlb-below").attr("y", RADIUS + 13).text(({ below }) => below);
    this.makeChoosable(groups.filter(({ layer }) => layer > 0));
  }

  makeChoosable(groups) {
    const choose = (_, { layer, index }) => this.chosen(layer, index);
    // the circle is the button: the numbers around it are no part of its name
    groups.select("circle").attr("tabindex", 0).attr("role", "button")
      .attr("aria-label", ({ name, layer, value }) =>
        `look at ${name} of layer ${layer}, now ${fixed(value, 2)}`);
    groups.attr("class", "dlb-choosable").on("click", choose)
      .on("keydown", (event, unit) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        choose(event, unit);
      });
  }

  drawWeights(values, weight, [layer, index]) {
    const to = this.placeOf(layer, index);
    const from = values[layer - 1].map((_, k) => this.placeOf(layer - 1, k));
    const circles = [...from, ...values[layer].map((_, k) => this.placeOf(layer, k))];
    const share = from.length > 2 ? 0.4 : 0.45;
    const places = [];
    for (const start of from) {
      places.push(this.isNarrow ? freePlace(start, to, circles, RADIUS, places)
        : start.map((at, k) => at + share * (to[k] - at)));
    }
    const labels = places.map(([x, y], k) => ({ x, y, text: fixed(weight(layer, index, k), 1) }));
    this.weights.selectAll("text").data(labels).join("text")
      .attr("class", "dlb-note dlb-weight").attr("text-anchor", "middle")
      .attr("x", ({ x }) => x).attr("y", ({ y }) => y + 4).text(({ text }) => text);
  }
}
