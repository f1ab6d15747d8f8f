// Draws the figure beside it: a network's boundary, and its logit along a straight cut.

import { figure } from "../../../web/drawing/figure.js";
import { forward, sigmoid } from "../../../web/drawing/formulas.js";
import { classLegend, examples } from "../../../web/drawing/marks.js";
import { Panel } from "../../../web/drawing/panel.js";
import { number, shown } from "../../../web/drawing/status.js";
import { boundary, paint, sample } from "../../../web/drawing/surface.js";

const PLANE = [-2.6, 2.6];
const POINTS = 261;
const FAR = 10; // longer than the plane's diagonal
const LINE = Array.from({ length: POINTS },
  (_, i) => PLANE[0] + (i * (PLANE[1] - PLANE[0])) / (POINTS - 1));

/** The points of data set number `k`, as [x1, x2, class]. */
function pointsOf(k, X, y) {
  const n = y.shape[1];
  return Array.from({ length: n }, (_, i) =>
    [X.data[2 * (k * n + i)], X.data[2 * (k * n + i) + 1], y.data[k * n + i]]);
}

/** The line z = 0 of every unit of the first hidden layer, as one path. */
function unitLines(panel, flat, width) {
  const piece = (unit) => {
    const [w1, w2, b] = flat.subarray(3 * unit, 3 * unit + 3);
    const squared = w1 * w1 + w2 * w2;
    const length = Math.sqrt(squared);
    const at = (t) => [(-b * w1) / squared - (t * w2) / length, (-b * w2) / squared + (t * w1) / length]
      .map((value, k) => (k === 0 ? panel.x(value) : panel.y(value)));
    return length > 0 ? `M${at(-FAR)}L${at(FAR)}` : "";
  };
  return Array.from({ length: width }, (_, unit) => piece(unit)).join("");
}

/** How far `values` stray from the straight line between the first and the last. */
function bendOf(values) {
  const [first, last] = [values[0], values.at(-1)];
  const strays = values.map((v, i) => Math.abs(v - first - ((last - first) * i) / (POINTS - 1)));
  return Math.round(Math.max(...strays) * 1000) / 1000;
}

export default figure(({ picture, model }) => {
  const plane = new Panel(picture, {
    title: "what the network says",
    x: { label: "x₁", domain: PLANE }, y: { label: "x₂", domain: PLANE }, aspect: "equal",
  });
  const along = new Panel(picture, {
    title: "the logit along the cut",
    x: { label: "x₁ along the cut", domain: PLANE }, y: { label: "logit", domain: [-3, 3] },
    aspect: 0.9,
  });
  classLegend(plane.box, ["class 0", "class 1"]);
  const choices = model.get("choices");

  function drawPlane({ dataset, cut }, { X, y, parameters }, logit, first) {
    plane.layout();
    const field = sample(plane, (x1, x2) => sigmoid(logit(x1, x2)));
    paint(plane, field);
    examples(plane, pointsOf(dataset, X, y));
    plane.path("units", first ? unitLines(plane, parameters.data, first) : null,
      "dlb-line dlb-thin dlb-unit-line");
    boundary(plane, field);
    plane.line("cut", PLANE.map((x1) => [x1, cut]), "dlb-cut");
  }

  function drawCut(logits) {
    const size = Math.max(3, ...logits.map(Math.abs));
    along.y.domain([-size, size]).nice();
    along.layout();
    along.line("zero", PLANE.map((x1) => [x1, 0]), "dlb-thin dlb-faint");
    along.line("logit", logits.map((z, i) => [LINE[i], z]), "dlb-cut-curve");
  }

  return ({ state, arrays }) => {
    const name = choices.activation[state.activation];
    const [depth, width] = [choices.depth[state.depth], choices.width[state.width]];
    const sizes = [2, ...Array(depth).fill(width), 1];
    const logit = (x1, x2) =>
      forward(sizes, arrays.parameters.data, [x1, x2], name, "linear").at(-1)[0];
    const logits = LINE.map((x1) => logit(x1, state.cut));
    drawPlane(state, arrays, logit, name === "linear" ? 0 : width);
    drawCut(logits);
    return [`${sizes.join("-")} network · training loss `,
      number("train_loss", arrays.train_loss.data[0]), " · accuracy ",
      number("train_accuracy", arrays.train_accuracy.data[0]),
      ` · along x₂ = ${shown(state.cut, 2)} the logit strays from a straight line by `,
      number("bend", bendOf(logits))];
  };
});
