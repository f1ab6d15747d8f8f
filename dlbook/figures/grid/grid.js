// Draws the figure beside it: the heat map of final losses, and the loss curve of one cell.

import { figure } from "../../../web/drawing/computed.js";
import { nearest } from "../../../web/drawing/frames.js";
import { HeatMap } from "./heat_map.js";
import { legend, pinnedLine } from "../../../web/drawing/marks.js";
import { listenButton } from "../../../web/drawing/listen.js";
import { Panel } from "../../../web/drawing/panel.js";
import { counted, number, setting } from "../../../web/drawing/status.js";

const EPOCHS = 20;
const LOSSES = [0.002, 20];
const PALE = 2.4; // a loss that has learned nothing is not shaded
const DEEP = 0.005;
const MARKS = { learns: "", "too slow": "↓", swings: "~", diverges: "×" };

const share = (loss) =>
  Math.min(1, Math.max(0, Math.log(PALE / loss) / Math.log(PALE / DEEP))) || 0;

/** Two digits, short enough for a narrow cell. */
const brief = (loss) => (loss < 0.095 ? loss.toFixed(3) : loss.toPrecision(2)).replace(/^0\./, ".");

export default figure(({ picture, root, tools, set, model }) => {
  const rates = model.get("rates");
  const optimizers = model.get("optimizers");
  const outcomes = model.get("outcomes");
  const map = new HeatMap(picture, {
    title: `training loss after ${EPOCHS} epochs`,
    corner: "η",
    rows: rates.map((rate) => String(Number(rate.toPrecision(2)))),
    columns: optimizers,
    choose(row, column) {
      set("lr", rates[row]);
      set("optimizer", column);
    },
  });
  const curve = new Panel(picture, {
    title: "the chosen run",
    x: { label: "epoch", domain: [0, EPOCHS] },
    y: { label: "loss", scale: "log", domain: LOSSES, ticks: 4, format: "~g" },
    aspect: 0.45,
    least: 240,
  });
  curve.box.classList.add("dlb-whole");
  legend(curve.box, [["dlb-train", "training"], ["dlb-validation", "validation"]]);

  listenButton({ tools, root }, curve);

  const points = (values) => Array.from(values, (loss, epoch) => [epoch, loss]);

  const cellAt = (row, column) => row * optimizers.length + column;

  /** The losses of a cell's run, epoch by epoch; none while it has not been trained. */
  function lossesOf({ all_losses: losses }, row, column) {
    if (!losses) return [];
    const n = losses.shape.at(-1);
    const from = cellAt(row, column) * n;
    return Number.isNaN(losses.data[from]) ? [] : losses.data.subarray(from, from + n);
  }

  function cell(arrays, row, column) {
    const losses = lossesOf(arrays, row, column);
    if (!losses.length) return { text: "…", share: 0 };
    const loss = losses[EPOCHS];
    const outcome = outcomes[arrays.all_outcomes.data[cellAt(row, column)]];
    return { text: brief(loss) + MARKS[outcome], share: share(loss) };
  }

  function drawCurve(arrays, ofMap, column, pinned) {
    curve.layout();
    rates.forEach((_, k) => {
      curve.line(`cell-${k}`, points(lossesOf(ofMap, k, column)), "dlb-train dlb-thin dlb-faint");
    });
    pinnedLine(curve, points(pinned?.arrays.losses.data ?? []));
    curve.line("validation", points(arrays.val_loss.data), "dlb-validation");
    curve.line("training", points(arrays.losses.data), "dlb-train");
    curve.tabulate(() => ({ "epoch": Array.from(arrays.losses.data, (_, epoch) => epoch),
      "training loss": arrays.losses.data, "validation loss": arrays.val_loss.data,
      "pinned run, training loss": pinned?.arrays.losses.data }));
  }

  let mapped = {}; // the map as it was last, which stays while another run of its seed is trained

  return ({ state, arrays, pinned }) => {
    if (arrays.all_losses) mapped = { seed: state.seed, arrays };
    const ofMap = mapped.seed === state.seed ? mapped.arrays : arrays;
    const row = nearest(rates, state.lr);
    const column = state.optimizer;
    map.draw((k, l) => cell(ofMap, k, l), [row, column], setting(state.lr) !== setting(rates[row]));
    drawCurve(arrays, ofMap, column, pinned);
    const epoch = arrays.losses.data.length - 1; // the last one that is there
    return [`${optimizers[column]} · η = ${setting(state.lr)} · after ${counted(epoch, "epoch")}: `,
      "training loss ", number("train_loss", arrays.losses.data[epoch]),
      ", validation loss ", number("val_loss", arrays.val_loss.data[epoch]),
      ", ", number("val_accuracy", 100 * arrays.val_accuracy.data[epoch]),
      ` % of new digits right · judged: ${outcomes[arrays.outcome.data[0]]}`,
      ...(pinned ? [` · pinned: ${optimizers[pinned.state.optimizer]}, η = ${setting(pinned.state.lr)}`]
        : [])];
  };
});
