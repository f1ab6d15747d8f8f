// Draws the figure beside it: a wall of first-layer weights, accuracy in training, and accuracy by
// the number of images.

import { figure } from "../../../web/drawing/computed.js";
import { make } from "../../../web/elements.js";
import { dots, legend, pinnedLine } from "../../../web/drawing/marks.js";
import { Panel } from "../../../web/drawing/panel.js";
import { number, shown } from "../../../web/drawing/status.js";
import { Tiles } from "./tiles.js";

const ACROSS = 4;
const NOW = "dlb-now dlb-now-validation";
const ACCURACY = { label: "test accuracy (%)", domain: [0, 100], ticks: 5 };

export default figure(({ picture, model, play }) => {
  const { steps, "start.0": starts, test_levels: { shape: [pixels] } } =
    model.get("recording");
  const [runs, units] = starts.shape;
  const frames = steps.shape[0];
  const wall = new Tiles(picture, {
    title: "what each hidden unit looks for", count: units, side: Math.sqrt(pixels), across: ACROSS,
  });
  const curves = make("div", "dlb-stack");
  picture.append(curves);
  const training = new Panel(curves, {
    title: "ten networks in training",
    x: { label: "step", domain: [0, 1] }, y: ACCURACY, aspect: 0.54,
  });
  legend(training.box, [["dlb-validation dlb-thin dlb-faint", "a network"],
    ["dlb-validation", "their mean"]]);
  const bySize = new Panel(curves, {
    title: "by the number of training images",
    x: { label: "training images", scale: "log", domain: [16, 1600] }, y: ACCURACY, aspect: 0.54,
  });
  play("frame", frames, "training");

  function drawTraining(arrays, frame, pinned) {
    const at = arrays.steps.data;
    const points = (shares) => Array.from(shares, (share, k) => [at[k], share]);
    training.x.domain([0, at[frames - 1]]);
    training.layout();
    for (let run = 0; run < runs; run += 1) {
      const own = arrays.accuracies.data.subarray(run * frames, (run + 1) * frames);
      training.line(`network ${run}`, points(own), "dlb-validation dlb-thin dlb-faint");
    }
    pinnedLine(training, points(pinned ? pinned.arrays.mean.data : []));
    training.line("mean", points(arrays.mean.data), "dlb-validation");
    training.tabulate(() => ({ "step": at, "mean accuracy (%)": arrays.mean.data,
      "pinned run": pinned?.arrays.mean.data, "lowest of the middle eight": arrays.low.data,
      "highest of the middle eight": arrays.high.data }));
    dots(training, [[at[frame], arrays.mean.data[frame], NOW]]);
  }

  /** [number of images, mean, low, high] of every number that has been trained on. */
  function sizesTrained(arrays, { images, frame }) {
    const chosen = ["mean", "low", "high"].map((name) => arrays[name].data[frame]);
    const of = (k) => ["means", "lows", "highs"].map((name) => arrays[name]?.data[k * frames + frame]);
    return Array.from(arrays.sizes.data, (n, k) => [n, ...(k === images ? chosen : of(k))])
      .filter((point) => point.every(Number.isFinite));
  }

  function drawBySize(arrays, state) {
    const points = sizesTrained(arrays, state);
    const counts = arrays.sizes;
    bySize.options.x.values = [...counts.data];
    bySize.layout();
    bySize.band("band", points.map(([n, , low, high]) => [n, low, high]), "dlb-validation");
    bySize.line("mean", points, "dlb-validation");
    const column = (k) => points.map((point) => point[k]);
    bySize.tabulate(() => ({ "training images": column(0), "mean accuracy (%)": column(1),
      "lowest of the middle eight": column(2), "highest of the middle eight": column(3) }));
    dots(bySize, points.filter(([n]) => n === counts.data[state.images])
      .map(([n, mean]) => [n, mean, NOW]));
  }

  return ({ state, arrays, pinned }) => {
    const { images, frame } = state;
    const size = units * pixels;
    const tiles = arrays.tiles.data.subarray(frame * size, (frame + 1) * size);
    wall.draw((unit, pixel) => tiles[unit * pixels + pixel]);
    drawTraining(arrays, frame, pinned);
    drawBySize(arrays, state);
    const done = arrays.accuracies.shape[0];
    return [number("images", arrays.sizes.data[images]), " training images · step ",
      number("step", arrays.steps.data[frame]), ": ",
      ...(done < runs ? [`${done} of ${runs} networks so far, `] : []),
      number("test_accuracy", arrays.mean.data[frame]), " % of the test images right",
      ...(done < runs ? [] : [" (the middle eight of ten networks: ",
        number("low", arrays.low.data[frame]), " % to ", number("high", arrays.high.data[frame]),
        " %)"]),
      ...(pinned ? [` · pinned: ${shown(arrays.sizes.data[pinned.state.images])} training images, `,
        `${shown(pinned.arrays.mean.data[frame])} % right`] : [])];
  };
});
