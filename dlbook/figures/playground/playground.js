// The playground: a network of the reader's own, trained in the page by the array machine; or two,
// side by side from one seed. The controls set the states; runs are trained in them, and drawn.

import { addStyle } from "../../../web/drawing/card.js";
import { GONE } from "../../../web/drawing/events.js";
import { decode } from "../../../web/drawing/frames.js";
import { sayAloud } from "../../../web/drawing/status.js";
import { watchTheme } from "../../../web/drawing/theme.js";
import { RESIZED } from "../../../web/drawing/width.js";
import { openMachine } from "../../../web/machine/index.js";
import { buildFrame } from "./frame.js";
import { buildControls } from "./panel.js";
import { Picture } from "./picture.js";
import { Run } from "./run.js";
import { SHARED, asked, picked, queryOf, queryOfAll, stateFrom, statesFrom } from "./state.js";
import { Trainer } from "./trainer.js";
import { unpackPrograms } from "./unpacking.js";
import { Work } from "./work.js";

const AFRESH = ["data", "dataSeed", "noise", "share", "inputs", "layers", "seed", "activation",
  "added", "removed", "challenge"];
const AT_ONCE = ["rate", "l1", "l2", "patience"]; // changed while the training goes on
const STRETCHES = 60; // in which an epoch named by an address is reached
const SLOW = "this takes longer than ten seconds here; it goes on";

class Playground {
  constructor(model, el) {
    this.choices = model.get("choices");
    this.states = statesFrom(asked() ?? model.get("start"), this.choices);
    this.active = this.states.length - 1;
    this.pace = 1;
    this.playing = false;
    this.turn = 0; // of training, told apart from those before
    this.runs = [];
    this.work = new Work({
      failed: (error) => this.fail(error), slow: () => this.say([`computing · ${SLOW}`]),
    });
    this.arrays = decode(model.get("arrays"), model.get("arrays_data"));
    this.packed = [model.get("programs"), model.get("programs_data")];
    this.build(el);
  }

  build(el) {
    this.parts = buildFrame(el, {
      toggle: () => (this.playing ? this.stop() : this.train()),
      once: () => this.once(),
      anew: () => this.change({ epoch: 0 }, true),
      seed: () => this.change({ seed: (this.state.seed + 1) % 100 }),
      compare: () => this.compare(this.states.length === 1),
      choose: (k) => this.choose(k),
      address: () => this.address(),
    });
    this.picture = new Picture(this.parts, this.choices, {
      size: (layers) => this.change({ layers }),
      input: (name, on) => this.toggleInput(name, on),
      weight: (unit, column, value) => this.edit(unit, column, value),
      points: (values) => this.change(values),
    });
    this.controls = buildControls(this.parts.settings, this.choices,
      (field, value) => this.change({ [field]: value }), {
        preset: (name) => this.preset(name),
        challenge: (name) => this.take(name),
        pace: (pace) => (this.pace = Number(pace)),
        steps: (inSteps) => this.view({ inSteps }),
        tests: (showTests) => this.view({ showTests }),
      });
  }

  /** The state that the controls set. */
  get state() {
    return this.states[this.active];
  }

  get run() {
    return this.runs[this.active];
  }

  get epoch() {
    return Math.max(0, ...this.runs.map((run) => run.epoch));
  }

  async start() {
    this.show();
    this.say(["Starting the machine …"]);
    await this.work.add(() => this.afresh());
  }

  /** A machine, and runs in it; again where its worker has died. */
  async open() {
    const programs = await unpackPrograms(...this.packed);
    this.machine = await openMachine();
    this.makeRun = (state) =>
      new Run(new Trainer(this.machine, programs, this.arrays, this.choices), state);
    this.runs = [];
  }

  fail(error) {
    this.stop();
    const { root } = this.parts;
    if (!root.dataset.state) root.dataset.failed = error.message; // the first picture stays
    this.say([`${error.message} `, "Change a setting or start anew to go on."]);
  }

  /** Draw what is there in another way. */
  view(how) {
    Object.assign(this.picture, how);
    this.draw();
  }

  toggleInput(name, on) {
    const { inputs } = this.state;
    const wanted = this.choices.inputs.filter((n) => (n === name ? on : inputs.includes(n)));
    if (wanted.length) this.change({ inputs: wanted });
    else this.say(["A network needs at least one input."]);
  }

  preset(name) {
    const preset = this.choices.presets.find((one) => one.name === name);
    if (!preset) return;
    this.change({ ...stateFrom(preset.state, this.choices) }, true);
    this.picture.hint = preset.look;
  }

  /** A challenge, from what it gives; or none, and all stays as it is. */
  take(name) {
    const challenge = this.choices.challenges.find((one) => one.name === name);
    if (!challenge) return this.change({ challenge: "" });
    if (this.states.length > 1) this.compare(false);
    this.change({ ...stateFrom(challenge.state, this.choices), challenge: name }, true);
  }

  /** Two runs from one seed, the second with settings of its own; or one, the one that is set. */
  compare(on) {
    this.states = on ? [this.state, { ...this.state }] : [this.state];
    this.active = on ? 1 : 0;
    this.change({ epoch: 0 }, true);
  }

  /** Which run's settings the controls show and change. */
  choose(k) {
    this.active = k;
    this.show();
    // a run that is still to come is drawn with both once it is there
    if (this.run && this.runs.every(({ seen }) => seen)) this.picture.build(this.runs, k);
  }

