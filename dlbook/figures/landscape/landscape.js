// Draws the figure beside it: the map with the ball's path, and the loss after every step.

import { handle } from "../../../web/drawing/drag.js";
import { figure } from "../../../web/drawing/computed.js";
import { pairsOf } from "../../../web/drawing/frames.js";
import { listenButton } from "../../../web/drawing/listen.js";
import { dots } from "../../../web/drawing/marks.js";
import { tabulate } from "../../../web/drawing/numbers.js";
import { Panel } from "../../../web/drawing/panel.js";
import { relief } from "../../../web/drawing/relief.js";
import { counted, number, pair, setting, shown } from "../../../web/drawing/status.js";
import { heightsOn } from "../../../web/drawing/surface.js";

const STEPS = 100;
const PLANE = [-5, 5];
const ROUNDING = 1e-9; // a slope below this is shown as 0
const UPHILL = 0.9; // length of the arrow that points uphill, in units of the map
const BALL = 6.5; // its radius, in pixels
const COVERED = 17; // a letter no further from the ball or the handle is covered, in pixels
const BESIDE = [26, 15]; // from the arrow to the middle of its name, across and up, in pixels

const onMap = (w) => Math.max(...w.map(Math.abs)) <= PLANE[1];
const round = (value) => shown(Number(value.toFixed(2)), 3);

/** What became of the ball, in words. */
function outcome(kind, minimum, minima, settled, left) {
  if (kind === "converges") {
    const [w1, w2] = minima[minimum];
    return `converges to minimum ${"ABCD"[minimum]} at (${round(w1)}, ${round(w2)}), at rest ` +
      `after ${counted(settled, "step")}`;
  }
  return {
    "stops at a flat place": `stops after ${counted(settled, "step")} at a flat place that is no minimum`,
    "too slow": `too slow: after ${STEPS} steps it is still on its way down`,
    swings: "swings: it jumps to and fro across the valley without settling",
    diverges: left > 0 ? `diverges: off the map at step ${left}` : "diverges",
  }[kind];
}

