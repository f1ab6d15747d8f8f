// Draws the figure beside it: the neuron as a diagram, and the plane that it divides.

import { handle } from "../../../web/drawing/drag.js";
import { figure } from "../../../web/drawing/computed.js";
import { NeuronDiagram } from "./neuron_diagram.js";
import { tabulate } from "../../../web/drawing/numbers.js";
import { Panel } from "../../../web/drawing/panel.js";
import { number, shown } from "../../../web/drawing/status.js";
import { between, boundary, paint, sample } from "../../../web/drawing/surface.js";

const PLANE = [-4, 4];
const ARROW = 0.4; // length of the drawn arrow for each unit of the weights' length

/** The arrow of the weights: from the foot of the boundary to where z grows fastest. */
function drawWeights(plane, weights, foot, length) {
  const inside = length > 0 && foot.every((x) => Math.abs(x) < PLANE[1]);
  const at = (far) => foot.map((x, k) => x + (far * weights[k]) / length);
  const long = 0.4 + ARROW * length;
  plane.arrow("weights", inside ? foot : null, at(long), "dlb-line");
  plane.note("above", inside ? at(long + 0.55) : null, "ŷ > ½");
  plane.note("below", inside ? at(-0.75) : null, "ŷ < ½");
}

export default figure(({ picture, set }) => {
  const diagram = new NeuronDiagram(picture, "the neuron");
  const plane = new Panel(picture, {
    title: "the plane of inputs",
    x: { label: "input x₁", domain: PLANE },
    y: { label: "input x₂", domain: PLANE },
    aspect: "equal",
  });
  const point = handle(plane, {
    label: "The input",
    step: 0.1,
    moved: ([x1, x2]) => { set("x1", x1); set("x2", x2); },
  });

  return ({ state: { x1, x2, w1, w2, b }, arrays }) => {
    const [z, yHat] = [arrays.z.data[0], arrays.y_hat.data[0]];
    diagram.draw([x1, x2], [w1, w2], b, z, yHat, arrays);
    tabulate(plane.box, "the neuron", () => ({
      "quantity": ["input x₁", "input x₂", "weight w₁", "weight w₂", "bias b", "state z", "prediction ŷ"],
      "value": [x1, x2, w1, w2, b, z, yHat] }));
    plane.layout();
    const side = Math.sqrt(arrays.plane.data.length);
    const field = sample(plane, between(arrays.plane.data, side, [...PLANE, ...PLANE]));
    paint(plane, field);
    boundary(plane, field);
    drawWeights(plane, [w1, w2], [...arrays.foot.data], arrays.length.data[0]);
    point.place(x1, x2, `x₁ = ${shown(x1, 2)}, x₂ = ${shown(x2, 2)}`);
    return [`z = ${shown(b)} + ${bracket(w1)} × ${bracket(x1)} + ${bracket(w2)} × ${bracket(x2)} = `,
      number("z", z, 4), " · ŷ = σ(z) = ", number("y_hat", yHat, 4), ` · ${sideOf(z)}`];
  };
});

const bracket = (value) => (value < 0 ? `(${shown(value)})` : shown(value));

function sideOf(z) {
  if (z === 0) return "exactly ½: on the line";
  return z > 0 ? "above ½: class 1 (blue)" : "below ½: class 0 (orange)";
}