  /** Take over new values; start anew where they change what is learned or what starts. */
  change(values, always = false) {
    this.picture.hint = "";
    if (values.optimizer && !("rate" in values)) {
      values.rate = this.choices.optimizers.find(({ name }) => name === values.optimizer).rate;
    }
    if ("data" in values || "dataSeed" in values) values = { added: [], removed: [], ...values };
    const fields = Object.keys(values);
    // two runs are compared from their start, always
    const anew = always || this.states.length > 1 || AFRESH.some((field) => fields.includes(field));
    const changed = { ...values, epoch: anew ? (values.epoch ?? 0) : 0 };
    this.states = this.states.map((state, k) =>
      ({ ...state, ...(k === this.active ? changed : picked(changed, SHARED)) }));
    if (this.goal < Infinity) this.stop();
    this.show();
    if (!this.machine) return;
    if (anew || this.machine.ended) this.wish("anew", () => this.afresh());
    else if (fields.every((field) => AT_ONCE.includes(field))) {
      // the newest values: while this waits, a run may start anew in a later state
      this.work.add(() => this.run.set(picked(this.state, fields)).then(() => this.draw()));
    } else this.wish("newest", () => this.run.reopen(this.state).then(() => this.draw()));
  }

  wish(kind, task) {
    this.runs.forEach((run) => run.stop());
    this.work[kind](task);
  }

  async afresh() {
    if (!this.machine || this.machine.ended) await this.open();
    if (this.gone) return this.machine.end();
    const { states } = this;
    this.runs.slice(states.length).forEach((run) => run.end());
    this.runs = states.map((state, k) => this.runs[k] ?? this.makeRun(state));
    for (const [k, run] of this.runs.entries()) await run.afresh(states[k]);
    // a second run may have been asked for meanwhile
    this.picture.build(this.runs, Math.min(this.active, this.runs.length - 1));
    if (this.state.epoch && !this.work.pending) this.train(this.state.epoch);
  }

  /** A weight or bias typed by hand. */
  edit(unit, column, value) {
    this.work.add(() => this.run.edit(unit, column, value).then(() => this.draw()));
  }

  /** Train, up to the epoch `goal` that an address may name. */
  train(goal = Infinity) {
    if (this.runs.every((run) => run.over)) this.runs.forEach((run) => run.goOn());
    Object.assign(this, { goal, playing: true, turn: this.turn + 1 });
    this.parts.play.textContent = "❚❚ Pause";
    sayAloud(this.parts.line, false);
    this.frame(this.turn);
  }

  stop() {
    Object.assign(this, { goal: Infinity, playing: false });
    this.parts.play.textContent = "▶ Train";
    sayAloud(this.parts.line, true);
  }

  once() {
    this.stop();
    this.work.add(() => {
      if (this.runs.every((run) => run.over)) this.runs.forEach((run) => run.goOn());
      return this.advance(1);
    });
  }

  /** Pictures follow each other while the page can be seen. */
  frame(turn) {
    const isOn = () => this.playing && turn === this.turn;
    if (!isOn()) return;
    if (document.hidden) return setTimeout(() => this.frame(turn), 300);
    const { goal } = this;
    const epochs = goal === Infinity ? this.pace
      : Math.max(1, Math.min(Math.ceil(goal / STRETCHES), goal - this.epoch));
    this.work.add(() => isOn() && !this.work.pending && this.advance(epochs))
      .then(() => requestAnimationFrame(() => this.frame(turn)));
  }

  async advance(epochs) {
    for (const run of this.runs.filter(({ over }) => !over)) {
      await run.advance(epochs);
      if (this.work.pending) return;
    }
    if (this.epoch >= this.goal || this.runs.every(({ over }) => over)) this.stop();
    this.draw();
  }

  /** The controls, as the state has it. */
  show() {
    const { state, states, choices, parts } = this;
    for (const [field, control] of Object.entries(this.controls)) {
      if (field in state) control.show(state[field]);
    }
    const { noisy } = choices.data.find(({ name }) => name === state.data);
    this.controls.noise.enable(noisy);
    this.controls.dataSeed.enable(noisy);
    this.controls.horizon.enable(state.schedule !== "constant");
    this.controls.preset.show(choices.presets.find((preset) =>
      queryOf(stateFrom(preset.state, choices)) === queryOf({ ...state, epoch: 0 }))?.name ?? "");
    parts.comparing.setAttribute("aria-pressed", states.length > 1);
    parts.root.classList.toggle("dlb-pg-two", states.length > 1);
    parts.which.hidden = states.length === 1;
    parts.runs.forEach((one, k) => one.setAttribute("aria-pressed", k === this.active));
  }

  draw() {
    const points = this.run?.seen?.data.train.index.length;
    if (points) this.controls.batch.limit([1, points]);
    this.picture.draw();
  }

  say(parts) {
    this.picture.say(parts);
  }

  /** The address of what is seen. */
  address() {
    const states = this.states.map((state) => ({ ...state, epoch: this.epoch }));
    return `${location.href.split("#")[0]}#playground?${queryOfAll(states)}`;
  }

  /** The state that the page's address asks for, if it does. */
  follow() {
    const wanted = asked();
    if (!wanted) return;
    this.states = statesFrom(wanted, this.choices);
    this.active = this.states.length - 1;
    this.change(this.state, true);
  }

  end() {
    this.gone = true;
    this.stop();
    this.machine?.end();
  }
}

export default {
  render({ model, el }) {
    addStyle();
    const playground = new Playground(model, el);
    const redraw = () => playground.draw();
    const resize = new ResizeObserver(redraw);
    resize.observe(playground.parts.root);
    playground.parts.root.addEventListener(RESIZED, redraw);
    const stopTheme = watchTheme(redraw);
    const follow = () => playground.follow();
    window.addEventListener("hashchange", follow);
    playground.start();
    return () => {
      playground.parts.root.dispatchEvent(new Event(GONE));
      playground.end();
      resize.disconnect();
      stopTheme();
      window.removeEventListener("hashchange", follow);
    };
  },
};
