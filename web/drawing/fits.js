// What the figures capacity and penalty share: a panel of networks through the points, one of the
// losses against the setting, and what is said of them. While the networks are trained, numbers of
// those that are not there yet are NaN.

import { dots, legend, pinnedLine } from "./marks.js";
import { Panel } from "./panel.js";
import { number } from "./status.js";

const LOWEST = 1e-3; // losses below are drawn on the edge

export const at = (array, row) => {
  const size = array.data.length / array.shape[0];
  return array.data.subarray(row * size, (row + 1) * size);
};

/** Which setting has the lowest loss of those that are there; -1 where none is. */
const bestOf = (losses) =>
  losses.reduce((best, loss, k) => (best < 0 ? loss <= Infinity : loss < losses[best]) ? k : best, -1);

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
  const { grid, truth, train_x: places, train_level: level, train_deviation: deviation } = arrays;
  const curves = at(arrays.curves, chosen);
  const points = (values) => Array.from(grid.data, (place, k) => [place, values[k]]);
  const count = curves.length / grid.data.length;
  const middle = isThere(arrays, chosen) ? arrays.val_middle.data[chosen] : -1;
  panel.line("middle", [], "dlb-boundary");
  for (let k = 0; k < count; k += 1) {
    const own = curves.subarray(k * grid.data.length, (k + 1) * grid.data.length);
    panel.line(`network ${k}`, points(own), "dlb-boundary dlb-thin dlb-faint");
    if (k === middle) panel.line("middle", points(own), "dlb-boundary");
  }
  panel.line("truth", points(truth.data), "dlb-dotted");
  panel.tabulate(() => ({ "x": grid.data, "curve behind the points": truth.data,
    "the middle network": middle < 0 ? [] : at({ data: curves, shape: [count] }, middle) }));
  dots(panel, Array.from(level.data, (height, k) =>
    [places.data[k], height + noise * deviation.data[k], "dlb-now", 5]));
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
export function drawLosses(panel, arrays, noise, places, chosen, pinned) {
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
  const before = pinned ? pinned.arrays.val_loss.data : [];
  pinnedLine(panel, Array.from(before, (loss, k) => [places[k], seen(loss)]));
  panel.rule("chosen", places[chosen], "dlb-rule-now");
  const { train_loss: train, val_loss: val } = arrays;
  const best = bestOf(val.data);
  panel.tabulate(() => ({ [panel.options.x.label]: places.map(panel.options.x.name ?? String),
    "training loss": train.data, "validation loss": val.data,
    "pinned run, validation loss": before }));
  const marks = [[chosen, train, "dlb-now", 5], [chosen, val, "dlb-now dlb-now-validation", 5],
    [best, val, "dlb-ring", 9]].filter(([k, losses]) => Number.isFinite(losses.data[k]));
  dots(panel, marks.map(([k, losses, ...look]) => [places[k], seen(losses.data[k]), ...look]));
}

export const isThere = (arrays, k) => Number.isFinite(arrays.val_loss.data[k]);

/** The parts of the status line on the losses; `best` gives those on the setting with the lowest. */
export function said(arrays, chosen, verdicts, best) {
  const { train_loss: train, val_loss: val, verdict } = arrays;
  const places = [...val.data.keys()];
  const count = places.filter((k) => isThere(arrays, k)).length;
  const least = bestOf(val.data);
  return [
    ...(isThere(arrays, chosen) ? [" · training loss ", number("train_loss", train.data[chosen]),
      ", validation loss ", number("val_loss", val.data[chosen])] : [" · in training"]),
    ...(count < places.length ? [` · ${count} of ${places.length} so far`]
      : [` · ${verdicts[verdict.data[chosen]]} · lowest validation loss `,
        number("best_val_loss", val.data[least]), ...best(least)]),
  ];
}
