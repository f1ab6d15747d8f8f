// Draws the figure beside it: the ball's steps on the loss along one weight, the loss after every
// step, and the loss after the last step for every learning rate.

import { handle } from "../../../web/drawing/drag.js";
import { figure } from "../../../web/drawing/figure.js";
import { descend, profiles, restingStep, verdict } from "../../../web/drawing/formulas.js";
import { Panel } from "../../../web/drawing/panel.js";
import { number, shown } from "../../../web/drawing/status.js";

const STEPS = 100;
const EDGE = 5;
const RATES = [1e-3, 10 ** 1.5];
const TESTED = 280; // learning rates tried for the picture at the bottom right
const HIGHEST = { dips: 6, bowl: 14 };
const LETTERS = ["A", "B", "C"];

const spread = Array.from({ length: TESTED }, (_, k) =>
  RATES[0] * (RATES[1] / RATES[0]) ** (k / (TESTED - 1)));
const line = Array.from({ length: 401 }, (_, k) => -EDGE + k * EDGE / 200);
const from = (name, start) => [start, name === "bowl" ? start : 0];

/** The cuts drawn: the weights at a place on it, the place on it of weights, its name's own place. */
const CUTS = {
  dips: [{ at: (w) => [w, 0], place: ([w1]) => w1 }],
  bowl: [
    { at: (w) => [0, w], place: ([, w2]) => w2, label: "along w₂", note: [-1.55, 11.5] },
    { at: (w) => [w, 0], place: ([w1]) => w1, label: "along w₁", note: [-4.3, 3.6],
      className: "dlb-cut-flat" },
  ],
};

/** What became of the ball, in words. */
function outcome(name, profile, path, minima) {
  const [kind, minimum] = verdict(profile, path, minima);
  const places = name === "bowl" ? ["the bottom"] : ["A, the lowest point", "the local minimum B",
    "the local minimum C"];
  const left = path.findIndex((w) => Math.max(...w.map(Math.abs)) > EDGE);
  return {
    converges: `converges to ${places[minimum]}, at rest after ${restingStep(profile, path)} steps`,
    "stops at a flat place": "stops at a flat place that is no minimum",
    "too slow": `too slow: after ${STEPS} steps it is still on its way down`,
    swings: "swings: it jumps to and fro without settling",
    diverges: left > 0 ? `too high: diverges, out of the picture at step ${left}` : "diverges",
  }[kind];
}

