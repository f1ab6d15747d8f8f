// Points added and taken away by hand: by a click on the plane, or by a cross that the arrow keys
// move and Enter.

import { button, make } from "../../../web/elements.js";
import { ARROWS } from "../../../web/drawing/panel.js";
import { shown } from "../../../web/drawing/status.js";
import { MOST_ADDED, labelsOf } from "./state.js";

const STEP = 0.05;
const NEAR = 0.15; // how far away a point may be that is to be taken away
const HOW = "A click, or the arrow keys and Enter, on the plane";


/** Places of a point's own in the plane; the first of those nearest to [x1, x2] that is `near`. */
export function nearest({ places, train, test }, withTests, [x1, x2]) {
  const shownOnes = [...train.index, ...(withTests ? test.index : [])];
  const far = (i) => Math.hypot(places[0][i] - x1, places[1][i] - x2);
  const best = shownOnes.reduce((a, b) => (a === null || far(b) < far(a) ? b : a), null);
  return best !== null && far(best) <= NEAR ? best : null;
}

/** The state's edits once point `i` is taken away: an added one is forgotten, another is noted. */
export function without({ added, removed }, { own }, i) {
  return i < own ? { removed: [...removed, i].sort((a, b) => a - b) }
    : { added: added.filter((_, k) => k !== i - own) };
}

export class PointEditor {
  /** panel: of the plane. changed(values): edits of the state. */
  constructor(parent, panel, changed) {
    Object.assign(this, { panel, changed, at: [0, 0], label: null });
    this.bar = make("div", "dlb-tools");
    this.start = button(this.bar, "Edit points", () => this.open(!this.isOpen));
    this.modes = make("div", "dlb-tools");
    this.modes.setAttribute("role", "group");
    this.modes.setAttribute("aria-label", "What a click on the plane does");
    this.said = make("p", "dlb-pg-said");
    this.said.setAttribute("aria-live", "polite");
    parent.append(this.bar, this.modes, this.said);
    this.field = make("div", "dlb-pg-field");
    this.field.tabIndex = 0;
    this.field.setAttribute("role", "application");
    this.field.setAttribute("aria-label",
      "The plane, to edit its points: arrow keys move the cross, with Shift farther, Enter acts");
    this.cross = make("div", "dlb-pg-cross");
    this.field.append(this.cross);
    panel.frame.append(this.field);
    this.field.addEventListener("click", (event) => this.clicked(event));
    this.field.addEventListener("keydown", (event) => this.pressed(event));
    this.open(false);
  }

  open(on) {
    this.isOpen = on;
    this.start.setAttribute("aria-pressed", on);
    this.modes.hidden = this.said.hidden = this.field.hidden = !on;
    this.say(on ? `${HOW}, ${this.doing()}.` : "");
    if (on && this.seen) this.draw(this.seen, this.withTests);
  }

  say(text) {
    this.said.textContent = text;
  }

  doing() {
    return this.label === null ? "takes the nearest point away"
      : `adds a point: ${this.names?.[this.label] ?? ""}`;
  }

  /** The buttons for what can be added, and to take away; for another kind of data they change. */
  build({ kind }) {
    this.labels = labelsOf(kind);
    this.names = Object.fromEntries(this.labels.map((label, k) =>
      [label, kind.classes ? kind.names[k] : ["below 0", "above 0"][k]]));
    const mode = (text, label) => {
      const element = button(this.modes, text, () => this.choose(label));
      return [label, element];
    };
    this.modes.replaceChildren();
    this.buttons = new Map([
      ...this.labels.map((label) => mode(`Add: ${this.names[label]}`, label)),
      mode("Take away", null),
    ]);
    this.undo = button(this.modes, "Undo all edits", () => this.changed({ added: [], removed: [] }));
    this.choose(this.labels[0]);
  }

  choose(label) {
    this.label = label;
    this.buttons.forEach((element, key) => element.setAttribute("aria-pressed", key === label));
    if (this.isOpen) this.say(`${HOW}, ${this.doing()}.`);
  }

  /** Lay the field over the plot, and the cross where it stands. */
  draw(seen, withTests) {
    Object.assign(this, { seen, withTests });
    if (this.kind !== seen.kind) this.build(seen);
    this.kind = seen.kind;
    const { added, removed } = seen.state;
    this.undo.disabled = added.length + removed.length === 0;
    if (!this.isOpen) return;
    const { panel } = this;
    const [left, right] = panel.x.range();
    const [bottom, top] = panel.y.range();
    Object.assign(this.field.style, { left: `${left}px`, top: `${top}px`,
      width: `${right - left}px`, height: `${bottom - top}px` });
    Object.assign(this.cross.style, { left: `${panel.x(this.at[0]) - left}px`,
      top: `${panel.y(this.at[1]) - top}px` });
  }

  /** A place that lies on the plane. */
  held(x) {
    const { reach } = this.seen.data;
    return Number(Math.min(reach, Math.max(-reach, x)).toFixed(3));
  }

  clicked(event) {
    const box = this.field.getBoundingClientRect();
    const { panel } = this;
    this.at = [this.held(panel.x.invert(panel.x.range()[0] + event.clientX - box.left)),
      this.held(panel.y.invert(panel.y.range()[1] + event.clientY - box.top))];
    this.act();
  }

  pressed(event) {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.act();
      return;
    }
    const by = ARROWS[event.key];
    if (!by) return;
    event.preventDefault();
    const size = STEP * (event.shiftKey ? 5 : 1);
    this.at = this.at.map((x, k) => this.held(x + by[k] * size));
    this.draw(this.seen, this.withTests);
    const near = nearest(this.seen.data, this.withTests, this.at);
    this.say(`At ${this.place()}${near === null ? ", no point is near" : `, near a point: ${
      this.nameOf(this.seen.data.labels[near])}`}.`);
  }

  place() {
    return `x₁ = ${shown(this.at[0])}, x₂ = ${shown(this.at[1])}`;
  }

  nameOf(value) {
    return this.names[value] ?? `${shown(value)}`;
  }

  act() {
    const { state, data } = this.seen;
    if (this.label !== null) {
      if (state.added.length === MOST_ADDED) return this.say("No more points can be added.");
      this.changed({ added: [...state.added, [...this.at, this.label]] });
      this.say(`Added at ${this.place()}: ${this.nameOf(this.label)}.`);
      return;
    }
    const near = nearest(data, this.withTests, this.at);
    if (near === null) return this.say(`There is no point near ${this.place()}.`);
    if (data.train.index.length === 1 && data.train.index.includes(near)) {
      return this.say("A network needs at least one point to train with.");
    }
    this.changed(without(state, data, near));
    this.say(`Taken away near ${this.place()}: ${this.nameOf(data.labels[near])}.`);
  }
}
