// A surface over a square, drawn in perspective-free 3-D and turned by hand: painted square by
// square from the back to the front, lit from one side, with a scale of heights at its left edge.

import { fitted } from "../../../web/drawing/canvas.js";
import { rgb } from "d3-color";
import { titled } from "../../../web/drawing/box.js";
import { make } from "../../../web/elements.js";
import { colour } from "../../../web/drawing/theme.js";
import { widthOfPart } from "../../../web/drawing/width.js";

const TILT = 0.62; // how much of the floor's depth is seen: sin of the angle of view
const RISE = 0.62; // height of the box by its side
const SHADE = [0.74, 1.16];
const MESH = 4; // squares between two lines of the mesh
const OUTSIDE = 0.08; // where an axis is named, beyond the edge of the floor
const FONT = "12px system-ui, sans-serif";
const KEYS = { ArrowLeft: -5, ArrowRight: 5 };
const TURN_A_PIXEL = 0.5; // degrees

const mix = (from, to, share) => from + (to - from) * share;
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

export class Terrain {
  /** options: {title, label, read(), write(turn)}: the turn in degrees, as the figure keeps it. */
  constructor(parent, { title, label, read, write }) {
    this.canvas = make("canvas", "dlb-terrain");
    Object.entries({ tabindex: 0, role: "application", "aria-label": label,
      "aria-roledescription": "surface to turn with the left and right arrow keys" })
      .forEach(([name, value]) => this.canvas.setAttribute(name, value));
    this.box = titled(parent, title, this.canvas);
    this.place = widthOfPart(this.box);
    this.listen(read, write);
  }

