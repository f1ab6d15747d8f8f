// Draws the figure beside it: a network's boundary, and its logit along a straight cut.

import { figure } from "../../../web/drawing/computed.js";
import { classLegend, examples, pinnedLine } from "../../../web/drawing/marks.js";
import { Panel } from "../../../web/drawing/panel.js";
import { number, setting } from "../../../web/drawing/status.js";
import { between, boundary, paint, sample } from "../../../web/drawing/surface.js";

const RUNS = 6;

/** The points of data set number `k`, as [x1, x2, class]. */
function pointsOf(k, x, y) {
  const n = y.shape.at(-1);
  const at = (row, i) => x.data[(k * 3 + row) * n + i];
  return Array.from({ length: n }, (_, i) => [at(0, i), at(1, i), y.data[k * n + i]]);
}

/** Lines between pairs of points, (n, 2, 2), as one path. */
function linesPath(panel, { shape, data }) {
  const point = (k) => `${panel.x(data[k])},${panel.y(data[k + 1])}`;
  const line = (k) => (Number.isFinite(data[k]) ? `M${point(k)}L${point(k + 2)}` : "");
  return Array.from({ length: shape[0] }, (_, unit) => line(4 * unit)).join("");
}

export default figure(({ picture, model }) => {
  const edges = model.get("plane");
  const plane = new Panel(picture, {
    title: "what the network says",
    x: { label: "x₁", domain: edges }, y: { label: "x₂", domain: edges }, aspect: "equal",
  });
  const along = new Panel(picture, {
    title: "the logit along the cut",
    x: { label: "x₁ along the cut", domain: edges }, y: { label: "logit", domain: [-3, 3] },
    aspect: 0.9,
  });
  classLegend(plane.box, ["class 0", "class 1"]);
  const choices = model.get("choices");

  function drawPlane({ dataset, cut }, { x, y, surface, lines }, bends) {
    plane.layout();
    const side = Math.sqrt(surface.data.length);
    const field = sample(plane, between(surface.data, side, [...edges, ...edges]));
    paint(plane, field);
    examples(plane, pointsOf(dataset, x, y));
    plane.path("units", bends ? linesPath(plane, lines) : null,
      "dlb-line dlb-thin dlb-unit-line");
    boundary(plane, field);
    plane.line("cut", edges.map((x1) => [x1, cut]), "dlb-cut");
  }

  function drawCut(line, logits, pinned) {
    const curve = (values) => Array.from(values, (z, i) => [line[i], z]);
    const size = Math.max(3, ...logits.map(Math.abs), ...(pinned ?? []).map(Math.abs));
    along.y.domain([-size, size]).nice();
    along.layout();
    along.line("zero", edges.map((x1) => [x1, 0]), "dlb-thin dlb-faint");
    pinnedLine(along, curve(pinned ?? []));
    along.line("logit", curve(logits), "dlb-cut-curve");
  }

  const sizesOf = ({ depth, width }) =>
    [2, ...Array(choices.depth[depth]).fill(choices.width[width]), 1].join("-");

  return ({ state, arrays, pinned }) => {
    const best = arrays.best.data[0];
    const runs = arrays.losses.shape[0];
    drawPlane(state, arrays, choices.activation[state.activation] !== "linear");
    along.tabulate(() => ({ "x₁ along the cut": arrays.line.data, "logit": arrays.logits.data,
      "pinned run": pinned?.arrays.logits.data }));
    drawCut(arrays.line.data, arrays.logits.data, pinned?.arrays.logits.data);
    return [`${sizesOf(state)} network`, runs < RUNS ? ` (best of ${runs} starts so far)` : "",
      " · training loss ", number("train_loss", arrays.losses.data[best]),
      " · accuracy ", number("train_accuracy", arrays.accuracies.data[best]),
      ` · along x₂ = ${setting(state.cut)} the logit strays from a straight line by `,
      number("bend", Math.round(arrays.strays.data[0] * 1000) / 1000),
      ...(pinned ? [` · pinned: ${sizesOf(pinned.state)} network, activation `,
        model.get("labels")[pinned.state.activation]] : [])];
  };
});
