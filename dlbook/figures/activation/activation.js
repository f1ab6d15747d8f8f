// Draws the figure beside it: an activation with its tangent, and its derivative.

import { handle } from "../../../web/drawing/drag.js";
import { figure } from "../../../web/drawing/computed.js";
import { dots } from "../../../web/drawing/marks.js";
import { Panel } from "../../../web/drawing/panel.js";
import { number, setting, shown } from "../../../web/drawing/status.js";

const STATES = [-6, 6];
const [FROM_MINUS_1, FROM_0] = [[-1.25, 1.25], [-1.5, 6.5]];
const HEIGHTS = { sigmoid: FROM_MINUS_1, tanh: FROM_MINUS_1, linear: [-6.5, 6.5] }; // else FROM_0
const TANGENT = 1.6; // how far the tangent is drawn, either way
const SATURATED = 0.01;

/** Points [z, value] of a curve. */
const points = (states, values) => Array.from(states, (z, k) => [z, values[k]]);

/** The derivative's curve, with a gap where it jumps at 0. */
function slopes(hasCorner, states, values) {
  const all = points(states, values);
  if (!hasCorner) return all;
  const [below, above] = [all.filter(([z]) => z < 0), all.filter(([z]) => z > 0)];
  return [...below, [0, below.at(-1)[1]], [0, NaN], [0, above[0][1]], ...above];
}

function verdict(kind, hasCorner, z, slope) {
  if (kind === "linear") return "the slope is the same everywhere: nothing bends";
  if (hasCorner && z === 0) return `at the corner: the slope is taken as ${shown(slope)}`;
  if (hasCorner && z > 0) return "on: passes z through";
  if (hasCorner) return slope === 0 ? "off: answers 0, slope 0" : `off: passes ${shown(slope)} of z`;
  if (Math.abs(slope) < SATURATED) return `saturated: slope within ${SATURATED} of 0`;
  return slope < 0 ? "here the answer falls as z grows" : "z still makes a difference";
}

export default figure(({ picture, set, model }) => {
  const x = { label: "state z", domain: STATES, values: [-6, -3, 0, 3, 6] };
  const value = new Panel(picture, {
    title: "the activation", x, y: { label: "activation a = g(z)", domain: FROM_0 }, aspect: 0.8,
  });
  const derivative = new Panel(picture, {
    title: "its slope", x, y: { label: "slope g′(z)", domain: [-0.2, 1.4], ticks: 7 }, aspect: 0.8,
  });
  const point = handle(value, { label: "The state", step: 0.1, moved: ([z]) => set("z", z) });
  const kinds = model.get("kinds");

  return ({ state: { kind, z }, arrays }) => {
    const name = kinds[kind];
    const hasCorner = model.get("with_corner").includes(name);
    const states = arrays.states.data;
    const [a, slope] = [arrays.a.data[0], arrays.slope.data[0]];
    value.y.domain(HEIGHTS[name] ?? FROM_0);
    value.layout();
    derivative.layout();
    value.line("zero", [[STATES[0], 0], [STATES[1], 0]], "dlb-thin dlb-faint");
    value.line("g", points(states, arrays.curve.data), "dlb-forward");
    value.line("tangent", [-TANGENT, TANGENT].map((d) => [z + d, a + slope * d]), "dlb-backward");
    point.place(z, a, `z = ${shown(z, 2)}, a = ${shown(a, 3)}`);
    derivative.line("slope", slopes(hasCorner, states, arrays.slopes.data), "dlb-backward");
    value.tabulate(() => ({ "state z": states, "activation a = g(z)": arrays.curve.data,
      "slope g′(z)": arrays.slopes.data }));
    derivative.line("zero", [[STATES[0], 0], [STATES[1], 0]], "dlb-thin dlb-faint");
    derivative.rule("z", z, "", `g′(z) = ${shown(slope, 3)}`);
    dots(derivative, [[z, slope, "dlb-mark-backward"]]);
    return [`z = ${setting(z)} · g(z) = `, number("a", a, 4), " · slope g′(z) = ",
      number("slope", slope, 4), ` · ${verdict(name, hasCorner, z, slope)}`];
  };
});
