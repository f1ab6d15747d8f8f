// The playground: a network of the reader's own, trained in the page by the array machine.

import { addStyle, make } from "../../../web/drawing/card.js";
import { decode } from "../../../web/drawing/frames.js";
import { number as shownNumber, writeStatus } from "../../../web/drawing/status.js";
import { watchTheme } from "../../../web/drawing/theme.js";
import { openMachine } from "../../../web/machine/index.js";
import { button } from "./controls.js";
import { codeFor } from "./code.js";
import { LossesView } from "./losses_view.js";
import { NetworkView } from "./network_view.js";
import { OutputView } from "./output_view.js";
import { buildControls } from "./panel.js";
import css from "./playground.css";
import { asked, queryOf, stateFrom } from "./state.js";
import { Trainer } from "./trainer.js";
import { unpackPrograms } from "./unpacking.js";
import { WeightsView } from "./weights_view.js";

const AFRESH = ["data", "dataSeed", "noise", "share", "inputs", "layers", "seed", "activation"];
const STRETCHES = 60; // in which an epoch named by an address is reached
const ON_THE_FLY = { rate: "rate", l1: "l1", l2: "l2" };

class Playground {
  constructor(model, el) {
    this.choices = model.get("choices");
    this.state = stateFrom(asked() ?? model.get("start"), this.choices);
    this.pace = 1;
    this.playing = false;
    this.records = [];
    this.work = Promise.resolve();
    this.build(model, el);
  }

  build(model, el) {
    this.root = make("div", "dlb-figure dlb-playground");
    this.root.dataset.figure = "playground";
    const style = make("style", "", css);
    const run = make("div", "dlb-tools dlb-pg-run");
    this.play = button(run, "▶ Train", "", () => this.toggle());
    this.play.classList.add("dlb-pg-play");
    button(run, "One epoch", "", () => this.once());
    button(run, "Start anew", "", () => this.change({ epoch: 0 }, true));
    button(run, "Another seed", "", () => this.change({ seed: (this.state.seed + 1) % 100 }));
    this.settings = make("div", "dlb-pg-settings");
    this.line = make("div", "dlb-status");
    this.line.setAttribute("role", "status");
    const body = make("div", "dlb-pg-body");
    const [network, plane, losses, said] = Array.from({ length: 4 }, () => make("div", ""));
    said.append(this.line);
    body.append(network, plane, losses, said);
    this.root.append(style, run, body, this.settings);
    el.append(this.root);
    this.network = new NetworkView(network, this.choices, {
      size: (layers) => this.change({ layers }),
      input: (name, on) => this.toggleInput(name, on),
      select: (unit, column) => this.weights.open(unit, this.namesBelow(unit), column),
      point: (unit) => { this.pointed = unit; this.draw(); },
    });
    this.weights = new WeightsView(network, (...edit) => this.edit(...edit));
    this.output = new OutputView(plane);
    this.losses = new LossesView(losses);
    this.controls = buildControls(this.settings, this.choices,
      (field, value) => this.change({ [field]: value }), {
        preset: (name) => this.preset(name),
        pace: (pace) => (this.pace = Number(pace)),
        steps: (on) => { this.inSteps = on; this.draw(); },
        tests: (on) => { this.showTests = on; this.draw(); },
      });
    this.buildCode();
    this.arrays = decode(model.get("arrays"), model.get("arrays_data"));
    this.packed = [model.get("programs"), model.get("programs_data")];
  }

  buildCode() {
    const details = make("details", "dlb-pg-code");
    details.append(make("summary", "", "Show the Python that does the same"));
    this.code = make("pre", "");
    this.code.tabIndex = 0;
    details.append(this.code);
    const tools = make("div", "dlb-tools");
    const link = button(tools, "Link to this state", "", async () => {
      const address = `${location.href.split("#")[0]}#playground?${queryOf(this.reached())}`;
      history.replaceState(null, "", address);
      const copied = await navigator.clipboard?.writeText(address).then(() => true, () => false);
      link.textContent = copied ? "Link copied" : "Link is in the address bar";
      setTimeout(() => (link.textContent = "Link to this state"), 2000);
    });
    this.root.append(tools, details);
  }

  reached() {
    return { ...this.state, epoch: this.trainer?.epoch ?? 0 };
  }

  async start() {
    this.show();
    this.say(["Starting the machine …"]);
    const machine = await openMachine();
    const programs = await unpackPrograms(...this.packed);
    this.trainer = new Trainer(machine, programs, this.arrays, this.choices);
    await this.queue(() => this.afresh());
  }