export default figure(({ picture, set, model, play }) => {
  const cut = new Panel(picture, {
    title: "the loss along one weight",
    x: { label: "weight w", domain: [-EDGE, EDGE] },
    y: { label: "loss J", domain: [-0.4, 6] },
    aspect: 0.42,
    least: 260,
  });
  cut.box.classList.add("dlb-whole");
  const curve = new Panel(picture, {
    title: "the loss after every step",
    x: { label: "step", domain: [0, STEPS] },
    y: { label: "loss J", domain: [0, 6] },
    aspect: 0.72,
  });
  const rates = new Panel(picture, {
    title: `the loss after ${STEPS} steps, for every η`,
    x: { label: "learning rate η (logarithmic)", scale: "log", domain: RATES,
      values: [0.001, 0.01, 0.1, 1, 10] },
    y: { label: `loss J after ${STEPS} steps`, domain: [0, 6] },
    aspect: 0.72,
  });
  const start = handle(cut, { label: "The start", step: 0.1, moved: ([w]) => set("start", w) });
  play("step", STEPS + 1);
  let tested = { key: "" };

  /** The loss after the last step at every rate; worked out again only for another start. */
  function endings(name, profile, at) {
    const key = `${name} ${at}`;
    if (tested.key === key) return tested.losses;
    const last = (lr) => profile.value(...descend(profile, from(name, at), lr, STEPS).at(-1));
    tested = { key, losses: spread.map((lr) => [lr, last(lr)]) };
    return tested.losses;
  }

  const clipped = (points, highest) => points.map(([x, y]) => [x, Math.min(y, 50 * highest)]);

  /** One curve with its ball: the steps taken as dots, those to come dashed. */
  function drawBall(k, cutting, profile, path, step, highest) {
    const { at, place, label, note, className = "" } = cutting ?? {};
    const height = (w) => [w, profile.value(...at(w))];
    const steps = cutting ? clipped(path.map((w) => height(place(w))), highest) : [];
    cut.line(`loss-${k}`, cutting ? line.map(height) : [], `dlb-train ${className}`);
    cut.note(`label-${k}`, note, label);
    cut.line(`ahead-${k}`, steps.slice(step), "dlb-path-ahead");
    cut.line(`taken-${k}`, steps.slice(0, step + 1), "dlb-path dlb-thin");
    cut.plot.selectAll(`circle[data-ball="${k}"]`).data(steps.slice(0, step + 1)).join("circle")
      .attr("data-ball", k).attr("class", "dlb-ball")
      .attr("r", (_, i) => (i === step ? 7 : 3.5))
      .attr("cx", ([x]) => cut.x(x)).attr("cy", ([, y]) => cut.y(y));
  }

  function drawCut(name, profile, path, step, minima) {
    const highest = HIGHEST[name];
    cut.y.domain([-0.13 * highest, highest]);
    cut.layout();
    [0, 1].forEach((k) => drawBall(k, CUTS[name][k], profile, path, step, highest));
    LETTERS.forEach((letter, k) => {
      const minimum = name === "dips" && minima[k];
      const under = minimum && [minimum[0], profile.value(...minimum) - 0.06 * highest];
      cut.note(`minimum-${letter}`, under, letter);
    });
  }

  function drawCurve(losses, step, highest) {
    curve.y.domain([Math.min(0, ...losses), highest]);
    curve.layout();
    curve.line("losses", clipped(losses.map((loss, k) => [k, loss]), highest), "dlb-train");
    const gone = losses.some((loss) => loss > highest);
    curve.note("gone", gone ? [STEPS / 2, 0.95 * highest] : null, "the loss leaves the picture");
    curve.front.selectAll("circle").data([losses[step]].filter((loss) => loss <= highest))
      .join("circle").attr("class", "dlb-now").attr("r", 6)
      .attr("cx", curve.x(step)).attr("cy", (loss) => curve.y(loss));
  }

  function drawRates(name, profile, state, limits, highest) {
    rates.y.domain([-0.05 * highest, highest]);
    rates.layout();
    rates.line("endings", clipped(endings(name, profile, state.start), highest), "dlb-train dlb-thin");
    LETTERS.forEach((letter, k) => {
      const rule = k < limits.length && `M${rates.x(limits[k])},${rates.y(0)}V${rates.y(highest)}`;
      rates.path(`limit-${letter}`, rule || null, "dlb-line dlb-dotted");
      const [text, beside] = limits.length === 1 ? ["2/λmax", 3] : [letter, k === 1 ? 0.8 : 1.25];
      const place = rule && [limits[k] * beside, 0.94 * highest];
      rates.note(`limit-name-${letter}`, place, text);
    });
    rates.rule("now", state.lr, "dlb-rule-now");
  }

  return ({ state }) => {
    const name = model.get("names")[state.profile];
    const profile = profiles[name];
    const minima = model.get("minima")[name];
    const path = descend(profile, from(name, state.start), state.lr, STEPS);
    const losses = path.map((w) => profile.value(...w));
    drawCut(name, profile, path, state.step, minima);
    drawCurve(losses, state.step, Math.max(1.1 * losses[0], 0.5));
    drawRates(name, profile, state, model.get("limits")[name], Math.max(1.1 * losses[0], 0.5));
    start.place(state.start, profile.value(state.start, 0), `w = ${shown(state.start, 2)}`);
    const [w1, w2] = path[state.step];
    const places = name === "bowl"
      ? ["w₂ = ", number("w_steep", w2), " (steep), w₁ = ", number("w_flat", w1), " (flat)"]
      : ["w = ", number("w", w1)];
    return [`${model.get("labels")[state.profile]} · η = ${shown(state.lr)} · step ${state.step}: `,
      ...places, " · J = ", number("loss", losses[state.step]),
      " · slope ", number("slope", Math.hypot(...profile.gradient(w1, w2))),
      ` · ${outcome(name, profile, path, minima)}`];
  };
});
