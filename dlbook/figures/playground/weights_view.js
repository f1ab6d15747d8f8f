// The weights and the bias of one unit, as numbers to be read and typed.

import { make } from "../../../web/elements.js";

export class WeightsView {
  /** changed(unit, column, value): a number was typed; column -1 is the bias. */
  constructor(parent, changed) {
    this.changed = changed;
    this.box = make("section", "dlb-pg-weights");
    this.box.hidden = true;
    this.title = make("p", "dlb-pg-title");
    this.fields = make("div", "dlb-pg-fields");
    this.box.append(this.title, this.fields);
    parent.append(this.box);
  }

  /** Show `unit`, whose inputs have these names; `column`: which number to type in first. */
  open(unit, names, column) {
    this.unit = unit;
    this.title.textContent = `Weights of ${unit.name}`;
    this.inputs = [...names, "bias"].map((name, k) => {
      const label = make("label", "", name);
      const input = make("input", "dlb-pg-number");
      Object.assign(input, { type: "number", step: 0.1 });
      input.addEventListener("change", () => {
        const value = Number(input.value);
        if (input.value !== "" && Number.isFinite(value)) {
          this.changed(unit, k < names.length ? k : -1, value);
        }
      });
      label.append(input);
      return input;
    });
    this.fields.replaceChildren(...this.inputs.map((input) => input.parentElement));
    this.box.hidden = false;
    if (column !== undefined) this.inputs[column].focus();
  }

  close() {
    this.unit = null;
    this.box.hidden = true;
  }

  /** The numbers as they are now; one that is being typed is left alone. */
  show(blocks) {
    if (!this.unit) return;
    const { shape: [, columns], data } = blocks[this.unit.layer - 1];
    this.inputs.forEach((input, k) => {
      if (input !== document.activeElement) {
        input.value = Number(data[this.unit.unit * columns + k].toPrecision(4));
      }
    });
  }
}