  /** One thing after another: the machine has one training. */
  queue(task) {
    this.work = this.work.then(task).catch((error) => this.fail(error));
    return this.work;
  }

  fail(error) {
    this.stop();
    if (!this.seen) this.root.dataset.failed = error.message; // the first picture stays
    this.say([`${error.message} `, "Change a setting or start anew to go on."]);
  }

  get kind() {
    return this.choices.data.find(({ name }) => name === this.state.data);
  }

  namesBelow({ layer }) {
    if (layer === 1) return this.state.inputs;
    return Array.from({ length: this.state.layers[layer - 2] }, (_, k) => `unit ${k + 1}`);
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
    this.hint = preset.look;
  }

  /** Take over new values; start anew where they change what is learned or what starts. */
  change(values, always = false) {
    this.hint = "";
    if (values.optimizer && !("rate" in values)) {
      values.rate = this.choices.optimizers.find(({ name }) => name === values.optimizer).rate;
    }
    const fields = Object.keys(values);
    const anew = always || AFRESH.some((field) => field in values);
    this.state = { ...this.state, ...values, epoch: anew ? (values.epoch ?? 0) : 0 };
    this.show();
    if (!this.trainer) return;
    if (anew) this.queueLatest("afresh");
    else if (fields.every((field) => field in ON_THE_FLY)) {
      this.queue(async () => {
        this.mixed ||= this.trainer.epoch > 0;
        this.trainer.state = { ...this.trainer.state, ...values };
        await this.trainer.training.set(values);
        await this.look();
      });
    } else if (fields.every((field) => field === "patience")) {
      this.queue(() => {
        this.trainer.state = { ...this.trainer.state, ...values };
        return this.look();
      });
    } else {
      this.queueLatest("reopen");
    }
  }

  /** While a slider moves, only its newest place is worked out. */
  queueLatest(what) {
    this.abort?.abort();
    const waiting = this.pending;
    this.pending = waiting && waiting !== what ? "afresh" : what;
    if (waiting) return;
    this.queue(() => {
      const task = this.pending;
      this.pending = null;
      return this[task]();
    });
  }

  async afresh() {
    const { state } = this;
    this.records = [];
    this.best = undefined;
    this.mixed = false;
    await this.trainer.prepare(state);
    await this.trainer.open(state, await this.trainer.start(state));
    this.rebuild = true;
    this.records.push(await this.trainer.record());
    await this.look();
    if (state.epoch) await this.reach(state.epoch);
  }

  /** Train up to the epoch that an address names; the curve grows while it takes its time. */
  async reach(epoch) {
    this.abort = new AbortController();
    const stretch = Math.ceil(epoch / STRETCHES);
    while (this.trainer.epoch < epoch && !this.pending) {
      await this.trainer.run(Math.min(stretch, epoch - this.trainer.epoch), this.abort.signal);
      this.records.push(await this.trainer.record());
      await this.look(this.records.at(-1));
    }
  }

  async reopen() {
    this.mixed ||= this.trainer.epoch > 0;
    const epoch = Math.round(this.trainer.epoch); // it may have been stopped within one
    await this.trainer.open(this.state, await this.trainer.blocks(), epoch);
    await this.look();
  }

  /** A weight or bias typed by hand: the training goes on from there. */
  edit({ layer, unit }, column, value) {
    this.queue(async () => {
      const blocks = await this.trainer.blocks();
      const { shape: [, columns], data } = blocks[layer - 1];
      data[unit * columns + (column < 0 ? columns - 1 : column)] = value;
      this.mixed = true;
      await this.trainer.open(this.state, blocks, this.trainer.epoch);
      this.records.push(await this.trainer.record());
      await this.look();
    });
  }

  toggle() {
    if (this.playing) return this.stop();
    this.playing = true;
    this.play.textContent = "❚❚ Pause";
    this.frame();
  }

  stop() {
    this.playing = false;
    this.play.textContent = "▶ Train";
  }

  once() {
    this.stop();
    this.queue(() => this.advance(1));
  }

  /** Pictures follow each other while the page can be seen. */
  frame() {
    if (!this.playing) return;
    if (document.hidden) return setTimeout(() => this.frame(), 300);
    this.queue(() => this.advance(this.pace)).then(() => requestAnimationFrame(() => this.frame()));
  }

  async advance(epochs) {
    this.abort = new AbortController();
    this.goOn();
    const stretch = this.state.patience ? 1 : epochs; // early stopping judges every epoch
    for (let done = 0; done < epochs && this.best === undefined; done += stretch) {
      await this.trainer.run(stretch, this.abort.signal);
      if (this.pending) return;
      this.records.push(await this.trainer.record());
      await this.watch();
    }
    await this.look(this.best === undefined ? this.records.at(-1) : undefined);
  }

