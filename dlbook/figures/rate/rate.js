// Draws the figure beside it: the ball's steps on the loss along one weight, the loss after every
// step, and the loss after the last step for every learning rate.

import { handle } from "../../../web/drawing/drag.js";
import { figure } from "../../../web/drawing/computed.js";
import { pairsOf } from "../../../web/drawing/frames.js";
import { listenButton } from "../../../web/drawing/listen.js";
import { dots } from "../../../web/drawing/marks.js";
import { tabulate } from "../../../web/drawing/numbers.js";
import { Panel } from "../../../web/drawing/panel.js";
import { counted, number, setting, shown } from "../../../web/drawing/status.js";

const STEPS = 100;
const EDGE = 5;
const RATES = [1e-3, 10 ** 1.5];
const HIGHEST = { dips: 6, bowl: 14 };
const LETTERS = ["A", "B", "C"];

/**
 * The cuts drawn: the arrays of each, its name, and the place of that: a point of the curve and how
 * many pixels from it, outside the curve, where no step leads.
 */
const CUTS = {
  dips: [{ line: "main_line_J", path: "main_path", J: "main_J", along: 0 }],
  bowl: [
    { line: "main_line_J", path: "main_path", J: "main_J", along: 1, label: "along w₂",
      note: { on: [2.2, 9.7], off: [40, 0] } },
    { line: "flat_line_J", path: "flat_path", J: "flat_J", along: 0, label: "along w₁",
      note: { on: [-3.9, 1.5], off: [0, 22] }, className: "dlb-cut-flat" },
  ],
};

/** What became of the ball, in words. */
function outcome(name, kind, minimum, resting, left) {
  const places = name === "bowl" ? ["the bottom"] : ["A, the lowest point", "the local minimum B",
    "the local minimum C"];
  return {
    converges: `converges to ${places[minimum]}, at rest after ${counted(resting, "step")}`,
    "stops at a flat place": "stops at a flat place that is no minimum",
    "too slow": `too slow: after ${STEPS} steps it is still on its way down`,
    swings: "swings: it jumps to and fro without settling",
    diverges: left > 0 ? `too high: diverges, out of the picture at step ${left}` : "diverges",
  }[kind];
}

export default figure(({ picture, root, tools, set, model, play }) => {
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
  listenButton({ tools, root }, curve);

  const clipped = (points, highest) => points.map(([x, y]) => [x, Math.min(y, 50 * highest)]);

  /** One curve with its ball: the steps taken as dots, those to come dashed. */
  function drawBall(k, cutting, arrays, step, highest) {
    const { line, path, J, along, label, note, className = "" } = cutting ?? {};
    const height = (_, i) => [arrays.line.data[i], arrays[line].data[i]];
    const steps = cutting
      ? clipped(pairsOf(arrays[path]).map((w, i) => [w[along], arrays[J].data[i]]), highest) : [];
    cut.line(`loss-${k}`, cutting ? Array.from(arrays.line.data, height) : [],
      `dlb-train ${className}`);
    cut.note(`label-${k}`, note && [cut.x.invert(cut.x(note.on[0]) + note.off[0]),
      cut.y.invert(cut.y(note.on[1]) + note.off[1])], label);
    cut.line(`ahead-${k}`, steps.slice(step), "dlb-path-ahead");
    cut.line(`taken-${k}`, steps.slice(0, step + 1), "dlb-path dlb-thin");
    cut.plot.selectAll(`circle[data-ball="${k}"]`).data(steps.slice(0, step + 1)).join("circle")
      .attr("data-ball", k).attr("class", "dlb-ball")
      .attr("r", (_, i) => (i === step ? 7 : 3.5))
      .attr("cx", ([x]) => cut.x(x)).attr("cy", ([, y]) => cut.y(y));
  }

  function drawCut(name, arrays, step, minima) {
    const highest = HIGHEST[name];
    cut.y.domain([-0.13 * highest, highest]);
    cut.layout();
    [0, 1].forEach((k) => drawBall(k, CUTS[name][k], arrays, step, highest));
    LETTERS.forEach((letter, k) => {
      const minimum = name === "dips" && minima[k];
      const under = minimum && [minimum[0], arrays.minima_J.data[k] - 0.06 * highest];
      cut.note(`minimum-${letter}`, under, letter);
    });
  }

  function drawCurve(losses, step, highest) {
    curve.y.domain([Math.min(0, ...losses), highest]);
    curve.layout();
    curve.line("losses", clipped(losses.map((loss, k) => [k, loss]), highest), "dlb-train");
    const gone = losses.some((loss) => loss > highest);
    curve.note("gone", gone ? [STEPS / 2, 0.95 * highest] : null, "the loss leaves the picture");
    dots(curve, losses[step] <= highest ? [[step, losses[step]]] : []);
  }

  function drawRates(arrays, state, limits, highest) {
    rates.y.domain([-0.05 * highest, highest]);
    rates.layout();
    rates.line("endings", clipped(Array.from(arrays.rates.data, (lr, k) => [lr, arrays.endings.data[k]]), highest), "dlb-train dlb-thin");
    LETTERS.forEach((letter, k) => {
      const rule = k < limits.length && `M${rates.x(limits[k])},${rates.y(0)}V${rates.y(highest)}`;
      rates.path(`limit-${letter}`, rule || null, "dlb-line dlb-dotted");
      const [text, beside] = limits.length === 1 ? ["2/λmax", 3] : [letter, k === 1 ? 0.8 : 1.25];
      const place = rule && [limits[k] * beside, 0.94 * highest];
      rates.note(`limit-name-${letter}`, place, text);
    });
    rates.rule("now", state.lr, "dlb-rule-now");
  }

  return ({ state, arrays }) => {
    const name = model.get("names")[state.profile];
    const minima = pairsOf(arrays[`minima.${name}`]);
    const losses = [...arrays.J.data];
    const highest = Math.max(1.1 * losses[0], 0.5);
    drawCut(name, arrays, state.step, minima);
    drawCurve(losses, state.step, highest);
    const weights = pairsOf(arrays.path);
    const steps = losses.map((_, step) => step);
    curve.tabulate(() => ({ "step": steps, "loss J": losses }));
    tabulate(cut.box, "the steps along the weights", () => ({ "step": steps,
      [name === "bowl" ? "weight w₁" : "weight w"]: weights.map(([w]) => w),
      "weight w₂": name === "bowl" ? weights.map(([, w]) => w) : [] }));
    rates.tabulate(() => ({ "learning rate η": arrays.rates.data,
      [`loss J after ${STEPS} steps`]: arrays.endings.data }));
    drawRates(arrays, state, model.get("limits")[name], highest);
    start.place(state.start, arrays.flat_J.data[0], `w = ${shown(state.start, 2)}`);
    const [w1, w2] = pairsOf(arrays.path)[state.step];
    const places = name === "bowl"
      ? ["w₂ = ", number("w_steep", w2), " (steep), w₁ = ", number("w_flat", w1), " (flat)"]
      : ["w = ", number("w", w1)];
    const became = outcome(name, model.get("verdicts")[arrays.code.data[0]], arrays.minimum.data[0],
      arrays.resting.data[0], arrays.left.data[0]);
    return [`${model.get("labels")[state.profile]} · η = ${setting(state.lr)} · step ${state.step}: `,
      ...places, " · J = ", number("loss", losses[state.step]),
      " · slope ", number("slope", arrays.slope.data[state.step]), ` · ${became}`];
  };
});
