// A sheet to draw on: by mouse or finger, or with the arrow keys and the space bar.

import { fitted } from "../../../web/drawing/canvas.js";
import { titled } from "../../../web/drawing/box.js";
import { make } from "../../../web/elements.js";
import { colour } from "../../../web/drawing/theme.js";
import { widthOfPart } from "../../../web/drawing/width.js";

const LARGEST = 330; // pixels
const CELLS = 8;
const PEN = 0.085; // of the sheet's width
const NEAR = 0.012; // points nearer than this to the last one are left out
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const STEP = 1 / 24;
const HOW = "Sheet to draw on. With the keyboard: the arrow keys move the pen, Space sets it down "
  + "and lifts it, Backspace takes the last stroke back, Delete clears the sheet.";

export class Sketch {
  /** changed() is called after every change of `strokes`, lists of points in the unit square. */
  constructor(parent, { title, changed }) {
    this.changed = changed;
    this.strokes = [];
    this.pen = [0.3, 0.2];
    this.down = false; // the keyboard's pen
    this.canvas = make("canvas", "dlb-sketch");
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute("role", "application");
    this.canvas.setAttribute("aria-label", HOW);
    this.box = titled(parent, title, this.canvas);
    this.place = widthOfPart(this.box);
    this.listen();
  }

  listen() {
    const { canvas } = this;
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      canvas.setPointerCapture(event.pointerId);
      this.lift();
      this.pointer = event.pointerId;
      this.begin(this.placeOf(event));
    });
    canvas.addEventListener("pointermove", (event) => {
      if (event.pointerId !== this.pointer) return;
      const events = event.getCoalescedEvents?.() ?? [];
      for (const one of events.length ? events : [event]) this.goTo(this.placeOf(one));
      this.changed();
    });
    for (const end of ["pointerup", "pointercancel"]) {
      canvas.addEventListener(end, (event) => {
        if (event.pointerId === this.pointer) this.pointer = null;
      });
    }
    canvas.addEventListener("keydown", (event) => this.press(event));
    for (const name of ["focus", "blur"]) canvas.addEventListener(name, () => this.changed());
  }

  press(event) {
    const by = KEYS[event.key];
    if (by) {
      const size = STEP * (event.shiftKey ? 4 : 1);
      this.pen = this.pen.map((at, axis) => Math.min(1, Math.max(0, at + by[axis] * size)));
      if (this.down) this.goTo(this.pen);
    } else if (event.key === " ") {
      this.down = !this.down;
      if (this.down) this.begin(this.pen);
    } else if (event.key === "Backspace") this.undo();
    else if (event.key === "Delete") this.clear();
    else return;
    event.preventDefault();
    this.changed();
  }

  placeOf(event) {
    const frame = this.canvas.getBoundingClientRect();
    const within = (value) => Math.min(1, Math.max(0, value));
    return [within((event.clientX - frame.left) / frame.width),
      within((event.clientY - frame.top) / frame.height)];
  }

  begin(place) {
    this.strokes.push([place]);
    this.pen = place;
    this.changed();
  }

  goTo(place) {
    const stroke = this.strokes.at(-1);
    const [x, y] = stroke.at(-1);
    if (Math.hypot(place[0] - x, place[1] - y) < NEAR) return;
    stroke.push(place);
    this.pen = place;
  }

  /** The pen leaves the sheet, whoever holds it. */
  lift() {
    this.down = false;
    this.pointer = null;
  }

  undo() {
    this.strokes.pop();
    this.lift();
    this.changed();
  }

  clear() {
    this.strokes = [];
    this.lift();
    this.changed();
  }

  /** Draw the strokes, or `image` (64 numbers in [0, 1]) where one is given, or the `hint`. */
  draw(image, hint) {
    const width = Math.min(LARGEST, this.place.pixels);
    const ink = fitted(this.canvas, width, width);
    ink.fillStyle = colour(this.box, "surface");
    ink.fillRect(0, 0, width, width);
    if (image) this.drawImage(ink, width, image);
    this.drawStrokes(ink, width);
    if (!image && this.strokes.length === 0) this.drawHint(ink, width, hint);
    if (document.activeElement === this.canvas) this.drawPen(ink, width);
  }

  drawImage(ink, width, image) {
    const cell = width / CELLS;
    ink.fillStyle = colour(this.box, "ink");
    image.forEach((grey, k) => {
      ink.globalAlpha = grey;
      ink.fillRect((k % CELLS) * cell, Math.floor(k / CELLS) * cell, cell + 0.3, cell + 0.3);
    });
    ink.globalAlpha = 1;
  }

  drawStrokes(ink, width) {
    Object.assign(ink, { lineWidth: PEN * width, lineCap: "round", lineJoin: "round" });
    ink.strokeStyle = colour(this.box, "ink");
    for (const stroke of this.strokes) {
      ink.beginPath();
      stroke.forEach(([x, y]) => ink.lineTo(x * width, y * width));
      if (stroke.length === 1) ink.lineTo(stroke[0][0] * width + 0.01, stroke[0][1] * width);
      ink.stroke();
    }
  }

  drawHint(ink, width, hint) {
    ink.fillStyle = colour(this.box, "muted");
    ink.font = `15px ${getComputedStyle(this.box).fontFamily}`;
    ink.textAlign = "center";
    ink.fillText(hint, width / 2, width / 2);
  }

  drawPen(ink, width) {
    ink.beginPath();
    ink.arc(this.pen[0] * width, this.pen[1] * width, (PEN * width) / 2 + 3, 0, 7);
    ink.strokeStyle = colour(this.box, "accent");
    ink.lineWidth = 2;
    ink.setLineDash(this.down ? [] : [4, 3]);
    ink.stroke();
    ink.setLineDash([]);
  }
}
