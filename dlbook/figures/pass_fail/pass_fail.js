// Draws the figure beside it: the students with the network's ŷ, and its loss curve.

import { figure } from "../../../web/drawing/computed.js";
import { listenButton } from "../../../web/drawing/listen.js";
import { classLegend, diamond, dots, examples, pinnedLine } from "../../../web/drawing/marks.js";
import { Panel } from "../../../web/drawing/panel.js";
import { counted, number, setting, shown } from "../../../web/drawing/status.js";
import { between, boundary, paint, sample } from "../../../web/drawing/surface.js";

const [LECTURES, HOURS] = [[-0.5, 8.5], [-0.6, 12.6]];
const YOU = [4, 5];
const LOSSES = [0.1, 10];
const EPOCHS = 1000;
const LEAST_APART = 0.3; // pixels
const EDGE = 0.5; // where epoch 0 stands on a logarithmic axis

const pairs = (X, y) => Array.from(y, (label, i) => [X[2 * i], X[2 * i + 1], label]);

/** The loss axis widens for runs that leave it. */
function lossDomain(losses) {
  const finite = losses.filter(Number.isFinite);
  return [Math.min(LOSSES[0], ...finite), Math.max(LOSSES[1], ...finite)];
}

export default figure(({ picture, root, tools, model, play }) => {
  const plane = new Panel(picture, {
    title: "what the network says",
    x: { label: "lectures attended", domain: LECTURES },
    y: { label: "hours on the final project", domain: HOURS },
    aspect: 0.85,
  });
  const curve = new Panel(picture, {
    title: "how wrong it is",
    x: { label: "epoch", scale: "log", domain: [EDGE, EPOCHS], values: [EDGE, 1, 10, 100, 1000],
      format: (epoch) => (epoch < 1 ? "0" : shown(epoch)) },
    y: { label: "training loss", scale: "log", domain: LOSSES, ticks: 4, format: "~g" },
    aspect: 0.85,
  });
  classLegend(plane.box, ["failed", "passed"]);
  const outcomes = model.get("outcomes");
  play("frame", model.get("recording").record.shape[0] - 1);
  listenButton({ tools, root }, curve);

  function drawPlane({ X, y, surface: { data } }, saysYou) {
    const field = sample(plane, between(data, Math.sqrt(data.length), [...LECTURES, ...HOURS]));
    paint(plane, field);
    boundary(plane, field);
    examples(plane, pairs(X.data, y.data));
    diamond(plane, "you", YOU, `you: ${shown(saysYou, 2)}`);
  }

  /** The points that stand apart on the screen. */
  function apart(points) {
    let last = -Infinity;
    return points.filter(([epoch]) => {
      const x = curve.x(epoch);
      if (x - last < LEAST_APART) return false;
      last = x;
      return true;
    });
  }

  function drawCurve(epoch, loss, losses, pinned) {
    const before = pinned ? pinned.arrays.losses.data : [];
    curve.y.domain(lossDomain([...losses, ...before]));
    curve.layout();
    const at = (when) => Math.max(when, EDGE);
    const points = (values) => apart(Array.from(values, (value, k) => [at(k), value]));
    curve.tabulate(() => ({ "epoch": Array.from(losses, (_, k) => k), "training loss": losses,
      "pinned run": before }));
    curve.line("start", [[EDGE, losses[0]], [EPOCHS, losses[0]]], "dlb-start");
    pinnedLine(curve, points(before));
    curve.line("all", points(losses), "dlb-train dlb-faint");
    curve.line("so far", points(losses.slice(0, epoch + 1)), "dlb-train");
    dots(curve, Number.isFinite(loss) ? [[at(epoch), loss]] : []);
  }

  return ({ state, arrays, pinned }) => {
    const { frame } = state;
    const epoch = arrays.record.data[frame];
    const losses = arrays.losses.data.slice(0, EPOCHS + 1);
    const saysYou = arrays.y_hat_you.data[frame];
    plane.layout();
    drawPlane(arrays, saysYou);
    drawCurve(epoch, losses[epoch], losses, pinned);
    return [`η = ${setting(state.lr)} · epoch `, number("epoch", epoch),
      " · training loss ", number("train_loss", losses[epoch]),
      " · ŷ for you ", number("y_hat_you", saysYou, 2), saysYou > 0.5 ? " (pass)" : " (fail)",
      ` · judged over ${counted(EPOCHS, "epoch")}: ${outcomes[arrays.outcome.data[0]]}`,
      ...(pinned ? [` · pinned: η = ${setting(pinned.state.lr)}`] : [])];
  };
});
