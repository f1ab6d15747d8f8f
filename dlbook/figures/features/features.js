// Draws the figure beside it: a wall of first-layer weights, and accuracy by data size.

import { figure } from "../../../web/drawing/figure.js";
import { legend } from "../../../web/drawing/marks.js";
import { Panel } from "../../../web/drawing/panel.js";
import { number } from "../../../web/drawing/status.js";
import { Tiles } from "./tiles.js";

const UNITS = 16;
const PIXELS = 64;
const GREYS = 127;

export default figure(({ picture, model, play }) => {
  const wall = new Tiles(picture, {
    title: "what each hidden unit looks for", count: UNITS, side: 8, across: 4,
  });
  const { sizes, steps } = model.get("recording");
  const labels = [20, 40, 80, 160, 320, 640, 1280];
  const curve = new Panel(picture, {
    title: "images never seen, read correctly",
    x: { label: "training images", scale: "log", domain: [16, 1600], values: labels },
    y: { label: "test accuracy (%)", domain: [0, 100], ticks: 5 },
    aspect: 0.85,
  });
  legend(curve.box, [["dlb-validation", "mean of ten networks"]]);
  play("frame", steps.shape[0], "training");

  function drawCurve(arrays, { images, frame }) {
    const frames = steps.shape[0];
    const means = Array.from({ length: sizes.shape[0] }, (_, k) =>
      [arrays.sizes.data[k], arrays.mean.data[k * frames + frame]]);
    const edge = (k, side) => arrays.band.data[(2 * k + side) * frames + frame];
    curve.layout();
    curve.band("band", means.map(([n], k) => [n, edge(k, 0), edge(k, 1)]), "dlb-validation");
    curve.line("mean", means, "dlb-validation");
    curve.front.selectAll("circle").data([means[images]]).join("circle")
      .attr("class", "dlb-now dlb-now-validation").attr("r", 6)
      .attr("cx", ([n]) => curve.x(n)).attr("cy", ([, mean]) => curve.y(mean));
    return { mean: means[images][1], low: edge(images, 0), high: edge(images, 1) };
  }

  return ({ state, arrays }) => {
    const weights = arrays.weights.data;
    const start = state.frame * UNITS * PIXELS;
    wall.draw((unit, pixel) => (weights[start + unit * PIXELS + pixel] - GREYS) / GREYS);
    const { mean, low, high } = drawCurve(arrays, state);
    return [number("images", arrays.sizes.data[state.images]), " training images · step ",
      number("step", arrays.steps.data[state.frame]), ": ",
      number("test_accuracy", mean), " % of the test images right (the middle eight of ten ",
      "networks: ", number("low", low), " % to ", number("high", high), " %)"];
  };
});