  /** After early stopping a training goes on from the epoch that was kept. */
  goOn() {
    if (this.best === undefined) return;
    this.records = this.records.filter(({ epoch }) => epoch <= this.best);
    this.best = undefined;
    this.mixed = true;
  }

  /** Early stopping: back to the best epoch once none of the last `patience` was better. */
  async watch() {
    const { patience } = this.state;
    const best = this.records.reduce((a, b) => (b.test.loss < a.test.loss ? b : a));
    if (!patience || this.trainer.epoch - best.epoch < patience) return;
    this.stop();
    await this.trainer.open(this.state, best.blocks, best.epoch);
    this.best = best.epoch;
  }

  /** The losses and maps of the network as it is, drawn; `record`: its losses, if known. */
  async look(record) {
    const { state, data, grid } = this.trainer;
    const maps = await this.trainer.maps();
    this.seen = { ...(record ?? await this.trainer.record()), maps, state, data, grid,
      kind: this.trainer.kindOf(state) };
    if (this.rebuild) this.buildAnew();
    if (!Number.isFinite(this.seen.train.loss)) this.stop();
    this.draw();
  }

  /** The network's columns and the names of classes, for what is seen from now on. */
  buildAnew() {
    const { state, kind } = this.seen;
    this.rebuild = false;
    this.pointed = null;
    this.weights.close();
    this.network.build(state, kind.classes);
    this.output.describe(kind);
  }

  show() {
    for (const [field, control] of Object.entries(this.controls)) {
      if (field in this.state) control.show(this.state[field]);
    }
    this.controls.noise.enable(this.kind.noisy);
    this.controls.dataSeed.enable(this.kind.noisy);
    this.controls.horizon.enable(this.state.schedule !== "constant");
    this.controls.preset.show(this.choices.presets.find(({ state }) =>
      queryOf(stateFrom(state, this.choices)) === queryOf({ ...this.state, epoch: 0 }))?.name ?? "");
  }

  draw() {
    if (!this.seen || !this.root.clientWidth) return;
    const { seen, seen: { state, kind, data, grid } } = this;
    this.network.layout();
    this.network.draw(seen, grid, kind.classes);
    this.output.draw({ seen, data, grid, state, kind, unit: this.pointed, inSteps: this.inSteps,
      tests: this.showTests });
    this.losses.draw(this.records, this.best);
    this.weights.show(seen.blocks);
    this.sayWhatIsSeen();
    this.code.textContent = codeFor(state, kind, this.trainer.sizes(state), seen.epoch,
      this.trainer.training.stepsPerEpoch);
    this.root.dataset.state = JSON.stringify({ ...state, epoch: seen.epoch });
  }

  sayWhatIsSeen() {
    const { epoch, train, test } = this.seen;
    const percent = (name, share) => shownNumber(name, 100 * share);
    const parts = ["computed in the page · epoch ", shownNumber("epoch", epoch), " · training loss ",
      shownNumber("train_loss", train.loss), " · test loss ", shownNumber("test_loss", test.loss)];
    if (!Number.isNaN(train.accuracy)) {
      parts.push(" · right: ", percent("train_accuracy", train.accuracy), " % of training points, ",
        percent("test_accuracy", test.accuracy), " % of test points");
    }
    if (!Number.isFinite(train.loss)) parts.push(" · the training has diverged: try a smaller rate");
    if (this.best !== undefined) parts.push(" · stopped early; the weights are those of this epoch");
    if (this.mixed) parts.push(" · changed on the way: the link and the code start with today's settings");
    if (this.hint) parts.push(` · ${this.hint}`);
    this.say(parts);
  }

  say(parts) {
    writeStatus(this.line, parts);
  }
}

export default {
  render({ model, el }) {
    addStyle();
    const playground = new Playground(model, el);
    const redraw = () => playground.draw();
    const resize = new ResizeObserver(redraw);
    resize.observe(playground.root);
    const stopTheme = watchTheme(redraw);
    const follow = () => {
      const wanted = asked();
      if (wanted) playground.change(stateFrom(wanted, playground.choices), true);
    };
    window.addEventListener("hashchange", follow);
    playground.start().catch((error) => playground.fail(error));
    return () => {
      playground.stop();
      playground.trainer?.machine.end();
      resize.disconnect();
      stopTheme();
      window.removeEventListener("hashchange", follow);
    };
  },
};
