// A batch of images dealt to workers: a row or more of small images for each, with the worker's
// number and how many it has.

import { fitted } from "../../../web/drawing/canvas.js";
import { titled } from "../../../web/drawing/box.js";
import { make } from "../../../web/elements.js";
import { colour } from "../../../web/drawing/theme.js";
import { widthOfPart } from "../../../web/drawing/width.js";

const SIDE = 8; // pixels of an image
const LEVELS = 16; // grey levels above paper
const LABEL = 64; // room at the left, in CSS pixels
const BETWEEN = 5; // between two workers
const HIGHEST = 330;
const LARGEST = 40; // an image's width
const MOST_ACROSS = 25;

/** Images across and their width, as large as they fit: {across, size}. */
function fit(sizes, width) {
  let best = { across: 1, size: 0 };
  for (let across = 1; across <= MOST_ACROSS; across += 1) {
    const rows = sizes.reduce((sum, n) => sum + Math.ceil(n / across), 0);
    const high = (HIGHEST - BETWEEN * sizes.length) / rows;
    const size = Math.min(LARGEST, (width - LABEL) / across, high);
    if (size >= best.size) best = { across, size };
  }
  return best;
}

export class Dealt {
  constructor(parent, title) {
    this.canvas = make("canvas", "");
    this.canvas.setAttribute("aria-hidden", "true");
    this.box = titled(parent, title, this.canvas);
    this.place = widthOfPart(this.box);
  }

  /** A column of `levels` is an image; the first sizes[0] are worker 1's, and so on. */
  draw(levels, sizes) {
    const width = this.place.pixels;
    const { across, size } = fit(sizes, width);
    const rows = sizes.map((n) => Math.ceil(n / across));
    const total = rows.reduce((sum, n) => sum + n, 0);
    const ink = fitted(this.canvas, width, total * size + BETWEEN * sizes.length);
    const shades = Object.fromEntries(
      ["ink", "surface", "grid", "muted"].map((name) => [name, colour(this.box, name)]));
    const strip = this.strip(levels, shades.ink);
    let image = 0;
    let top = BETWEEN / 2;
    sizes.forEach((n, k) => {
      this.label(ink, k, n, top + size / 2, shades);
      for (let j = 0; j < n; j += 1, image += 1) {
        const x = LABEL + (j % across) * size;
        const y = top + Math.floor(j / across) * size;
        ink.fillStyle = shades.surface;
        ink.fillRect(x, y, size - 1.5, size - 1.5);
        ink.drawImage(strip, image * SIDE, 0, SIDE, SIDE, x, y, size - 1.5, size - 1.5);
        ink.lineWidth = 1;
        ink.strokeStyle = shades.grid;
        ink.strokeRect(x, y, size - 1.5, size - 1.5);
      }
      top += rows[k] * size + BETWEEN;
    });
  }

  /** The worker's number in a circle, and beside it how many images it has. */
  label(ink, k, n, y, shades) {
    const radius = 9.5;
    Object.assign(ink, { strokeStyle: shades.muted, lineWidth: 1.5,
      fillStyle: shades.ink, textBaseline: "middle", textAlign: "center" });
    const family = getComputedStyle(this.box).fontFamily;
    const middle = Math.max(y, radius + 1);
    ink.beginPath();
    ink.arc(radius + 2, middle, radius, 0, 2 * Math.PI);
    ink.stroke();
    ink.font = `600 ${k < 9 ? 12 : 10.5}px ${family}`;
    ink.fillText(String(k + 1), radius + 2, middle + 0.5);
    ink.font = `12px ${family}`;
    ink.textAlign = "left";
    ink.fillText(`× ${n}`, 2 * radius + 7, middle + 0.5);
  }

  /** All images in a row, in the colour of ink on nothing: drawn once for each theme. */
  strip({ shape: [, count], data }, colourOfInk) {
    const key = `${colourOfInk} ${count}`;
    if (this.drawn?.key === key) return this.drawn.canvas;
    const canvas = make("canvas", "");
    Object.assign(canvas, { width: count * SIDE, height: SIDE });
    const ink = canvas.getContext("2d");
    const image = ink.createImageData(count * SIDE, SIDE);
    data.forEach((level, i) => {
      const [p, k] = [Math.floor(i / count), i % count];
      const [row, column] = [Math.floor(p / SIDE), p % SIDE];
      image.data[4 * (row * count * SIDE + k * SIDE + column) + 3] = (255 * level) / LEVELS;
    });
    ink.putImageData(image, 0, 0);
    ink.globalCompositeOperation = "source-in";
    ink.fillStyle = colourOfInk;
    ink.fillRect(0, 0, canvas.width, SIDE);
    this.drawn = { key, canvas };
    return canvas;
  }
}