  listen(read, write) {
    let from = null;
    this.canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      from = { x: event.clientX, turn: read() };
      this.canvas.setPointerCapture(event.pointerId);
    });
    this.canvas.addEventListener("pointermove", (event) => {
      if (from) write(from.turn + (event.clientX - from.x) * TURN_A_PIXEL);
    });
    for (const end of ["pointerup", "pointercancel"]) {
      this.canvas.addEventListener(end, () => { from = null; });
    }
    this.canvas.addEventListener("keydown", (event) => {
      if (!(event.key in KEYS)) return;
      event.preventDefault();
      write(read() + KEYS[event.key] * (event.shiftKey ? 6 : 1));
    });
  }

  /**
   * field: {data, side, key}: heights row by row, shaded anew when the key (of data and theme) is
   * another; those outside [low, high] are cut off; turn in degrees; pin: [x, y] in [0, 1]; marks:
   * [height, text] along the scale.
   */
  draw({ data, side, key }, [low, high], turn, pin, marks) {
    this.fit();
    const at = this.projection(turn, low, high);
    this.floor(at, low);
    if (this.shaded?.key !== key) {
      this.shaded = { key, shades: this.shadesOf(data, side, low, high) };
    }
    const { shades } = this.shaded;
    const place = (row, column) => {
      const height = clamp(data[row * side + column], low, high);
      return at(column / (side - 1), row / (side - 1), height);
    };
    const corners = new Float64Array(2 * side * side);
    for (let row = 0; row < side; row += 1) {
      for (let column = 0; column < side; column += 1) {
        const k = 2 * (row * side + column);
        [corners[k], corners[k + 1]] = place(row, column);
      }
    }
    const pen = this.pen(corners);
    for (const row of order(side - 1, at.depth(0, 1) < at.depth(0, 0))) {
      for (const column of order(side - 1, at.depth(1, 0) < at.depth(0, 0))) {
        const k = row * side + column;
        pen.square(k, side, shades[k]);
        if (row % MESH === 0) pen.line(k, k + 1);
        if (column % MESH === 0) pen.line(k, k + side);
        if (row === side - 2) pen.line(k + side, k + side + 1);
        if (column === side - 2) pen.line(k + 1, k + side + 1);
      }
    }
    this.scale(at, low, high, marks);
    this.pin(at, pin, data, side, low, high);
  }

  /** What fills the square at a corner and draws a line of the mesh, between numbered corners. */
  pen(corners) {
    const { ink } = this;
    const mesh = colour(this.box, "ink");
    const start = (k) => ink.moveTo(corners[2 * k], corners[2 * k + 1]);
    const to = (k) => ink.lineTo(corners[2 * k], corners[2 * k + 1]);
    return {
      square(k, side, shade) { // called thousands of times for a picture
        ink.beginPath();
        start(k);
        to(k + 1);
        to(k + side + 1);
        to(k + side);
        ink.closePath();
        ink.fillStyle = shade;
        ink.strokeStyle = shade;
        ink.lineWidth = 0.6;
        ink.fill();
        ink.stroke(); // no seams between neighbours
      },
      line(from, end) {
        ink.beginPath();
        start(from);
        to(end);
        Object.assign(ink, { strokeStyle: mesh, lineWidth: 0.8, globalAlpha: 0.3 });
        ink.stroke();
        ink.globalAlpha = 1;
      },
    };
  }

  /** The canvas fitted to its place and the screen's pixels, and emptied. */
  fit() {
    this.width = Math.max(220, this.place.pixels);
    this.height = Math.round(0.9 * this.width);
    this.ink = fitted(this.canvas, this.width, this.height);
  }

  /** (x, y, height) → [pixels across, pixels down]; `depth` is larger nearer to the reader. */
  projection(turn, low, high) {
    const angle = (turn * Math.PI) / 180;
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const unit = 0.56 * this.width;
    const middle = [0.57 * this.width, 0.635 * this.width]; // of the floor
    const at = (x, y, height) => {
      const [u, v] = [x - 0.5, y - 0.5];
      return [
        middle[0] + unit * (c * u - s * v),
        middle[1] - unit * (TILT * (s * u + c * v) + (RISE * (height - low)) / (high - low)),
      ];
    };
    at.depth = (x, y) => -(s * x + c * y);
    return at;
  }

  /** The square under the surface, with the names of its axes at the two edges in front. */
  floor(at, low) {
    const { ink } = this;
    ink.beginPath();
    [[0, 0], [1, 0], [1, 1], [0, 1]].forEach(([x, y], k) => {
      const [across, down] = at(x, y, low);
      if (k) ink.lineTo(across, down);
      else ink.moveTo(across, down);
    });
    ink.closePath();
    ink.strokeStyle = colour(this.box, "muted");
    ink.lineWidth = 1;
    ink.stroke();
    ink.fillStyle = colour(this.box, "ink");
    Object.assign(ink, { font: FONT, textAlign: "center", textBaseline: "middle" });
    const near = (y0, y1) => (at.depth(...y0) > at.depth(...y1) ? y0 : y1);
    ink.fillText("α", ...at(...near([0.5, -OUTSIDE], [0.5, 1 + OUTSIDE]), low));
    ink.fillText("β", ...at(...near([-OUTSIDE, 0.5], [1 + OUTSIDE, 0.5]), low));
  }

  /** The colour of every square, by its height and by how it is turned to the light. */
  shadesOf(data, side, low, high) {
    const [deep, top] = [rgb(colour(this.box, "train")), rgb(colour(this.box, "card"))];
    const span = high - low;
    const shades = new Array(side * side);
    for (let k = 0; k < side * (side - 1); k += 1) {
      const share = clamp((data[k] - low) / span, 0, 1);
      const right = (k + 1) % side ? data[k + 1] : data[k];
      const slope = ((data[k] - right) + (data[k] - data[k + side])) / span;
      const light = clamp(1 + 3.2 * slope, ...SHADE);
      const channels = ["r", "g", "b"].map((channel) =>
        Math.round(clamp(mix(deep[channel], top[channel], 0.05 + 0.8 * share) * light, 0, 255)));
      shades[k] = `rgb(${channels.join(" ")})`;
    }
    return shades;
  }

  /** Heights written along the corner of the box that stands furthest to the left. */
  scale(at, low, high, marks) {
    const { ink } = this;
    const corners = [[0, 0], [1, 0], [1, 1], [0, 1]];
    const [x, y] = corners.reduce((a, b) => (at(...b, low)[0] < at(...a, low)[0] ? b : a));
    ink.strokeStyle = colour(this.box, "muted");
    ink.fillStyle = colour(this.box, "ink");
    Object.assign(ink, { font: FONT, textAlign: "right", textBaseline: "middle", lineWidth: 1 });
    ink.beginPath();
    ink.moveTo(...at(x, y, low));
    ink.lineTo(...at(x, y, high));
    for (const [height, text] of marks) {
      const [across, down] = at(x, y, height);
      ink.moveTo(across, down);
      ink.lineTo(across - 5, down);
      ink.fillText(text, across - 8, down);
    }
    ink.stroke();
  }

  /** A pin from the surface upwards at a place, so that it is seen behind a hill too. */
  pin(at, [x, y], data, side, low, high) {
    const k = Math.round(y * (side - 1)) * side + Math.round(x * (side - 1));
    const foot = at(x, y, clamp(data[k], low, high));
    const head = at(x, y, high);
    const { ink } = this;
    ink.strokeStyle = colour(this.box, "ink");
    ink.fillStyle = colour(this.box, "ink");
    ink.lineWidth = 1.4;
    ink.beginPath();
    ink.moveTo(...foot);
    ink.lineTo(...head);
    ink.stroke();
    ink.beginPath();
    ink.arc(...head, 4.5, 0, 2 * Math.PI);
    ink.fill();
  }
}

/** 0 … count − 1, or the other way round: what is far away comes first. */
function order(count, backwards) {
  const indices = Array.from({ length: count }, (_, k) => k);
  return backwards ? indices.reverse() : indices;
}
