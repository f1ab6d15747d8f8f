// Draws the figure beside it: the paths of seven optimisers on the map, their losses, a table.

import { DISC, apart, discs } from "../../../web/drawing/apart.js";
import { handle } from "../../../web/drawing/drag.js";
import { figure } from "../../../web/drawing/computed.js";
import { listenButton } from "../../../web/drawing/listen.js";
import { tabulate } from "../../../web/drawing/numbers.js";
import { Panel } from "../../../web/drawing/panel.js";
import { relief } from "../../../web/drawing/relief.js";
import { Standings } from "../../../web/drawing/standings.js";
import { number, pair, setting, shown } from "../../../web/drawing/status.js";
import { heightsOn } from "../../../web/drawing/surface.js";

const STEPS = 200;
const PLANE = [-5, 5];
const SAME_RATE = 3; // the first three give all weights the same rate
const GAPS = [1e-8, 100];
const GAP_TICKS = [1e-8, 1e-6, 1e-4, 0.01, 1, 100];
const GAP_NAMES = ["10⁻⁸", "10⁻⁶", "10⁻⁴", "0.01", "1", "100"];

const onMap = (w) => Math.max(...w.map(Math.abs)) <= PLANE[1];

/** How the race ended for one of them, in words. */
function ending(kind, minimum, arrived, count) {
  if (kind === "diverges") return "no, it diverges";
  if (arrived < 0) return kind === "swings" ? "no, it swings" : "no, on its way";
  const letter = count > 1 && minimum >= 0 ? ` in ${"ABCD"[minimum]}` : "";
  return minimum < 0 ? `from step ${arrived}, at no minimum` : `from step ${arrived}${letter}`;
}

/** For each racer, its places [w1, w2] step by step, from an array (steps, racers, 2). */
function byRacer({ shape: [steps, racers], data }) {
  const at = (step, racer) => 2 * (step * racers + racer);
  return Array.from({ length: racers }, (_, k) => Array.from({ length: steps }, (__, step) =>
    [data[at(step, k)], data[at(step, k) + 1]]));
}

export default figure(({ picture, root, tools, set, model, play }) => {
  const map = new Panel(picture, {
    title: "the landscape, from above",
    x: { label: "weight w₁", domain: PLANE },
    y: { label: "weight w₂", domain: PLANE },
    aspect: 0.95,
  });
  const curve = new Panel(picture, {
    title: "how far above the lowest",
    x: { label: "step", domain: [0, STEPS] },
    y: { label: "loss J above the lowest", scale: "log", domain: GAPS, values: GAP_TICKS,
      format: (gap) => GAP_NAMES[GAP_TICKS.indexOf(gap)] },
    aspect: 0.95,
  });
  const optimizers = model.get("optimizers");
  const standings = new Standings(picture,
    ["optimiser", "loss J now", `at rest within ${STEPS} steps`], optimizers, (k) => set("watch", k));
  const hand = handle(map, {
    label: "The start",
    step: 0.1,
    moved: ([w1, w2]) => { set("w1", w1); set("w2", w2); },
  });
  play("step", STEPS + 1, "", 60);
  listenButton({ tools, root }, curve);
  const heights = heightsOn(map, PLANE);

  const look = (k, watch) => `${k === watch ? "dlb-race-watched" : "dlb-race"}` +
    `${k < SAME_RATE ? "" : " dlb-race-adaptive"}`;

  const isOnPlot = ([x, y]) => [[x, map.x], [y, map.y]].every(([at, scale]) =>
    Math.min(...scale.range()) + DISC <= at && at <= Math.max(...scale.range()) - DISC);

  function drawMap(field, paths, start, { step, watch }) {
    map.layout();
    relief(map, field(), "train");
    paths.forEach((path, k) => map.line(`path-${k}`, path.slice(0, step + 1), look(k, watch)));
    const order = paths.map((_, k) => k).filter((k) => onMap(paths[k][step]))
      .sort((a, b) => (a === watch) - (b === watch));
    const pixels = ([w1, w2]) => [map.x(w1), map.y(w2)];
    const ends = paths.map((path) => pixels(path[step]));
    const places = apart(ends, order.toReversed(), { taken: [pixels(start)], holds: isOnPlot });
    map.plot.selectAll("line.dlb-racer-leader").data(order).join("line").attr("class", "dlb-racer-leader")
      .attr("x1", (k) => ends[k][0]).attr("y1", (k) => ends[k][1])
      .attr("x2", (k) => places[k][0]).attr("y2", (k) => places[k][1]);
    discs(map, order, places, watch);
  }

  function drawCurve(gaps, step, watch) {
    curve.layout();
    gaps.forEach((gap, k) => curve.line(`gap-${k}`,
      gap.map((value, i) => [i, Math.min(Math.max(value, GAPS[0] / 10), GAPS[1] * 10)]),
      look(k, watch)));
    curve.rule("now", step, "dlb-rule-now");
  }

  return ({ state, arrays }) => {
    const name = model.get("names")[state.surface];
    const paths = byRacer(arrays.paths);
    const lowest = arrays.lowest.data[state.surface];
    const losses = paths.map((path, k) =>
      path.map((_, step) => arrays.J.data[step * paths.length + k]));
    drawMap(() => heights(name, arrays.heights), paths, [state.w1, state.w2], state);
    const gaps = losses.map((run) => run.map((loss) => Math.max(loss - lowest, 0)));
    const all = paths[0].map((_, step) => step);
    tabulate(map.box, `the path of ${optimizers[state.watch]}`, () => ({ "step": all,
      "weight w₁": paths[state.watch].map(([w]) => w), "weight w₂": paths[state.watch].map(([, w]) => w) }));
    curve.tabulate(() => Object.fromEntries([["step", all],
      ...optimizers.map((one, k) => [one, gaps[k]])]));
    drawCurve(gaps, state.step, state.watch);
    const count = arrays[`minima.${name}`].shape[0];
    const endings = paths.map((_, k) => ending(model.get("verdicts")[arrays.code.data[k]],
      arrays.minimum.data[k], arrays.arrival.data[k], count));
    standings.draw(losses.map((run, k) => [shown(run[state.step], 3), endings[k]]), state.watch);
    hand.place(state.w1, state.w2, `w₁ = ${shown(state.w1, 2)}, w₂ = ${shown(state.w2, 2)}`);
    const [w1, w2] = paths[state.watch][state.step];
    return [`${model.get("labels")[state.surface]} · η = ${setting(state.lr)} · step ${state.step}: `,
      `${optimizers[state.watch]} at w = `, ...pair(number("w1_now", w1), number("w2_now", w2)),
      ", J = ", number("loss", losses[state.watch][state.step]),
      ` · at rest within ${STEPS} steps: ${endings[state.watch]}`];
  };
});
