// Curves as tones, by chart2music: this file is loaded when somebody wants to listen.

import { c2mChart } from "chart2music";
import { numbersOf, spread } from "./numbers.js";
import { shown } from "./status.js";

const POINTS = 60; // of a curve: as many tones as can be followed

/** Whether a value has a tone: on a logarithmic axis only what is above 0 has a place. */
const isHeard = (value, { options }) =>
  Number.isFinite(value) && (options.y.scale !== "log" || value > 0);

/** The curves of a panel as chart2music takes them. */
function curvesOf(panel) {
  const { columns: [[, first], ...columns] } = numbersOf(panel.box);
  const [low] = panel.x.domain();
  const at = (k) => Math.max(first[k], low); // a logarithmic axis begins above 0
  const curves = columns.map(([name, values]) => {
    const points = spread(first, POINTS, panel).filter((k) => isHeard(values[k], panel));
    return [name, points.map((k) => ({ x: at(k), y: values[k] }))];
  });
  return Object.fromEntries(curves.filter(([, points]) => points.length > 0));
}

function axesOf({ x, y, options }) {
  const axis = (scale, { label, scale: kind, format }) => ({
    label,
    type: kind === "log" ? "log10" : "linear",
    format: typeof format === "function" && scale === x ? format : (value) => shown(value, 3),
  });
  const axes = { x: axis(x, options.x), y: axis(y, options.y) };
  axes.x.continuous = true;
  return axes;
}

export class Sound {
  /** Plays the curves of `panel` from `element`, which gets the focus; what is said stands in `said`. */
  constructor(element, said, panel) {
    Object.assign(this, { element, panel });
    const curves = curvesOf(panel);
    this.known = JSON.stringify(curves);
    const { err, data } = c2mChart({
      type: "line", title: panel.options.title, element, cc: said,
      data: curves, axes: axesOf(panel), lang: "en",
    });
    if (err) throw new Error(err);
    this.chart = data;
  }

  /** All of the first curve, from its start. */
  play() {
    this.element.focus();
    this.#press("Home");
    this.#press("End", true);
  }

  /** The panel has been drawn again: other numbers are said so, the same ones go on playing. */
  update() {
    const curves = curvesOf(this.panel);
    if (JSON.stringify(curves) === this.known) return;
    this.known = JSON.stringify(curves);
    this.chart.setData(curves, axesOf(this.panel));
  }

  end() {
    this.chart.cleanUp();
  }

  #press(key, shiftKey = false) {
    this.element.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey }));
  }
}
