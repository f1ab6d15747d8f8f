// A filled surface of values in [0, 1], one per small square of the plot: class 0 to class 1.

import { rgb } from "d3-color";
import { contours } from "d3-contour";
import { colour } from "./theme.js";

export const CELL = 5; // pixels
const STRENGTH = 0.5; // opacity at 0 and at 1; none at ½

/** Evaluate `value(x, y)` at the middle of every cell of the panel's plot, row by row. */
export function sample(panel, value) {
  const columns = Math.ceil(panel.innerWidth / CELL);
  const rows = Math.ceil(panel.innerHeight / CELL);
  const [left] = panel.x.range();
  const [, top] = panel.y.range();
  const field = new Float64Array(columns * rows);
  for (let row = 0; row < rows; row += 1) {
    const y = panel.y.invert(top + (row + 0.5) * CELL);
    for (let column = 0; column < columns; column += 1) {
      field[row * columns + column] = value(panel.x.invert(left + (column + 0.5) * CELL), y);
    }
  }
  return { field, columns, rows };
}

/** Paint a sampled field: below ½ in the colour of class 0, above in that of class 1. */
export function paint(panel, { field, columns, rows }) {
  const low = rgb(colour(panel.box, "class0"));
  const high = rgb(colour(panel.box, "class1"));
  const image = new ImageData(columns, rows);
  field.forEach((value, i) => {
    const { r, g, b } = value < 0.5 ? low : high;
    image.data.set([r, g, b, 255 * STRENGTH * Math.abs(2 * value - 1)], 4 * i);
  });
  const small = new OffscreenCanvas(columns, rows);
  small.getContext("2d").putImageData(image, 0, 0);
  panel.ink().drawImage(small, 0, 0, columns * CELL, rows * CELL);
}

/** The line where a sampled field crosses `level`, as an SVG path without the plot's own edge. */
export function levelPath(panel, { field, columns, rows }, level) {
  const [left] = panel.x.range();
  const [, top] = panel.y.range();
  const { coordinates } = contours().size([columns, rows]).contour(field, level);
  const inside = ([x, y]) => x > 0.5 && y > 0.5 && x < columns - 0.5 && y < rows - 0.5;
  const place = ([x, y]) => `${(left + x * CELL).toFixed(1)},${(top + y * CELL).toFixed(1)}`;
  let path = "";
  for (const ring of coordinates.flat()) {
    ring.forEach((point, i) => {
      const joined = i > 0 && (inside(point) || inside(ring[i - 1]));
      path += `${joined ? "L" : "M"}${place(point)}`;
    });
  }
  return path;
}

/** Draw the line where the field is ½: the decision boundary. */
export function boundary(panel, sampled, level = 0.5) {
  panel.path("boundary", levelPath(panel, sampled, level), "dlb-line dlb-boundary");
}

/** The value between the points of a square grid, side × side over [left, right] × [low, high]. */
export function between(data, side, [left, right, low, high]) {
  const place = (v, from, to) => Math.min(Math.max((v - from) / (to - from), 0), 1) * (side - 1);
  return (x, y) => {
    const [c, r] = [place(x, left, right), place(y, low, high)];
    const [column, row] = [Math.min(Math.floor(c), side - 2), Math.min(Math.floor(r), side - 2)];
    const [p, q] = [c - column, r - row];
    const k = row * side + column;
    return (1 - q) * ((1 - p) * data[k] + p * data[k + 1]) +
      q * ((1 - p) * data[k + side] + p * data[k + side + 1]);
  };
}

/**
 * The heights of landscapes over the square [low, high]², as `relief` paints them: heights(name,
 * array (side, side)), drawn anew only when the landscape or the size changes.
 */
export function heightsOn(panel, [low, high]) {
  let sampled = { key: "" };
  return (name, { data }) => {
    const key = `${name} ${panel.width}`;
    if (sampled.key !== key) {
      const height = between(data, Math.sqrt(data.length), [low, high, low, high]);
      sampled = { key, ...sample(panel, height) };
    }
    return sampled;
  };
}
