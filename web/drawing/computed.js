// Where the arrays of a figure come from that the page computes itself: its job, run by the array
// machine for the state of the controls. The newest state wins; what was drawn last stays until
// the next is there.

import { VERSION, openMachine } from "../machine/index.js";
import { figureFrom } from "./figure.js";
import { Recording } from "./frames.js";
import { RunAgain } from "./rounding.js";

const SLOW_MS = 10_000; // a job that takes longer says so
const AGAIN = "Move a control, and another is started.";
const HELD_MS = 40; // so long the last picture waits for the next, untouched

let owners = 0;

/** An anywidget module for a figure that the page computes, drawn by what `build` returns. */
export function figure(build) {
  return figureFrom(Computed, build);
}

/** One machine for all figures of a page that bring the same one, in a worker for those that train,
 * `here` on the page for formulas, which take no time; a new one where it has died. */
async function sharedMachine(here) {
  const machines = (globalThis.dlbookMachines ??= {});
  const name = `${VERSION} ${here}`;
  const opened = (machines[name] ??= openMachine({ here }));
  const letGo = () => machines[name] === opened && delete machines[name];
  const machine = await opened.catch((error) => {
    letGo(); // the next who asks tries again
    throw error;
  });
  if (!machine.ended) return machine;
  letGo();
  return sharedMachine(here);
}

const asArrays = (values) => Object.fromEntries(Object.entries(values).map(([name, value]) =>
  [name, typeof value === "number" ? { shape: [], data: [value] } : value]));

class Computed {
  constructor(model, changed) {
    this.changed = changed;
    this.live = false;
    this.steps = model.get("job");
    this.programs = model.get("programs");
    this.by = model.get("computed_by");
    const recording = new Recording({}, model.get("recording"), model.get("recording_data"));
    this.shared = recording.at([]);
    // own, enumerable and decoded: what travels to the worker
    this.constants = Object.fromEntries(
      Object.keys(model.get("recording")).map((name) => [name, this.shared[name]]));
    this.owner = `${model.get("figure_name")} ${owners++} ${Math.random()}`;
    this.given = {}; // arrays of the reader's own, in the place of constants
    this.shown = null; // {key, arrays, whole}
    this.rate = this.constants.lr?.data[0];
    this.again = new RunAgain(this.steps, this.owner, changed);
    this.asked = null;
    this.isTraining = model.get("is_training");
    this.seenAgain = () => (document.hidden ? this.again.stop() : this.changed());
    document.addEventListener("visibilitychange", this.seenAgain);
  }

  stop() {
    this.asked = null;
    this.release();
    this.again.stop();
    document.removeEventListener("visibilitychange", this.seenAgain);
    for (const owner of [this.owner, this.again.owner])
      this.machine?.forget(owner).catch(() => {}); // a machine that has died keeps nothing
  }

  /** An array {shape, data} of the reader's own, data a list, in the place of the constant `name`. */
  give(name, array) {
    this.given = { ...this.given, [name]: array };
    this.changed();
  }

  /**
   * {arrays, other, kind, values, error}: what to draw for `state` now; no arrays: nothing yet.
   * other: the arrays of a run whose learning rate is one bit larger, when they are there.
   */
  at(state) {
    const wanted = Object.fromEntries(this.by.map((trait) => [trait, state[trait]]));
    const key = JSON.stringify([wanted, this.given]);
    if (this.asked !== key && !document.hidden) this.ask(key, wanted);
    const isShown = this.shown?.key === key;
    if (isShown) this.release();
    else if (this.shown && this.holds()) return { kind: "computing" };
    const kind = isShown && this.shown.whole ? "computed in the page" : "computing";
    return {
      arrays: this.shown?.arrays, other: isShown ? this.otherArrays(key) : undefined, kind: this.error ? "stopped" : kind, error: this.error ?? this.slow,
      values: this.shown ? this.shown.state : {},
    };
  }

  /** Whether the last picture can stay as it is for a moment: often the next is there by then. */
  holds() {
    const now = performance.now();
    if (this.heldSince === undefined) {
      this.heldSince = now;
      this.held = setTimeout(this.changed, HELD_MS);
    }
    return now - this.heldSince < HELD_MS && !this.error;
  }

  release() {
    clearTimeout(this.held);
    this.heldSince = undefined;
  }

  otherArrays(key) {
    const { other } = this.again;
    if (other?.key !== key) return undefined;
    return (other.arrays ??= { ...this.shown.arrays, ...asArrays(other.values) });
  }

  async ask(key, wanted) {
    this.asked = key;
    this.again.stop();
    this.error = this.slow = undefined;
    const constants = { ...this.constants, ...this.given };
    const timer = setTimeout(() => {
      this.slow = "this takes longer than ten seconds here; it goes on";
      this.changed();
    }, SLOW_MS);
    const take = (values, whole) => {
      if (this.asked !== key) return;
      this.shown = { key, state: wanted, whole, arrays: { ...constants, ...asArrays(values) } };
      this.changed();
    };
    try {
      if (!this.machine || this.machine.ended) { // at once where it is open
        this.machine = await sharedMachine(!this.steps.some((step) => step.do === "train"));
        this.sent = null;
      }
      if (this.asked !== key) return; // of a newer state, or the figure has gone
      const { machine } = this;
      const work = { state: wanted };
      if (this.sent !== this.given) {
        work.setup = { steps: this.steps, programs: this.programs, values: constants };
        this.setup = work.setup;
        this.sent = this.given;
      }
      const values = await machine.job(this.owner, work, (part) => take(part, false));
      if (!values) return;
      take(values, true);
      const state = { lr: this.rate, ...wanted };
      if (this.isTraining && state.lr) this.again.plan(key, machine, this.setup, state);
    } catch (error) {
      if (this.asked === key) {
        this.error = this.machine?.ended ? `${error.message} ${AGAIN}` : error.message;
        this.changed();
      }
    } finally {
      clearTimeout(timer);
      if (this.asked === key && this.slow) {
        this.slow = undefined;
        this.changed();
      }
    }
  }
}
