// Draws the figure beside it: a wide network through the points at one L2 strength, losses by
// strength, and the sizes of its weights.

import { figure } from "../../../web/drawing/computed.js";
import { at, drawFit, drawLosses, fitPanel, isThere, lossPanel, said } from "../../../web/drawing/fits.js";
import { legend } from "../../../web/drawing/marks.js";
import { Panel } from "../../../web/drawing/panel.js";
import { number, setting } from "../../../web/drawing/status.js";

const TICKS = [0, 2, 3, 5, 7]; // of the strengths, those named on the axis

export default figure(({ picture, model }) => {
  const places = model.get("settings");
  const names = model.get("names");
  const verdicts = model.get("verdicts");
  const plane = fitPanel(picture);
  const curve = lossPanel(picture, "both losses, by λ", {
    label: "L2 strength λ", domain: [places[0] * 0.7, places.at(-1) * 1.4],
    values: TICKS.map((k) => places[k]), format: (place) => names[places.indexOf(place)],
    name: (place) => names[places.indexOf(place)],
  });
  const weights = new Panel(picture, {
    title: "the weights by size",
    x: { label: "weights, largest first", domain: [0, 65] },
    y: { label: "size |w|", domain: [0, 10], ticks: 4 },
    aspect: 0.3, least: 190,
  });
  weights.box.classList.add("dlb-whole");
  legend(weights.box, [["dlb-line-boundary", "at this λ"], ["dlb-dotted", "at λ = 0"]]);

  function drawWeights(sizes, strength) {
    const first = at(sizes, 0);
    const now = at(sizes, strength);
    weights.y.domain([0, 1.05 * (Math.max(first[0] || 0, now[0] || 0) || 10)]); // NaN until trained
    weights.layout();
    const steps = (row) => Array.from(row, (size, k) => [k + 1, size]);
    weights.line("without", steps(first), "dlb-dotted");
    weights.tabulate(() => ({ "weight, by size": Array.from(first, (_, k) => k + 1),
      "at this λ": now, "at λ = 0": first }));
    weights.line("now", steps(now), "dlb-boundary");
  }

  return ({ state, arrays, pinned }) => {
    const { strength, noise } = state;
    drawFit(plane, arrays, noise, strength);
    drawLosses(curve, arrays, noise, places, strength, pinned);
    drawWeights(arrays.sizes, strength);
    const sum = at(arrays.sizes, strength).reduce((total, size) => total + size * size, 0);
    return [`λ = ${names[strength]} · noise ${setting(noise)}`,
      ...(isThere(arrays, strength) ? [" · ΣW² = ", number("sum_of_squares", sum)] : []),
      ...said(arrays, strength, verdicts,
        (k) => [" at λ = ", { name: "best_strength", value: Number(names[k]), text: names[k] }]),
      ...(pinned ? [` · pinned: noise ${setting(pinned.state.noise)}`] : [])];
  };
});
