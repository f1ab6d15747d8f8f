// Marks that several figures share: examples of two classes, and a legend.

import { create } from "d3-selection";
import { symbol, symbolCircle, symbolDiamond } from "d3-shape";
import { make } from "../elements.js";

const ARM = 1.8; // pixels, how wide a cross's lines are
const CORNERS = [[1, -1], [1, 1], [-1, 1], [-1, -1]];

/** A cross as an area, which has an edge against the shade behind it, as the other shapes have. */
export const symbolCross = {
  draw(context, size) {
    const far = 0.6 * Math.sqrt(size);
    const half = ARM / Math.SQRT2 / 2; // along x and along y
    const outline = CORNERS.flatMap(([x, y]) => [
      [(x + y) * half, (y - x) * half],
      [x * far + y * half, y * far - x * half],
      [x * far - y * half, y * far + x * half],
    ]);
    outline.forEach(([x, y], k) => (k ? context.lineTo(x, y) : context.moveTo(x, y)));
    context.closePath();
  },
};

const SHAPES = [symbol(symbolCircle, 38)(), symbol(symbolCross, 46)()];
const CLASSES = ["dlb-class0", "dlb-class1 dlb-cross"];
const DIAMOND = symbol(symbolDiamond, 130)();

/** The examples, in data units: class 0 as circles, class 1 as crosses. */
export function examples(panel, points) {
  panel.plot.selectAll("path.dlb-example").data(points)
    .join("path")
    .attr("d", ([, , label]) => SHAPES[label])
    .attr("class", ([, , label]) => `dlb-example ${CLASSES[label]}`)
    .attr("transform", ([x, y]) => `translate(${panel.x(x)},${panel.y(y)})`);
}

/** One marked point with a note beside it. */
export function diamond(panel, name, [x, y], note) {
  const group = panel.front.selectAll(`g[data-name="${name}"]`).data([note]).join((enter) => {
    const entered = enter.append("g").attr("data-name", name);
    entered.append("path").attr("class", "dlb-diamond").attr("d", DIAMOND);
    entered.append("text").attr("class", "dlb-note").attr("x", 11).attr("y", 4);
    return entered;
  });
  group.attr("transform", `translate(${panel.x(x)},${panel.y(y)})`);
  group.select("text").text(note);
}

/** The dots of a panel, in data units: [x, y], of another class than "dlb-now" and radius in pixels
 * where [x, y, class name, radius] says so. */
export function dots(panel, places) {
  panel.front.selectAll("circle").data(places).join("circle")
    .attr("class", ([, , className = "dlb-now"]) => className).attr("r", ([, , , radius = 6]) => radius)
    .attr("cx", ([x]) => panel.x(x)).attr("cy", ([, y]) => panel.y(y));
}

/** The run that is pinned, as a line behind the others', and its entry in the panel's legend while there
 * is one. */
export function pinnedLine(panel, points) {
  panel.line("pinned", points, "dlb-pinned");
  const key = panel.box.querySelector(".dlb-key.dlb-pinned");
  if (key) key.parentElement.hidden = points.length === 0;
  else if (points.length) legend(panel.box, [["dlb-pinned", "pinned run"]]);
}

/** A legend: [class name, text] pairs, each with a short piece of its line. */
export function legend(parent, entries) {
  keys(parent, entries.map(([className, text]) => [make("span", `dlb-key ${className}`), text]));
}

/** A legend of the two classes, with the shapes that `examples` draws. */
export function classLegend(parent, names) {
  keys(parent, names.map((name, label) => {
    const key = create("svg").attr("class", "dlb-key-mark").attr("viewBox", "-6 -6 12 12")
      .attr("width", 14).attr("height", 14).attr("aria-hidden", "true");
    key.append("path").attr("d", SHAPES[label]).attr("class", CLASSES[label]);
    return [key.node(), name];
  }));
}

/** Adds entries to the legend at the end of `parent`, which gets one if it has none. */
function keys(parent, entries) {
  const box = parent.querySelector(":scope > .dlb-legend") ?? make("div", "dlb-legend");
  for (const parts of entries) {
    const entry = make("span", "");
    entry.append(...parts);
    box.append(entry);
  }
  parent.append(box);
}
