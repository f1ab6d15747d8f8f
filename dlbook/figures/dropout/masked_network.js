// A network with a dropout mask on it: an image, hidden units on or off, the ten digits. Units that
// are off are rings without lines.

import { diagram } from "../../../web/drawing/diagram.js";
import { article } from "../../../web/drawing/digits.js";

const SIZE = { width: 360, height: 300 };
const TOP = 6;
const FOOT = 278; // the units end here; below stand the notes
const CELL = 11;
const PIXELS = 8;
const IMAGE = { x: 2, y: 96 };
const LAYERS_X = [168, 258]; // the middle of each hidden layer, whose units stand in two columns
const APART = 15; // between the two columns
const OUTPUT_X = 344;
const DIGITS = 10;
const FAINT = { opacity: 0.13, width: 0.5 }; // of the lines while all units are on
const CLEAR = { opacity: 0.45, width: 1 }; // and at most, where few are

const spread = (count, k) => TOP + ((FOOT - TOP) * (k + 0.5)) / count;

const pixelRows = Array.from({ length: PIXELS }, (_, row) =>
  [IMAGE.x + PIXELS * CELL, IMAGE.y + (row + 0.5) * CELL]);

const outputs = Array.from({ length: DIGITS }, (_, k) => [OUTPUT_X, spread(DIGITS, k)]);

const unitsOf = (flags, layer) => flags.map((on, k) => ({
  on,
  at: [LAYERS_X[layer] + (k % 2 ? 0.5 : -0.5) * APART, spread(flags.length, k)],
}));

const lines = (from, to) =>
  from.flatMap(([x0, y0]) => to.map(([x1, y1]) => `M${x0},${y0}L${x1},${y1}`)).join("");

export class MaskedNetwork {
  constructor(parent, title) {
    this.svg = diagram(parent, title, SIZE);
    this.links = this.svg.append("path").attr("fill", "none").attr("stroke", "var(--dlb-ink)");
    this.image = this.svg.append("g");
    this.units = this.svg.append("g");
    this.notes = this.svg.append("g");
    this.drawFrame();
    this.drawOutputs();
  }

  drawFrame() {
    this.svg.append("rect").attr("class", "dlb-node").style("fill", "none")
      .attr("x", IMAGE.x).attr("y", IMAGE.y)
      .attr("width", PIXELS * CELL).attr("height", PIXELS * CELL);
  }

  drawOutputs() {
    const groups = this.svg.append("g").selectAll("g").data(outputs).join("g")
      .attr("transform", (at) => `translate(${at})`);
    groups.append("circle").attr("class", "dlb-node").attr("r", 11);
    groups.append("text").attr("class", "dlb-node-value").attr("text-anchor", "middle")
      .attr("y", 4).text((_, k) => k);
  }

  /** pixels: 64 grey levels from 0 to 16; label: the digit; masks: flags for each hidden layer. */
  draw(pixels, label, masks) {
    this.drawImage(pixels);
    const layers = masks.map(unitsOf);
    const on = layers.map((units) => units.filter((unit) => unit.on).map((unit) => unit.at));
    this.drawLinks(on, masks);
    this.units.selectAll("circle").data(layers.flat()).join("circle")
      .attr("class", (unit) => (unit.on ? "dlb-on" : "dlb-off"))
      .attr("r", (unit) => (unit.on ? 4.6 : 3.6))
      .attr("cx", (unit) => unit.at[0]).attr("cy", (unit) => unit.at[1]);
    this.drawNotes([[IMAGE.x + (PIXELS * CELL) / 2, IMAGE.y + PIXELS * CELL + 16, `${article(label)} ${label}`],
      ...masks.map((flags, k) => [LAYERS_X[k], SIZE.height - 6,
        `${on[k].length} of ${flags.length} on`])]);
  }

  /** The fewer lines there are, the clearer each of them is. */
  drawLinks(on, masks) {
    const count = ([first, second]) => PIXELS * first + first * second + second * DIGITS;
    const fewer = count(masks.map((flags) => flags.length)) / count(on.map((units) => units.length));
    this.links.attr("d", lines(pixelRows, on[0]) + lines(on[0], on[1]) + lines(on[1], outputs))
      .attr("stroke-opacity", Math.min(CLEAR.opacity, FAINT.opacity * fewer ** 0.5))
      .attr("stroke-width", Math.min(CLEAR.width, FAINT.width * fewer ** 0.2));
  }

  drawImage(pixels) {
    this.image.selectAll("rect").data(Array.from(pixels)).join("rect")
      .attr("x", (_, k) => IMAGE.x + (k % PIXELS) * CELL)
      .attr("y", (_, k) => IMAGE.y + Math.floor(k / PIXELS) * CELL)
      .attr("width", CELL).attr("height", CELL)
      .attr("class", "dlb-pixel").style("stroke", "none").attr("fill-opacity", (grey) => grey / 16);
  }

  drawNotes(notes) {
    this.notes.selectAll("text").data(notes).join("text")
      .attr("class", "dlb-note").attr("text-anchor", "middle")
      .attr("x", ([x]) => x).attr("y", ([, y]) => y).text(([, , text]) => text);
  }
}
