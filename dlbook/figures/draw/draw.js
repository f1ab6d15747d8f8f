// Draws the figure beside it: a sheet for the reader's digit, what the network gets to see of it,
// and what it answers.

import { Bars } from "./bars.js";
import { article, digitFromStrokes } from "../../../web/drawing/digits.js";
import { button } from "../../../web/elements.js";
import { figure } from "../../../web/drawing/computed.js";
import { GONE, RESET } from "../../../web/drawing/events.js";
import { tabulate } from "../../../web/drawing/numbers.js";
import { Pixels } from "./pixels.js";
import { Sketch } from "./sketch.js";
import { number } from "../../../web/drawing/status.js";

const PLACES = [1, 2, 3, 4, 5, 6, 7, 8]; // of rows and columns

/** A probability in per cent, to one decimal. */
const percent = (name, share) =>
  ({ name, value: 100 * share, text: (100 * share).toFixed(1) });

export default figure(({ root, picture, tools, link, model, give }) => {
  let own = false; // whether the reader's own drawing is on the sheet, not the test image
  const sheet = new Sketch(picture, {
    title: "draw a digit here",
    changed: () => {
      own ||= sheet.strokes.length > 0;
      present();
    },
  });
  const seen = new Pixels(picture, "what the network gets");
  const bars = new Bars(picture, "what it answers (%)");
  button(tools, "Clear", () => {
    own = true;
    sheet.clear();
  });
  button(tools, "Undo stroke", () => sheet.undo());
  const toImage = () => {
    own = false;
    sheet.strokes = [];
    sheet.lift();
    present();
  };
  model.on("change:image", toImage);
  root.addEventListener(RESET, toImage);
  root.addEventListener(GONE, () => model.off("change:image", toImage));

  /** Hand what is on the sheet to the job. */
  function present() {
    if (own) {
      const data = digitFromStrokes(sheet.strokes, model.get("paper"));
      give("drawing", { shape: [data.length, 1], data });
    }
    give("own", { shape: [], data: [Number(own)] });
  }

  function subject(label, drawing) {
    if (label !== null) return [`a test image, ${article(label)} `, number("label", label)];
    return [drawing.data.some((level) => level > 0) ? "your drawing" : "an empty sheet"];
  }

  return ({ state, arrays }) => {
    link.hidden ||= own; // an address holds no drawing
    const shares = [...arrays.shares.data];
    const [best, second] = shares.map((_, k) => k).sort((a, b) => shares[b] - shares[a]);
    const label = arrays.own.data[0] ? null : arrays.labels.data[state.image];
    const full = arrays.full.data[0];
    sheet.draw(own ? null : arrays.on_the_sheet.data, "mouse, finger or keys");
    seen.draw(Array.from(arrays.seen.data), full);
    bars.draw(shares, best, label);
    tabulate(seen.box, "what the network gets: inked parts of each cell, by row and column", () => new Map([
      ["row", PLACES], ...PLACES.map((column) => [String(column),
        PLACES.map((row) => Math.round(full * arrays.seen.data[8 * (row - 1) + column - 1]))])]));
    tabulate(bars.box, "what it answers", () => ({ "digit": shares.map((_, k) => k),
      "probability (%)": shares.map((share) => (100 * share).toFixed(2)) }));
    const verdict = label === null ? "" : best === label ? " · right" : " · wrong";
    return [...subject(label, arrays.drawing), " · the network says ", number("says", best),
      " with ", percent("probability", shares[best]), " %, then ", number("second", second),
      " with ", percent("second_probability", shares[second]), ` %${verdict}`];
  };
});
