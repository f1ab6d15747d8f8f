// Sliders with a box to type in: the stock views change a value that lies outside, and say nothing of it.

import * as float from "@jupyter-widgets/controls/lib/widget_float.js";
import { corrected, rangeOf } from "../drawing/typed.js";
import { make } from "../elements.js";

const rounded = (number) => Number(number.toPrecision(4));

/** The stock `View` whose box says its range, and below it what became of a value that it does not take. */
const saying = (View, exact) => class extends View {
  render() {
    super.render();
    this.readout.title = rangeOf(this.bounds());
    this.said = make("p", "dlb-corrected");
    this.said.setAttribute("aria-live", "polite");
    this.el.append(this.said);
    const clear = () => (this.said.textContent = "");
    this.readout.addEventListener("input", clear);
    this.$slider.noUiSlider.on("slide", clear);
  }

  bounds() {
    return ["min", "max"].map((end) => rounded(exact(this.model.get(end), this.model)));
  }

  stringToValue(text) {
    return super.stringToValue(text.replace("−", "-"));
  }

  handleTextChange() {
    const { textContent: text } = this.readout;
    const isNew = text !== this.valueToString(this.model.get("value"));
    super.handleTextChange();
    if (!isNew) return; // left after Enter: what was said stays
    const [low, high] = this.bounds();
    const typed = this.stringToValue(text);
    const isTaken = low <= typed && typed <= high;
    this.said.textContent = isTaken ? ""
      : corrected(this.model.get("description"), [low, high], typed, rounded(this.model.get("value")));
  }
};

export const FloatSliderView = saying(float.FloatSliderView, (end) => end);
export const FloatLogSliderView = saying(float.FloatLogSliderView, (end, model) => model.get("base") ** end);
