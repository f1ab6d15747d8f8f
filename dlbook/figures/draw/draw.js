// Draws the figure beside it: a sheet for the reader's digit, what the network gets to see of it,
// and what it answers.

import { Bars } from "./bars.js";
import { make } from "../../../web/drawing/card.js";
import { figure } from "../../../web/drawing/figure.js";
import { digitFromStrokes, forward, movedRight, softmax } from "../../../web/drawing/formulas.js";
import { Pixels } from "./pixels.js";
import { Sketch } from "./sketch.js";
import { number } from "../../../web/drawing/status.js";

const PIXELS = 64;
const FULL = 16;

function button(tools, text, act) {
  const element = make("button", "dlb-button", text);
  element.type = "button";
  element.addEventListener("click", act);
  tools.append(element);
  return element;
}

/** A probability in per cent, to one decimal. */
const percent = (name, share) =>
  ({ name, value: 100 * share, text: (100 * share).toFixed(1) });

export default figure(({ picture, tools, link, model, redraw }) => {
  const sizes = model.get("sizes");
  let chosen = null; // the test image that the slider was last found at
  let loaded = true; // whether that image is on the sheet, not the reader's own drawing
  const sheet = new Sketch(picture, {
    title: "draw a digit here",
    changed: () => {
      if (sheet.strokes.length > 0) loaded = false;
      redraw();
    },
  });
  const seen = new Pixels(picture, "what the network gets");
  const bars = new Bars(picture, "what it answers");
  button(tools, "Clear", () => {
    loaded = false;
    sheet.clear();
  });
  button(tools, "Undo stroke", () => sheet.undo());

  function imageOf({ image }, { images }) {
    if (!loaded) return digitFromStrokes(sheet.strokes);
    const start = image * PIXELS;
    return Array.from(images.data.subarray(start, start + PIXELS), (ink) => ink / FULL);
  }

  function subject(label) {
    if (label !== null) return ["a test image, a ", number("label", label)];
    return [sheet.strokes.length > 0 ? "your drawing" : "an empty sheet"];
  }

  return ({ state, arrays }) => {
    if (chosen !== state.image) {
      chosen = state.image;
      loaded = true;
      sheet.strokes = [];
      sheet.lift();
    }
    link.hidden ||= !loaded; // an address holds no drawing
    const image = imageOf(state, arrays);
    const moved = movedRight(image, Math.round(state.shift)); // a dragged slider passes between
    const shares = softmax(forward(sizes, arrays.flat.data, moved, "relu", "linear").at(-1));
    const [best, second] = shares.map((_, k) => k).sort((a, b) => shares[b] - shares[a]);
    const label = loaded ? arrays.labels.data[state.image] : null;
    sheet.draw(loaded ? image : null, "mouse, finger or keys");
    seen.draw(moved);
    bars.draw(shares, best, label);
    const verdict = label === null ? "" : best === label ? " · right" : " · wrong";
    return [...subject(label), " · the network says ", number("says", best), " with ",
      percent("probability", shares[best]), " %, then ", number("second", second), " with ",
      percent("second_probability", shares[second]), ` %${verdict}`];
  };
});
