// A wall of small pictures of weights: full squares above zero, squares with a hole below it.

import { fitted } from "../../../web/drawing/canvas.js";
import { titled } from "../../../web/drawing/box.js";
import { make } from "../../../web/elements.js";
import { colour } from "../../../web/drawing/theme.js";
import { widthOfPart } from "../../../web/drawing/width.js";

const GAP = 1; // cells between two pictures
const HOLE = 0.36; // of a cell's width
const LARGEST = 400; // pixels
const LIFT = 0.6; // exponent by which small weights are drawn more strongly

export class Tiles {
  /** count pictures of side × side cells, `across` in a row. */
  constructor(parent, { title, count, side, across }) {
    Object.assign(this, { count, side, across, down: Math.ceil(count / across) });
    this.canvas = make("canvas", "");
    this.canvas.setAttribute("aria-hidden", "true");
    this.box = titled(parent, title, this.canvas);
    this.place = widthOfPart(this.box);
  }

  /** `value(tile, cell)` is a weight in [−1, 1]; cells run row by row. */
  draw(value) {
    const cells = (number) => number * (this.side + GAP) - GAP;
    const width = Math.min(LARGEST, this.place.pixels);
    const cell = width / cells(this.across);
    const ink = fitted(this.canvas, width, cell * cells(this.down));
    const shades = [colour(this.box, "negative"), colour(this.box, "positive")];
    for (let tile = 0; tile < this.count; tile += 1) {
      const left = (tile % this.across) * (this.side + GAP);
      const top = Math.floor(tile / this.across) * (this.side + GAP);
      this.frame(ink, left * cell, top * cell, this.side * cell);
      for (let k = 0; k < this.side ** 2; k += 1) {
        const x = (left + (k % this.side)) * cell;
        const y = (top + Math.floor(k / this.side)) * cell;
        this.square(ink, x, y, cell, value(tile, k), shades);
      }
    }
  }

  frame(ink, x, y, size) {
    ink.globalAlpha = 1;
    ink.fillStyle = colour(this.box, "surface");
    ink.fillRect(x, y, size, size);
    ink.strokeStyle = colour(this.box, "grid");
    ink.strokeRect(x, y, size, size);
  }

  square(ink, x, y, cell, weight, shades) {
    ink.globalAlpha = Math.min(1, Math.abs(weight)) ** LIFT;
    ink.fillStyle = shades[weight < 0 ? 0 : 1];
    ink.fillRect(x, y, cell + 0.3, cell + 0.3); // no seams between neighbours
    if (weight >= 0) return;
    ink.globalAlpha = 1;
    ink.fillStyle = colour(this.box, "surface");
    const hole = HOLE * cell * Math.min(1, 2 * Math.abs(weight));
    ink.fillRect(x + (cell - hole) / 2, y + (cell - hole) / 2, hole, hole);
  }
}