export default figure(({ picture, root, tools, set, model, play }) => {
  const map = new Panel(picture, {
    title: "the landscape, from above",
    x: { label: "weight w₁", domain: PLANE },
    y: { label: "weight w₂", domain: PLANE },
    aspect: 0.95,
  });
  const curve = new Panel(picture, {
    title: "the loss after every step",
    x: { label: "step", domain: [0, STEPS] },
    y: { label: "loss J", domain: [0, 10] },
    aspect: 0.95,
  });
  const hand = handle(map, {
    label: "The start",
    step: 0.1,
    moved: ([w1, w2]) => { set("w1", w1); set("w2", w2); },
  });
  play("step", STEPS + 1);
  listenButton({ tools, root }, curve);
  const over = map.front.append("g").attr("pointer-events", "none"); // the handle too
  const heights = heightsOn(map, PLANE);

  /** The middle of the arrow's name: beside the arrow, for the path lies along it; below where that is on the map. */
  function besideArrow([w1, w2], [up1, up2]) {
    const [x, y] = [map.x(w1 + UPHILL * up1 / 2), map.y(w2 + UPHILL * up2 / 2)];
    const away = up1 < 0 ? [-up2, up1] : [up2, -up1]; // at a right angle to the arrow, downwards
    const at = (turn) => [map.x.invert(x + turn * BESIDE[0] * away[0]), map.y.invert(y - turn * BESIDE[1] * away[1])];
    return onMap(at(1.6)) ? at(1) : at(-1);
  }

  /** Where the letter of a minimum stands: on it, or beside the ball or the handle that covers it. */
  function letterAt(minimum, covers, away) {
    const pixels = ([w1, w2]) => [map.x(w1), map.y(w2)];
    const [x, y] = pixels(minimum);
    const cover = covers.map(pixels).find(([u, v]) => Math.hypot(u - x, v - y) < COVERED);
    if (!cover) return minimum;
    return [map.x.invert(cover[0] + COVERED * away[0]), map.y.invert(cover[1] - COVERED * away[1])];
  }

  function drawMap(field, path, gradients, step, minima, start) {
    map.layout();
    relief(map, field(), "train");
    map.line("to-come", path.slice(step), "dlb-path-ahead");
    map.line("taken", path.slice(0, step + 1), "dlb-path");
    const [w1, w2] = path[step];
    const [g1, g2] = gradients[step];
    const length = Math.hypot(g1, g2);
    const tip = [w1 + UPHILL * g1 / length, w2 + UPHILL * g2 / length];
    const isSeen = length > 1e-3 && onMap(path[step]) && onMap(tip);
    const edge = BALL / (map.x(1) - map.x(0)); // of the ball, from where the arrow starts
    const root = [w1 + edge * g1 / length, w2 + edge * g2 / length];
    map.arrow("uphill", isSeen ? root : null, tip, "dlb-line dlb-uphill", over);
    map.note("uphill-note", isSeen ? besideArrow(path[step], [g1 / length, g2 / length]) : null, "uphill", over);
    const downhill = isSeen ? [-g1 / length, -g2 / length] : [0, -1];
    for (let k = 0; k < 4; k += 1) {
      map.note(`minimum-${k}`, minima[k] && letterAt(minima[k], [path[step], start], downhill), "ABCD"[k], over);
    }
    map.front.selectAll("circle.dlb-ball").data([[w1, w2]].filter(onMap))
      .join((enter) => enter.insert("circle", ":first-child").attr("class", "dlb-ball"))
      .attr("r", BALL).attr("cx", ([a]) => map.x(a)).attr("cy", ([, b]) => map.y(b));
  }

  function drawCurve(losses, step) {
    const highest = Math.max(...losses.filter((loss) => loss < 4 * losses[0]), 1e-9);
    curve.y.domain([0, 1.08 * highest]);
    curve.layout();
    curve.line("losses", losses.map((loss, k) => [k, Math.min(loss, 40 * losses[0])]),
      "dlb-train");
    const gone = losses.some((loss) => loss > 1.08 * highest);
    curve.note("gone", gone ? [STEPS / 2, highest] : null, "the loss leaves the top of the picture");
    dots(curve, losses[step] <= 1.08 * highest ? [[step, losses[step]]] : []);
  }

  return ({ state, arrays }) => {
    const name = model.get("names")[state.surface];
    const minima = pairsOf(arrays[`minima.${name}`]);
    const path = pairsOf(arrays.path);
    const losses = [...arrays.J.data];
    const slope = arrays.slope.data[state.step];
    const [kind, minimum] = [model.get("verdicts")[arrays.code.data[0]], arrays.minimum.data[0]];
    drawMap(() => heights(name, arrays.heights), path, pairsOf(arrays.g), state.step, minima,
      [state.w1, state.w2]);
    drawCurve(losses, state.step);
    const steps = losses.map((_, step) => step);
    curve.tabulate(() => ({ "step": steps, "loss J": losses }));
    tabulate(map.box, "the path on the map", () => ({ "step": steps,
      "weight w₁": path.map(([w]) => w), "weight w₂": path.map(([, w]) => w) }));
    hand.place(state.w1, state.w2, `w₁ = ${shown(state.w1, 2)}, w₂ = ${shown(state.w2, 2)}`);
    const [w1, w2] = path[state.step];
    return [`${model.get("labels")[state.surface]} · η = ${setting(state.lr)} · step ${state.step}: w = `,
      ...pair(number("w1_now", w1), number("w2_now", w2)), " · J = ", number("loss", losses[state.step]),
      " · slope ‖∇J‖ = ", number("slope", slope > ROUNDING ? slope : 0),
      ` · ${outcome(kind, minimum, minima, arrays.resting.data[0], arrays.left.data[0])}`];
  };
});
