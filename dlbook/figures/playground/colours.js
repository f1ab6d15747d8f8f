// Colours of a map: from one side's through nothing to the other's, or one for each class.

import { rgb } from "d3-color";
import { colour } from "../../../web/drawing/theme.js";
import { SIDE } from "./plane.js";

export const CLASSES = ["class0", "class1", "class2", "class3"];
const STRENGTH = 0.62; // opacity where a value is as large as it gets

/** The colours in force where `element` stands. */
export function coloursAt(element) {
  return CLASSES.map((name) => rgb(colour(element, name)));
}

/** Values from -1 to 1 as an image: below 0 in the first colour, above in the second. */
export function twoSided(values, colours, inSteps) {
  const image = new ImageData(SIDE, SIDE);
  values.forEach((value, i) => {
    const seen = inSteps ? Math.sign(value) : Math.max(-1, Math.min(1, value));
    const { r, g, b } = colours[seen < 0 ? 0 : 1];
    image.data.set([r, g, b, 255 * STRENGTH * Math.abs(seen) || 0], 4 * i);
  });
  return image;
}

/** Shares of classes, class after class, as an image: the largest share's colour. */
export function byClass(shares, classes, colours, inSteps) {
  const image = new ImageData(SIDE, SIDE);
  const n = SIDE * SIDE;
  for (let i = 0; i < n; i += 1) {
    let best = 0;
    for (let k = 1; k < classes; k += 1) if (shares[k * n + i] > shares[best * n + i]) best = k;
    const surplus = (shares[best * n + i] - 1 / classes) / (1 - 1 / classes);
    const { r, g, b } = colours[best];
    image.data.set([r, g, b, 255 * STRENGTH * (inSteps ? 1 : surplus) || 0], 4 * i);
  }
  return image;
}

/** Draws a map, enlarged, over the whole of a canvas's context of this size. */
export function paint(ink, image, width, height, smooth = true) {
  const small = new OffscreenCanvas(SIDE, SIDE);
  small.getContext("2d").putImageData(image, 0, 0);
  ink.imageSmoothingEnabled = smooth;
  ink.drawImage(small, 0, 0, width, height);
}
