// Draws the figure beside it: two surfaces that turn together, and both from above with the
// shadow of the training's path.

import { figure } from "../../../web/drawing/figure.js";
import { tabulate } from "../../../web/drawing/numbers.js";
import { dots } from "../../../web/drawing/marks.js";
import { Panel } from "../../../web/drawing/panel.js";
import { relief } from "../../../web/drawing/relief.js";
import { number, setting } from "../../../web/drawing/status.js";
import { between, sample } from "../../../web/drawing/surface.js";
import { Terrain } from "./scene.js";
import { isDark } from "../../../web/drawing/theme.js";

const KINDS = [["plain", "plain"], ["residual", "with shortcuts"]];
const STEP = 5; // degrees
const LINES = 0.5; // powers of ten from one line to the next
const MARKS = [[-2, "0.01"], [-1, "0.1"], [0, "1"], [1, "10"], [2, "100"], [3, "1,000"]];

/** Any angle as a stop of the slider, in [−180, 180]. */
function stop(turn) {
  const rounded = Math.round(turn / STEP) * STEP;
  return Math.abs(rounded) <= 180 ? rounded : ((((rounded + 180) % 360) + 360) % 360) - 180;
}

export default figure(({ picture, set, model, play }) => {
  const [low, high] = model.get("heights");
  const read = () => model.get("turn");
  const write = (turn) => set("turn", stop(turn));
  const surfaces = KINDS.map(([, name]) => new Terrain(picture, {
    title: `${name}: the loss as a height`, label: `The landscape of the network, ${name}`, read, write,
  }));
  const maps = KINDS.map(([, name]) => new Panel(picture, {
    title: `${name}, from above`,
    x: { label: "α", domain: [0, 1], ticks: 5 },
    y: { label: "β", domain: [0, 1], ticks: 5 },
    aspect: "equal",
  }));
  play("epoch", model.get("epochs") + 1, "the training");
  const painted = new Map(); // surface or map → what it was painted for

  /** True the first time, and whenever `key` is another than the last time. */
  function stale(what, key) {
    const changed = painted.get(what) !== key;
    painted.set(what, key);
    return changed;
  }

  function drawMap(panel, [data, side], ends, path, epoch, key) {
    if (stale(panel, key)) {
      panel.x.domain(ends.slice(0, 2));
      panel.y.domain(ends.slice(2));
      panel.layout();
      relief(panel, sample(panel, between(data, side, ends)), "train", { low, high, step: LINES });
    }
    panel.line("to-come", path.slice(epoch), "dlb-path-ahead");
    panel.line("taken", path.slice(0, epoch + 1), "dlb-path");
    dots(panel, [[...path[epoch], "dlb-ball", 6.5]]);
  }

  return ({ state, arrays, width }) => {
    const key = `${state.plane} ${width} ${window.devicePixelRatio} ${isDark()}`;
    const parts = [`${model.get("names")[state.plane]} · epoch ${state.epoch}`];
    KINDS.forEach(([kind, name], k) => {
      const { data, shape: [side] } = arrays[`${kind}_surface`];
      const ends = Array.from(arrays[`${kind}_ends`].data);
      const flat = arrays[`${kind}_path`].data;
      const path = Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i], flat[2 * i + 1]]);
      const [x, y] = path.at(-1);
      const pin = [(x - ends[0]) / (ends[1] - ends[0]), (y - ends[2]) / (ends[3] - ends[2])];
      if (stale(surfaces[k], `${key} ${state.turn}`)) {
        surfaces[k].draw({ data, side, key }, [low, high], state.turn, pin, MARKS);
      }
      tabulate(maps[k].box, `${name}: the training on the map`, () => ({
        "epoch": path.map((_, epoch) => epoch), "α": path.map(([alpha]) => alpha),
        "β": path.map(([, beta]) => beta), "training loss": arrays[`${kind}_losses`].data }));
      drawMap(maps[k], [data, side], ends, path, state.epoch, key);
      const [highest, curving] = arrays[`${kind}_measures`].data;
      parts.push(` · ${name}: training loss `,
        number(`${kind}_loss`, arrays[`${kind}_losses`].data[state.epoch]),
        ", highest of the surface ", number(`${kind}_highest`, highest),
        ", curving downwards at ", number(`${kind}_curving_down`, curving, 2), " % of its points");
    });
    return [...parts, ` · seen from ${setting(state.turn)}°`];
  };
});
