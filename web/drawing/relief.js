// A landscape seen from above: the stronger the colour the lower, lit from the upper left, with lines of equal height.

import { rgb } from "d3-color";
import { CELL, levelPath } from "./surface.js";
import { colour } from "./theme.js";

const LINES = 13;
const PRESS = 0.4; // exponent that lifts what lies low
const LIGHT = 6; // how strongly a slope catches the light, where the colour is full
const LIT = [0.84, 1.14];

/** Heights pressed into [0, 1], so that valleys keep their shape beside steep walls. */
function press(field) {
  const low = field.reduce((a, b) => Math.min(a, b));
  const high = field.reduce((a, b) => Math.max(a, b));
  const span = high - low;
  const levels = Array.from({ length: LINES }, (_, k) => low + span * ((k + 0.5) / LINES) ** (1 / PRESS));
  return { levels, pressed: field.map((v) => ((v - low) / span) ** PRESS) };
}

/** Heights that are logarithms already: [low, high] is brought to [0, 1], lines `step` apart. */
function spread(field, { low, high, step }) {
  const levels = Array.from({ length: Math.round((high - low) / step) - 1 }, (_, k) => low + (k + 1) * step);
  return { levels, pressed: field.map((v) => Math.min(Math.max((v - low) / (high - low), 0), 1)) };
}

const mix = (from, to, share) => from + (to - from) * share;

/**
 * Paint a field from `sample` in the colour of `meaning`. even: {low, high, step} for heights that
 * are shown as they are, between fixed ends, instead of pressed.
 */
export function relief(panel, { field, columns, rows }, meaning, even) {
  const { levels, pressed } = even ? spread(field, even) : press(field);
  const [deep, high] = [rgb(colour(panel.box, meaning)), rgb(colour(panel.box, "card"))];
  const image = new ImageData(columns, rows);
  for (let i = 0; i < field.length; i += 1) {
    const right = i % columns === columns - 1 ? i : i + 1;
    const below = i + columns < field.length ? i + columns : i;
    const share = 0.02 + 0.9 * pressed[i];
    // pale ground is lit less: what is equally high looks nearly equal on every side
    const light = 1 + LIGHT * (1 - share) * (pressed[right] + pressed[below] - 2 * pressed[i]) / 3;
    const shade = Math.min(Math.max(light, LIT[0]), LIT[1]);
    for (const [k, channel] of ["r", "g", "b"].entries()) {
      image.data[4 * i + k] = Math.min(255, mix(deep[channel], high[channel], share) * shade);
    }
    image.data[4 * i + 3] = 255;
  }
  const small = new OffscreenCanvas(columns, rows);
  small.getContext("2d").putImageData(image, 0, 0);
  panel.ink().drawImage(small, 0, 0, columns * CELL, rows * CELL);
  const lines = levels.map((level) => levelPath(panel, { field, columns, rows }, level)).join("");
  panel.path("levels", lines, "dlb-line dlb-level");
}
