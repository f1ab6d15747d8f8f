// The two panels that the figures capacity and penalty share: networks through the points,
// and the losses against the setting.

import { legend } from "./marks.js";
import { Panel } from "./panel.js";

const LOWEST = 1e-3; // losses below are drawn on the edge

export const at = (array, row) => {
  const size = array.data.length / array.shape[0];
  return array.data.subarray(row * size, (row + 1) * size);
};

export const bestOf = (losses) =>
  losses.reduce((best, loss, k) => (loss < losses[best] ? k : best), 0);

export function fitPanel(picture) {
  const panel = new Panel(picture, {
    title: "networks through the points",
    x: { label: "x", domain: [-3.1, 3.1] },
    y: { label: "y", domain: [-2.4, 2.4] },
    aspect: 0.85,
  });
  legend(panel.box, [["dlb-line-boundary", "networks"], ["dlb-dotted", "the curve behind"]]);
  return panel;
}

/** The nine networks of setting `chosen`, the curve behind the points, and the points. */
export function drawFit(panel, arrays, noise, chosen) {
  panel.layout();
  const { grid, truth, x, level, deviation, middle } = arrays;
  const curves = at(arrays.curves, chosen);
  const points = (values) => Array.from(grid.data, (place, k) => [place, values[k]]);
  const count = curves.length / grid.data.length;
  for (let k = 0; k < count; k += 1) {
    const own = curves.subarray(k * grid.data.length, (k + 1) * grid.data.length);
    panel.line(`network ${k}`, points(own), "dlb-boundary dlb-thin dlb-faint");
    if (k === middle.data[chosen]) panel.line("middle", points(own), "dlb-boundary");
  }
  panel.line("truth", points(truth.data), "dlb-dotted");
  panel.tabulate(() => ({ "x": grid.data, "curve behind the points": truth.data,
    "the middle network": Array.from(grid.data, (_, k) => curves[middle.data[chosen] * grid.data.length + k]) }));
  panel.front.selectAll("circle").data(Array.from(x.data, (place, k) =>
    [place, level.data[k] + noise * deviation.data[k]]))
    .join("circle").attr("class", "dlb-now").attr("r", 5)
    .attr("cx", ([place]) => panel.x(place)).attr("cy", ([, y]) => panel.y(y));
}

export function lossPanel(picture, title, x) {
  const panel = new Panel(picture, {
    title,
    x: { scale: "log", ...x },
    y: { label: "loss (mean squared error)", scale: "log", domain: [LOWEST, 2],
      values: [0.001, 0.01, 0.1, 1], format: "~g" },
    aspect: 0.85,
  });
  legend(panel.box, [["dlb-train", "training"], ["dlb-validation", "validation"],
    ["dlb-dotted", "noise²"]]);
  return panel;
}

/** Median losses and their bands over `places`, a rule at the chosen one, a ring at the best. */
export function drawLosses(panel, arrays, noise, places, chosen) {
  panel.layout();
  const seen = (loss) => Math.max(loss, LOWEST);
  const ends = panel.x.domain();
  const floor = noise ** 2;
  panel.line("floor", floor > LOWEST ? ends.map((place) => [place, floor]) : [], "dlb-dotted");
  for (const [name, className] of [["train", "dlb-train"], ["val", "dlb-validation"]]) {
    const losses = arrays[`${name}_loss`].data;
    const [low, high] = [at(arrays[`${name}_band`], 0), at(arrays[`${name}_band`], 1)];
    panel.band(`${name} band`,
      places.map((place, k) => [place, seen(low[k]), seen(high[k])]), className);
    panel.line(name, places.map((place, k) => [place, seen(losses[k])]), className);
  }
  panel.rule("chosen", places[chosen], "dlb-rule-now");
  const { train_loss: train, val_loss: val } = arrays;
  const best = bestOf(val.data);
  panel.tabulate(() => ({ [panel.options.x.label]: places.map(panel.options.x.name ?? String),
    "training loss": train.data, "validation loss": val.data }));
  const marks = [[chosen, train, "dlb-now"], [chosen, val, "dlb-now dlb-now-validation"],
    [best, val, "dlb-ring"]];
  panel.front.selectAll("circle").data(marks).join("circle")
    .attr("class", ([, , name]) => name).attr("r", ([, , name]) => (name === "dlb-ring" ? 9 : 5))
    .attr("cx", ([k]) => panel.x(places[k]))
    .attr("cy", ([k, losses]) => panel.y(seen(losses.data[k])));
}
