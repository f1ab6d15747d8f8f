// One neuron as a diagram, every number in its place: inputs, weights, bias, state z, σ, ŷ.

import { line } from "d3-shape";
import { diagram } from "../../../web/drawing/diagram.js";
import { shown } from "../../../web/drawing/status.js";

const SIZE = { width: 350, height: 262 };
const INPUT_X = 34;
const TOP = 26;
const STATE = [172, 124];
const BOX = { x: 224, y: 98, width: 56, height: 52 };
const OUTPUT = [318, 124];
const RADIUS = 29;
const REACH = 8; // the states that the little sigmoid shows, either way
const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";

/** A number with a true minus sign and few digits. */
const brief = (value, digits = 2) => shown(Number(value.toPrecision(digits + 1)), digits);

/** A number that a circle has room for: none but zeros before its digits would make it longer. */
const inside = (value) => shown(value, Math.abs(value) < 0.1 ? 2 : 3);

/** The base line of a weight's label, from its edge: clear of it where that slopes. */
const beside = (y) => (y === STATE[1] ? -10 : y > STATE[1] ? 25 : -16);

const boxX = (z) => BOX.x + BOX.width * (0.5 + Math.max(-REACH, Math.min(REACH, z)) / (2 * REACH));
const boxY = (y) => BOX.y + BOX.height * (0.9 - 0.8 * y);

export class NeuronDiagram {
  constructor(parent, title) {
    this.svg = diagram(parent, title, SIZE);
    this.edges = this.svg.append("g");
    this.nodes = this.svg.append("g");
    this.drawSigmoid();
  }

  drawSigmoid() {
    const g = this.svg.append("g");
    const [x] = STATE;
    g.append("path").attr("class", "dlb-line dlb-thin")
      .attr("d", `M${x + RADIUS},${STATE[1]}H${BOX.x}M${BOX.x + BOX.width},${STATE[1]}`
        + `H${OUTPUT[0] - RADIUS}`);
    g.append("rect").attr("class", "dlb-node").attr("rx", 6)
      .attr("x", BOX.x).attr("y", BOX.y).attr("width", BOX.width).attr("height", BOX.height);
    this.curve = g.append("path").attr("class", "dlb-line dlb-thin");
    this.dot = g.append("circle").attr("class", "dlb-handle-point").attr("r", 5);
    g.append("text").attr("class", "dlb-node-name").attr("text-anchor", "middle")
      .attr("x", BOX.x + BOX.width / 2).attr("y", BOX.y + BOX.height + 16).text("sigmoid σ");
  }

  /** x and w: inputs and weights; b: bias; z: the state; yHat: the output; curve: the sigmoid's. */
  draw(x, w, b, z, yHat, { curve_z: states, curve_a: answers }) {
    this.curve.attr("d", line().x(boxX).y((_, k) => boxY(answers.data[k]))(states.data));
    const inputs = [{ value: 1, name: "always 1", weight: b, label: "b" },
      ...x.map((value, k) => ({ value, name: `x${SUBSCRIPTS[k + 1]}`, weight: w[k],
        label: `w${SUBSCRIPTS[k + 1]}` }))];
    const step = (2 * (STATE[1] - TOP)) / (inputs.length - 1);
    inputs.forEach((input, k) => { input.at = [INPUT_X, TOP + step * k]; });
    this.drawEdges(inputs);
    this.drawNodes([...inputs.map(({ at, value, name }) => [at, brief(value), name, 22]),
      [STATE, inside(z), "sum z", RADIUS], [OUTPUT, inside(yHat), "ŷ", RADIUS]]);
    this.dot.attr("cx", boxX(z)).attr("cy", boxY(yHat));
  }

  drawEdges(inputs) {
    const groups = this.edges.selectAll("g").data(inputs).join((enter) => {
      const group = enter.append("g");
      group.append("line");
      group.append("text").attr("class", "dlb-note").attr("text-anchor", "middle");
      return group;
    });
    groups.select("line")
      .attr("class", ({ weight }) => `dlb-edge ${weight < 0 ? "dlb-negative" : "dlb-positive"}`)
      .attr("stroke-width", ({ weight }) => 0.6 + 1.4 * Math.abs(weight))
      .attr("x1", ({ at }) => at[0]).attr("y1", ({ at }) => at[1])
      .attr("x2", STATE[0]).attr("y2", STATE[1]);
    groups.select("text").text(({ weight, label }) => `${label} = ${brief(weight)}`)
      .attr("x", ({ at }) => 0.55 * at[0] + 0.45 * STATE[0] + (at[1] === STATE[1] ? 0 : 14))
      .attr("y", ({ at }) => 0.55 * at[1] + 0.45 * STATE[1] + beside(at[1]));
  }

  drawNodes(nodes) {
    const groups = this.nodes.selectAll("g").data(nodes).join((enter) => {
      const group = enter.append("g");
      group.append("circle").attr("class", "dlb-node");
      group.append("text").attr("class", "dlb-node-value").attr("text-anchor", "middle");
      group.append("text").attr("class", "dlb-node-name").attr("text-anchor", "middle");
      return group;
    });
    groups.attr("transform", ([at]) => `translate(${at})`);
    groups.select("circle").attr("r", ([, , , r]) => r);
    groups.select(".dlb-node-value").attr("y", 4).text(([, value]) => value);
    groups.select(".dlb-node-name").attr("y", ([, , , r]) => r + 15).text(([, , name]) => name);
  }
}
