// Draws the figure beside it: an activation with its tangent, and its derivative.

import { handle } from "../../../web/drawing/drag.js";
import { figure } from "../../../web/drawing/figure.js";
import { ACTIVATIONS, DERIVATIVES } from "../../../web/drawing/formulas.js";
import { Panel } from "../../../web/drawing/panel.js";
import { number, shown } from "../../../web/drawing/status.js";

const STATES = [-6, 6];
const SAMPLES = Array.from({ length: 241 }, (_, i) => -6 + i / 20);
const HEIGHTS = { sigmoid: [-1.25, 1.25], tanh: [-1.25, 1.25], relu: [-1.5, 6.5], linear: [-6.5, 6.5] };
const TANGENT = 1.6; // how far the tangent is drawn, either way
const SATURATED = 0.01;

/** The derivative's curve, with a gap where ReLU's jumps. */
const slopes = (kind, slope) => (kind === "relu"
  ? [[STATES[0], 0], [0, 0], [0, NaN], [0, 1], [STATES[1], 1]]
  : SAMPLES.map((z) => [z, slope(z)]));

function verdict(kind, z, slope) {
  if (kind === "linear") return "the slope is the same everywhere: nothing bends";
  if (kind === "relu" && z === 0) return "at the corner: the slope is taken as 0";
  if (kind === "relu") return z > 0 ? "on: passes z through" : "off: answers 0, slope 0";
  return slope < SATURATED ? `saturated: slope below ${SATURATED}` : "z still makes a difference";
}

export default figure(({ picture, set, model }) => {
  const x = { label: "state z", domain: STATES, values: [-6, -3, 0, 3, 6] };
  const value = new Panel(picture, {
    title: "the activation", x, y: { label: "activation a = g(z)", domain: HEIGHTS.sigmoid }, aspect: 0.8,
  });
  const derivative = new Panel(picture, {
    title: "its slope", x, y: { label: "slope g′(z)", domain: [-0.1, 1.15] }, aspect: 0.8,
  });
  const point = handle(value, { label: "The state", step: 0.1, moved: ([z]) => set("z", z) });
  const kinds = model.get("kinds");

  return ({ state: { kind, z } }) => {
    const name = kinds[kind];
    const [g, slopeAt] = [ACTIVATIONS[name], DERIVATIVES[name]];
    const [a, slope] = [g(z), slopeAt(z)];
    value.y.domain(HEIGHTS[name]);
    value.layout();
    derivative.layout();
    value.line("zero", [[STATES[0], 0], [STATES[1], 0]], "dlb-thin dlb-faint");
    value.line("g", SAMPLES.map((s) => [s, g(s)]), "dlb-forward");
    value.line("tangent", [-TANGENT, TANGENT].map((d) => [z + d, a + slope * d]), "dlb-backward");
    point.place(z, a, `z = ${shown(z, 2)}, a = ${shown(a, 3)}`);
    derivative.line("slope", slopes(name, slopeAt), "dlb-backward");
    derivative.rule("z", z, "", `g′(z) = ${shown(slope, 3)}`);
    derivative.front.selectAll("circle").data([slope]).join("circle")
      .attr("class", "dlb-mark-backward").attr("r", 6)
      .attr("cx", derivative.x(z)).attr("cy", derivative.y(slope));
    return [`z = ${shown(z, 2)} · g(z) = `, number("a", a, 4), " · slope g′(z) = ",
      number("slope", slope, 4), ` · ${verdict(name, z, slope)}`];
  };
});
