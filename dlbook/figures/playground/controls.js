// The playground's controls: native elements with labels, each tied to one field of the state.

import { make } from "../../../web/elements.js";
import { shown } from "../../../web/drawing/status.js";
import { corrected, rangeOf } from "../../../web/drawing/typed.js";
import { boundsOf, isWhole, within } from "./state.js";

let count = 0;

/** A group of controls in `parent`: {fields, said}; the second says what becomes of values that no field takes. */
export function group(parent, title) {
  const box = make("fieldset", "dlb-pg-group");
  const [fields, said] = [make("div", ""), make("p", "dlb-corrected")];
  said.setAttribute("aria-live", "polite");
  box.addEventListener("input", () => (said.textContent = ""));
  box.append(make("legend", "", title), fields, said);
  parent.append(box);
  return { fields, said };
}

function labelled({ fields }, text, element) {
  const box = make("div", "dlb-pg-control");
  const label = make("label", "", text);
  element.id = `dlb-pg-${count++}`;
  label.htmlFor = element.id;
  box.append(label, element);
  fields.append(box);
  return box;
}

/** A list to choose one name from; options are names, or {name, label}. */
export function choice(parent, text, options, changed) {
  const select = make("select", "dlb-pg-select");
  for (const option of options) {
    const { name, label } = typeof option === "string" ? { name: option, label: option } : option;
    select.append(new Option(label, name));
  }
  select.addEventListener("change", () => changed(select.value));
  labelled(parent, text, select).classList.add("dlb-pg-row");
  return { show: (value) => (select.value = value) };
}

/** A box to type a number in, kept within the field's bounds; what becomes of another value is said. */
function numberBox({ said }, text, field, set, step) {
  const input = make("input", "dlb-pg-number");
  const limit = (bounds) => {
    const [min, max] = bounds;
    Object.assign(input, { type: "number", min, max, step, title: rangeOf(bounds) });
  };
  limit(boundsOf(field));
  input.addEventListener("change", () => {
    const bounds = [Number(input.min), Number(input.max)];
    const value = within(field, input.value, bounds);
    said.textContent = corrected(text, bounds, input.valueAsNumber, value, isWhole(field));
    input.value = value;
    set(value);
  });
  return { input, limit };
}

/** A number to type, with arrows; `limit(bounds)` gives it others than the field's. */
export function number(parent, text, field, changed, step = 1) {
  const { input, limit } = numberBox(parent, text, field, changed, step);
  labelled(parent, text, input).classList.add("dlb-pg-row");
  return { limit, show: (value) => (input.value = value), enable: (on) => (input.disabled = !on) };
}

/** A slider beside a box to type in. `log`: it moves by powers of ten; 0 lies at its very left. */
export function slider(parent, text, field, changed, { log = false, step = 0.01, unit = "" } = {}) {
  const [min, max] = boundsOf(field);
  const lowest = min > 0 ? min : 1e-5; // what a logarithmic slider shows just right of 0
  const place = (value) => (log ? (value > 0 ? Math.log10(value) : Math.log10(lowest) - 0.1) : value);
  const valueAt = (position) => {
    if (!log) return position;
    return position < Math.log10(lowest) ? 0 : Number((10 ** position).toPrecision(3));
  };
  const range = make("input", "dlb-pg-range");
  Object.assign(range, { type: "range", step: log ? 0.01 : step,
    min: log ? Math.log10(lowest) - (min > 0 ? 0 : 0.1) : min, max: log ? Math.log10(max) : max });
  const show = (value) => {
    range.value = place(value);
    range.setAttribute("aria-valuetext", `${shown(value)}${unit}`);
    box.value = value;
  };
  const set = (value) => {
    const inside = within(field, value);
    show(inside);
    changed(inside);
  };
  const { input: box } = numberBox(parent, text, field, set, "any");
  box.setAttribute("aria-label", `${text}, typed`);
  range.addEventListener("input", () => set(valueAt(Number(range.value))));
  labelled(parent, unit ? `${text} (${unit.trim()})` : text, range).append(box);
  const enable = (on) => [range, box].forEach((element) => (element.disabled = !on));
  return { show, enable };
}

/** A box to tick. */
export function tick(parent, text, changed) {
  const input = make("input", "");
  input.type = "checkbox";
  input.addEventListener("change", () => changed(input.checked));
  const box = labelled(parent, text, input);
  box.classList.add("dlb-pg-tick");
  return { show: (value) => (input.checked = value) };
}
