// Draws the figure beside it: the path over the loss of a neuron, the gradients of single
// students and of batches where the path has come to, and the loss against the epochs.

import { figure } from "../../../web/drawing/computed.js";
import { dots, legend, pinnedLine } from "../../../web/drawing/marks.js";
import { pairsOf } from "../../../web/drawing/frames.js";
import { listenButton } from "../../../web/drawing/listen.js";
import { tabulate } from "../../../web/drawing/numbers.js";
import { Panel } from "../../../web/drawing/panel.js";
import { relief } from "../../../web/drawing/relief.js";
import { counted, number, plural, setting, shown } from "../../../web/drawing/status.js";
import { between, sample } from "../../../web/drawing/surface.js";
import { colour } from "../../../web/drawing/theme.js";

const N = 200; // students
const EPOCHS = 20;
const LOSSES = [0.4, 3];
const RING = Array.from({ length: 73 }, (_, k) =>
  [Math.cos(k * Math.PI / 36), Math.sin(k * Math.PI / 36)]);
const ALL = `all ${N}`;
const RECENT = 30; // frames of the path that are drawn in full
const CROSS = "M-6,-6L6,6M-6,6L6,-6";

export default figure(({ picture, root, tools, model, play }) => {
  const MAP = [-model.get("reach"), model.get("reach")];
  const outcomes = model.get("outcomes");
  const map = new Panel(picture, {
    title: "the path over the loss",
    x: { label: "weight w", domain: MAP },
    y: { label: "bias b", domain: MAP },
    aspect: 0.88,
  });
  const cloud = new Panel(picture, {
    title: "gradients at the end of the path",
    x: { label: "slope for w", domain: [-2, 2] },
    y: { label: "slope for b", domain: [-1.75, 1.75] },
    aspect: 0.88,
  });
  const curve = new Panel(picture, {
    title: "the loss on all students",
    x: { label: `epoch (${N} examples seen)`, domain: [0, EPOCHS] },
    y: { label: "loss (cross-entropy)", domain: LOSSES, ticks: 5 },
    aspect: 0.32,
    least: 210,
  });
  curve.box.classList.add("dlb-whole");
  legend(curve.box, [["dlb-train", "this batch size"], ["dlb-dotted", `${ALL} in every step`]]);
  play("frame", model.get("frames"), "", 60);
  listenButton({ tools, root }, curve);
  let painted = "";

  /** The loss does not depend on the controls: painted anew for another size or theme alone. */
  function paintLoss({ data }) {
    const key = `${map.width} ${colour(map.box, "train")}`;
    if (painted === key) return;
    painted = key;
    relief(map, sample(map, between(data, Math.sqrt(data.length), [...MAP, ...MAP])), "train");
  }

  function drawMap(heights, path, minimum, before) {
    map.layout();
    paintLoss(heights);
    pinnedLine(map, before);
    map.line("earlier", path.slice(0, -RECENT), "dlb-path dlb-later");
    map.line("path", path.slice(-RECENT - 1), "dlb-path dlb-thin");
    const cross = `translate(${map.x(minimum[0])},${map.y(minimum[1])})`;
    map.path("minimum", CROSS, "dlb-line dlb-backward");
    map.plot.select('path[data-name="minimum"]').attr("transform", cross);
    const [w, b] = path.at(-1);
    const off = Math.max(Math.abs(w), Math.abs(b)) > MAP[1];
    map.note("off", off ? [0, 3.6] : null, "the end of the path is off the map");
    dots(map, off ? [] : [[w, b, "dlb-ball"]]);
  }

  function drawCloud(gradients, batches, mean, error) {
    cloud.layout();
    const points = (name, data, radius) => cloud.plot.selectAll(`circle.${name}`).data(data)
      .join("circle").attr("class", name).attr("r", radius)
      .attr("cx", ([x]) => cloud.x(x)).attr("cy", ([, y]) => cloud.y(y));
    cloud.line("level", [[-2, 0], [2, 0]], "dlb-level");
    cloud.line("upright", [[0, -1.75], [0, 1.75]], "dlb-level");
    points("dlb-single-gradient", gradients, 2);
    points("dlb-batch-gradient", batches, 3.2);
    cloud.line("ring", RING.map(([c, s]) => [mean[0] + error * c, mean[1] + error * s]),
      "dlb-error-ring");
    cloud.arrow("mean", [0, 0], mean, "dlb-line dlb-uphill");
  }

  function drawCurve(seen, losses, full, frame, before) {
    curve.layout();
    const shownLoss = (loss) => Math.min(loss, 30);
    curve.line("full", Array.from(seen, (n) => // holds until the next step is made
      [n / N, shownLoss(full[Math.floor(n / N)])]), "dlb-dotted");
    const all = (values) => Array.from(values, (loss, k) => [seen[k] / N, shownLoss(loss)]);
    const points = all(losses);
    pinnedLine(curve, all(before));
    curve.line("later", points.slice(frame), "dlb-train dlb-later");
    curve.line("loss", points.slice(0, frame + 1), "dlb-train");
    dots(curve, [points[frame]].filter(([, loss]) => loss <= LOSSES[1]));
  }

  return ({ state, arrays, pinned }) => {
    const { batch, lr, frame } = state;
    const { seen, minimum } = arrays;
    const size = arrays.sizes.data[batch];
    const steps = Math.floor(seen.data[frame] / size);
    const name = (b) => (b === N ? ALL : b);
    drawMap(arrays.heights, pairsOf(arrays.weights).slice(0, frame + 1), minimum.data,
      pinned ? pairsOf(pinned.arrays.weights) : []);
    const error = arrays.error.data[0];
    drawCloud(pairsOf(arrays.gradients), pairsOf(arrays.batches), arrays.mean.data, error);
    const [w, b] = [0, 1].map((k) => pairsOf(arrays.weights).map((at) => at[k]));
    const epochs = Array.from(seen.data, (n) => n / N);
    tabulate(map.box, "the path over the loss", () => ({ "epoch": epochs, "weight w": w, "bias b": b }));
    curve.tabulate(() => ({ "epoch": epochs, "loss": arrays.loss.data,
      "pinned run": pinned?.arrays.loss.data }));
    cloud.tabulate(() => ({ "gradients": ["the mean", "standard error of a batch"],
      "slope for w": [arrays.mean.data[0], error], "slope for b": [arrays.mean.data[1], error] }));
    drawCurve(seen.data, arrays.loss.data, arrays.full.data, frame,
      pinned ? pinned.arrays.loss.data : []);
    return [`batches of ${name(size)} · η = ${setting(lr)} · `,
      `${counted(seen.data[frame], "example")} seen, `,
      number("steps", steps), ` ${plural(steps, "step")} · loss `,
      number("loss", arrays.loss.data[frame]),
      " · length of the gradient ", number("gradient", arrays.length.data[0]),
      ", standard error of a batch ", number("error", error),
      ` · loss after ${EPOCHS} epochs `, number("last_loss", arrays.loss.data.at(-1)),
      ` · ${outcomes[arrays.outcome.data[0]]}`,
      ...(pinned ? [` · pinned: batches of ${name(arrays.sizes.data[pinned.state.batch])}, ` +
        `η = ${setting(pinned.state.lr)}, loss at the end ${shown(pinned.arrays.loss.data.at(-1))}`]
        : [])];
  };
});
