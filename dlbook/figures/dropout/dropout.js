// Draws the figure beside it: the losses of ten networks, and a mask on one of them.

import { figure } from "../../../web/drawing/computed.js";
import { dots, legend, pinnedLine } from "../../../web/drawing/marks.js";
import { listenButton } from "../../../web/drawing/listen.js";
import { MaskedNetwork } from "./masked_network.js";
import { Panel } from "../../../web/drawing/panel.js";
import { number, setting } from "../../../web/drawing/status.js";

const LAYERS = [48, 48];
const UNITS = LAYERS[0] + LAYERS[1];
const PIXELS = 64;
const RUNS = 10;
const LOW = [0, 1]; // the loss axis, and what it becomes when a run is above it at epoch LATER or ends so
const HIGH = [0, 2.6];
const LATER = 22;
const BELOW = 18; // pixels from a mark at the upper edge to what it says

/** The flags of each hidden layer, out of those of all hidden units. */
function masksOf(kept) {
  let at = 0;
  return LAYERS.map((n) => Array.from(kept.data.subarray(at, (at += n)), (flag) => flag > 0));
}

export default figure(({ picture, root, tools, model, play }) => {
  const curves = new Panel(picture, {
    title: "ten networks in training",
    x: { label: "epoch", domain: [0, 100] },
    y: { label: "loss (cross-entropy)", domain: LOW, ticks: 5 },
    aspect: 0.8,
  });
  legend(curves.box, [["dlb-train", "training"], ["dlb-validation", "validation"],
    ["dlb-dotted", "validation with p = 0"]]);
  const network = new MaskedNetwork(picture, "one step’s mask on the network");
  const { record: frames, labels: steps } = model.get("recording");
  play("frame", frames.shape[0], "training");
  play("step", steps.shape[0], "masks");
  listenButton({ tools, root }, curves);

  function drawCurve(name, epochs, losses, low, high) {
    curves.band(`${name} band`, Array.from(low, (_, k) => [epochs[k], low[k], high[k]]),
      `dlb-${name}`);
    curves.line(name, Array.from(losses, (loss, k) => [epochs[k], loss]), `dlb-${name}`);
  }

  function drawMarks(epochs, { frame }, train, validation, best) {
    const top = curves.y.domain()[1];
    const marks = [[frame, train[frame], "dlb-now", 5],
      [frame, validation[frame], "dlb-now dlb-now-validation", 5],
      [best, validation[best], "dlb-ring", 9]];
    dots(curves, marks.map(([k, loss, ...mark]) => [epochs[k], Math.min(loss, top), ...mark]));
    const isAbove = Math.max(train[frame], validation[frame]) > top;
    curves.note("above", isAbove ? [epochs[frame], curves.y.invert(curves.y(top) + BELOW)] : null,
      "above the picture");
  }

  function drawCurves(state, arrays, best, pinned) {
    const epochs = arrays.record.data;
    const train = arrays.train_loss.data;
    const validation = arrays.val_loss.data;
    const without = arrays.without?.data ?? [];
    const before = pinned ? pinned.arrays.val_loss.data : [];
    const later = epochs.findIndex((epoch) => epoch >= LATER);
    const seen = [validation, without, before].flatMap((losses) =>
      [losses[later] ?? 0, losses.at(-1) ?? 0]);
    curves.y.domain(seen.every((loss) => loss < LOW[1]) ? LOW : HIGH);
    curves.layout();
    const points = (losses) => Array.from(losses, (loss, k) => [epochs[k], loss]);
    curves.line("without", points(without), "dlb-dotted");
    pinnedLine(curves, points(before));
    drawCurve("train", epochs, train, arrays.train_loss_low.data, arrays.train_loss_high.data);
    drawCurve("validation", epochs, validation, arrays.val_loss_low.data,
      arrays.val_loss_high.data);
    curves.tabulate(() => ({ "epoch": epochs, "training loss": train, "validation loss": validation,
      "validation loss with p = 0": without, "pinned run, validation loss": before,
      "training, lowest of the band": arrays.train_loss_low.data,
      "training, highest": arrays.train_loss_high.data,
      "validation, lowest of the band": arrays.val_loss_low.data,
      "validation, highest": arrays.val_loss_high.data }));
    drawMarks(epochs, state, train, validation, best);
  }

  return ({ state, arrays, pinned }) => {
    const { frame, step, dropout } = state;
    const best = arrays.best.data[0];
    const runs = arrays.val_losses.shape[0];
    drawCurves(state, arrays, best, pinned);
    network.draw(arrays.pixels.data.subarray(step * PIXELS, (step + 1) * PIXELS),
      arrays.labels.data[step], masksOf(arrays.kept));
    return [`η = ${setting(state.lr)} · p = ${setting(dropout)} · `,
      runs < RUNS ? `${runs} of ${RUNS} networks so far · epoch ` : "epoch ",
      number("epoch", arrays.record.data[frame]),
      ": training loss ", number("train_loss", arrays.train_loss.data[frame]),
      ", validation loss ", number("val_loss", arrays.val_loss.data[frame]),
      ", ", number("val_accuracy", arrays.val_accuracy.data[frame]), " % right",
      " · lowest validation loss ", number("best_val_loss", arrays.val_loss.data[best]),
      " at epoch ", number("best_epoch", arrays.record.data[best]),
      " · in step ", number("step", step + 1), ", ",
      number("units_on", arrays.units_on.data[0]), ` of ${UNITS} hidden units on`,
      ...(pinned ? [` · pinned: η = ${setting(pinned.state.lr)}, p = ${setting(pinned.state.dropout)}`]
        : [])];
  };
});
