// Draws the figure beside it: the students with the network's ŷ, and its loss curve.

import { figure } from "../../../web/drawing/figure.js";
import { forward } from "../../../web/drawing/formulas.js";
import { classLegend, diamond, examples } from "../../../web/drawing/marks.js";
import { Panel } from "../../../web/drawing/panel.js";
import { number, shown } from "../../../web/drawing/status.js";
import { boundary, paint, sample } from "../../../web/drawing/surface.js";

const SIZES = [2, 3, 1];
const YOU = [4, 5];
const LOSSES = [0.1, 10];
const EPOCHS = 1000;
const EDGE = 0.5; // where epoch 0 stands on a logarithmic axis

const pairs = (X, y) => Array.from(y, (label, i) => [X[2 * i], X[2 * i + 1], label]);

/** The loss axis widens for runs that leave it. */
function lossDomain(losses) {
  const finite = losses.filter(Number.isFinite);
  return [Math.min(LOSSES[0], ...finite), Math.max(LOSSES[1], ...finite)];
}

export default figure(({ picture, model, play }) => {
  const plane = new Panel(picture, {
    title: "what the network says",
    x: { label: "lectures attended", domain: [-0.5, 8.5] },
    y: { label: "hours on the final project", domain: [-0.6, 12.6] },
    aspect: 0.85,
  });
  const curve = new Panel(picture, {
    title: "how wrong it is",
    x: { label: "epoch", scale: "log", domain: [EDGE, EPOCHS], values: [EDGE, 1, 10, 100, 1000],
      format: (epoch) => (epoch < 1 ? "0" : String(epoch)) },
    y: { label: "training loss", scale: "log", domain: LOSSES, ticks: 4, format: "~g" },
    aspect: 0.85,
  });
  classLegend(plane.box, ["failed", "passed"]);
  const outcomes = model.get("outcomes");
  play("frame", model.get("recording").epochs.shape[0]);

  function drawPlane({ frame }, { X, y, mean, std, parameters }, saysYou) {
    const size = parameters.shape[1];
    const flat = parameters.data.subarray(frame * size, (frame + 1) * size);
    const scaled = (x, k) => (x - mean.data[k]) / std.data[k];
    const field = sample(plane, (lectures, hours) =>
      forward(SIZES, flat, [scaled(lectures, 0), scaled(hours, 1)], "sigmoid", "sigmoid")
        .at(-1)[0]);
    paint(plane, field);
    boundary(plane, field);
    examples(plane, pairs(X.data, y.data));
    diamond(plane, "you", YOU, `you: ${shown(saysYou, 2)}`);
  }

  function drawCurve(epoch, loss, losses, epochs) {
    curve.y.domain(lossDomain(losses));
    curve.layout();
    const at = (when) => Math.max(when, EDGE);
    curve.line("start", [[EDGE, losses[0]], [EPOCHS, losses[0]]], "dlb-start");
    curve.line("all", losses.map((value, i) => [at(epochs[i]), value]), "dlb-train dlb-faint");
    curve.line("so far", losses.map((value, i) => [at(epochs[i]), value])
      .filter((_, i) => epochs[i] <= epoch), "dlb-train");
    curve.front.selectAll("circle").data(Number.isFinite(loss) ? [[at(epoch), loss]] : [])
      .join("circle").attr("class", "dlb-now").attr("r", 6)
      .attr("cx", ([x]) => curve.x(x)).attr("cy", ([, y]) => curve.y(y));
  }

  return ({ state, arrays }) => {
    const epoch = arrays.epochs.data[state.frame];
    const loss = arrays.train_loss.data[state.frame];
    const saysYou = arrays.y_hat_you.data[state.frame];
    plane.layout();
    drawPlane(state, arrays, saysYou);
    drawCurve(epoch, loss, Array.from(arrays.curve.data), arrays.curve_epochs.data);
    return [`η = ${shown(state.lr)} · epoch `, number("epoch", epoch),
      " · training loss ", number("train_loss", loss),
      " · ŷ for you ", number("y_hat_you", saysYou, 2), saysYou > 0.5 ? " (pass)" : " (fail)",
      ` · judged over ${EPOCHS} epochs: ${outcomes[arrays.outcome.data[0]]}`];
  };
});
