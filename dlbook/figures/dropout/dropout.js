// Draws the figure beside it: the losses of ten networks, and a mask on one of them.

import { figure } from "../../../web/drawing/figure.js";
import { keeps } from "../../../web/drawing/formulas.js";
import { legend } from "../../../web/drawing/marks.js";
import { MaskedNetwork } from "./masked_network.js";
import { Panel } from "../../../web/drawing/panel.js";
import { number, shown } from "../../../web/drawing/status.js";

const LAYERS = [48, 48];
const UNITS = LAYERS[0] + LAYERS[1];
const PIXELS = 64;
const LOW = [0, 1]; // the loss axis, and what it becomes when a run ends above it
const HIGH = [0, 2.6];

/** The masks of a step at dropout rate p, layer by layer, from its recorded words. */
function masksOf(words, step, p) {
  let at = step * UNITS;
  return LAYERS.map((n) => {
    const flags = Array.from(words.subarray(at, at + n), (word) => keeps(word, p));
    at += n;
    return flags;
  });
}

function lowest(values) {
  let best = 0;
  values.forEach((value, k) => { if (value < values[best]) best = k; });
  return best;
}

export default figure(({ picture, model, play }) => {
  const curves = new Panel(picture, {
    title: "ten networks in training",
    x: { label: "epoch", domain: [0, 100] },
    y: { label: "loss (cross-entropy)", domain: LOW, ticks: 5 },
    aspect: 0.8,
  });
  legend(curves.box, [["dlb-train", "training"], ["dlb-validation", "validation"],
    ["dlb-dotted", "validation with p = 0"]]);
  const network = new MaskedNetwork(picture, "one step's mask on the network");
  const { epochs: frames, labels: steps } = model.get("recording");
  play("frame", frames.shape[0], "training");
  play("step", steps.shape[0], "masks");

  function drawCurve(name, epochs, losses, band) {
    const count = losses.length;
    curves.band(`${name} band`,
      Array.from(epochs, (epoch, k) => [epoch, band[k], band[count + k]]), `dlb-${name}`);
    curves.line(name, Array.from(epochs, (epoch, k) => [epoch, losses[k]]), `dlb-${name}`);
  }

  function drawMarks(epochs, { frame }, train, validation, best) {
    const top = curves.y.domain()[1];
    const marks = [[frame, train[frame], "dlb-now"],
      [frame, validation[frame], "dlb-now dlb-now-validation"],
      [best, validation[best], "dlb-ring"]].filter(([, loss]) => loss <= top);
    curves.front.selectAll("circle").data(marks).join("circle")
      .attr("class", ([, , name]) => name).attr("r", ([, , name]) => (name === "dlb-ring" ? 9 : 5))
      .attr("cx", ([k]) => curves.x(epochs[k])).attr("cy", ([, loss]) => curves.y(loss));
  }

  function drawCurves(state, arrays, best) {
    const epochs = arrays.epochs.data;
    const { train_loss: train, val_loss: validation, without } = arrays;
    const ends = [validation.data.at(-1), without.data.at(-1)];
    curves.y.domain(ends.every((loss) => loss < LOW[1]) ? LOW : HIGH);
    curves.layout();
    curves.line("without", Array.from(epochs, (epoch, k) => [epoch, without.data[k]]),
      "dlb-dotted");
    drawCurve("train", epochs, train.data, arrays.train_band.data);
    drawCurve("validation", epochs, validation.data, arrays.val_band.data);
    drawMarks(epochs, state, train.data, validation.data, best);
  }

  return ({ state, arrays }) => {
    const { frame, step, dropout } = state;
    const best = lowest(arrays.val_loss.data);
    const masks = masksOf(arrays.words.data, step, dropout);
    drawCurves(state, arrays, best);
    network.draw(arrays.pixels.data.subarray(step * PIXELS, (step + 1) * PIXELS),
      arrays.labels.data[step], masks);
    return [`η = ${shown(state.lr)} · p = ${Number(dropout.toFixed(3))} · epoch `,
      number("epoch", arrays.epochs.data[frame]),
      ": training loss ", number("train_loss", arrays.train_loss.data[frame]),
      ", validation loss ", number("val_loss", arrays.val_loss.data[frame]),
      ", ", number("val_accuracy", arrays.val_accuracy.data[frame]), " % right",
      " · lowest validation loss ", number("best_val_loss", arrays.val_loss.data[best]),
      " at epoch ", number("best_epoch", arrays.epochs.data[best]),
      " · in step ", number("step", step + 1), ", ",
      number("units_on", masks.flat().filter(Boolean).length), ` of ${UNITS} hidden units on`];
  };
});
