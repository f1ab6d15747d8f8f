// Draws the figure beside it: where the rule stops a training, and what each patience
// would have kept.

import { figure } from "../../../web/drawing/computed.js";
import { dots, legend, pinnedLine } from "../../../web/drawing/marks.js";
import { listenButton } from "../../../web/drawing/listen.js";
import { Panel } from "../../../web/drawing/panel.js";
import { number, setting } from "../../../web/drawing/status.js";

const HIGHEST = 1.6;
const EPOCHS = 150;

export default figure(({ picture, root, tools, model }) => {
  const patiences = model.get("patiences");
  const minDeltas = model.get("min_deltas");
  const curves = new Panel(picture, {
    title: "one training, and its stop",
    x: { label: "epoch", domain: [0, EPOCHS] },
    y: { label: "loss (cross-entropy)", domain: [0, HIGHEST], ticks: 5 },
    aspect: 0.85,
  });
  legend(curves.box, [["dlb-train", "training"], ["dlb-validation", "validation"]]);
  const kept = new Panel(picture, {
    title: "the network kept, on test digits",
    x: { label: "patience (epochs)", scale: "log", domain: [0.85, 120], values: patiences,
      format: (k) => (k === 12 || k === 35 ? "" : String(k)) },
    y: { label: "test loss", domain: [0.4, HIGHEST], ticks: 5 },
    aspect: 0.85,
  });
  legend(kept.box, [["dlb-line-boundary", "kept"], ["dlb-dotted", "after 150 epochs"]]);

  listenButton({ tools, root }, curves);

  function drawCurves({ train_loss: train, val_loss: val }, { stop, best, stopped }, pinned) {
    curves.layout();
    pinnedLine(curves, Array.from(pinned?.arrays.val_loss.data ?? [], (loss, k) => [k, loss]));
    for (const [name, losses, className] of [["train", train.data, "dlb-train"],
      ["val", val.data, "dlb-validation"]]) {
      const points = Array.from(losses, (loss, epoch) => [epoch, loss]);
      curves.line(`${name} after`, points.slice(stop), `${className} dlb-later`);
      curves.line(name, points.slice(0, stop + 1), className);
    }
    curves.rule("stop", stop, "dlb-rule-now", stopped ? "stop" : "never stops");
    const marks = [[best, "dlb-ring", 9], [stop, "dlb-now dlb-now-validation", 5]]
      .map(([epoch, ...look]) => [epoch, val.data[epoch], ...look]);
    dots(curves, marks.filter(([, loss]) => loss <= HIGHEST));
  }

  function drawKept(losses, chosen, afterAll) {
    kept.y.domain([0.4, Math.max(1.4, 1.05 * afterAll, ...losses)]);
    kept.layout();
    kept.line("last", kept.x.domain().map((patience) => [patience, afterAll]), "dlb-dotted");
    kept.line("kept", patiences.map((patience, k) => [patience, losses[k]]), "dlb-boundary dlb-thin");
    dots(kept, patiences.map((patience, k) => [patience, losses[k], "dlb-ball", k === chosen ? 8 : 4]));
  }

  const named = ({ lr, patience, min_delta: delta }) =>
    `η = ${setting(lr)} · patience ${patiences[patience]} · least improvement ${minDeltas[delta]}`;

  return ({ state, arrays, pinned }) => {
    const chosen = state.patience;
    const val = arrays.val_loss;
    const [best, stop] = [arrays.best.data[chosen], arrays.stop.data[chosen]];
    const stopped = arrays.stopped.data[chosen] > 0;
    const losses = patiences.map((_, k) => arrays[`kept.${k}`].data[0]);
    const afterAll = arrays.last_test_loss.data[0];
    drawCurves(arrays, { stop, best, stopped }, pinned);
    drawKept(losses, chosen, afterAll);
    curves.tabulate(() => ({ "epoch": Array.from(val.data, (_, epoch) => epoch),
      "training loss": arrays.train_loss.data, "validation loss": val.data,
      "pinned run, validation loss": pinned?.arrays.val_loss.data }));
    kept.tabulate(() => ({ "patience": patiences, "test loss of the network kept": losses }));
    return [`${named(state)} · `, stopped ? "stops after epoch " : "never stops: epoch ",
      number("stop_epoch", stop),
      " · kept: the weights of epoch ", number("best_epoch", best),
      ", validation loss ", number("val_loss", val.data[best]),
      ", test loss ", number("test_loss", losses[chosen]),
      ` · test loss after ${val.data.length - 1} epochs `, number("last_test_loss", afterAll),
      ...(pinned ? [` · pinned: ${named(pinned.state)}`] : [])];
  };
});
