// The life of a figure: built once, drawn again whenever a control, the data, the size or the
// theme changes. A drawing module gives `build(stage)`, which returns `draw(view)`.
//
//   stage: {picture, tools, link, set(trait, value), play(trait, count, what, pace), redraw(),
//   give(name, array)}, the last for an array of the reader's own in the place of a computed figure's
//   view:  {state, arrays, width, pinned}; draw returns the parts of the status line. pinned is a
//   view that the reader keeps to compare with, or null.

import { addStyle } from "./card.js";
import { make } from "../elements.js";
import { GONE, RESET } from "./events.js";
import { addressOf, followLinks, stateInAddress, within } from "./link.js";
import { playButton } from "./play.js";
import { Source } from "./source.js";
import { sayAloud, textOf, writeStatus } from "./status.js";
import { tableButton } from "./table.js";
import { watchTheme } from "./theme.js";
import { codeBlock, filledIn, linkButton, pinButton, resetButton, seedButton } from "./tools.js";
import { RESIZED, Width } from "./width.js";

const COMPARE_MS = 100; // after the picture, so that none waits for it

function frameOf(model, el) {
  const root = make("div", "dlb-figure");
  root.dataset.figure = model.get("figure_name");
  const picture = make("div", "dlb-picture");
  picture.setAttribute("role", "group");
  const tools = make("div", "dlb-tools");
  const line = make("div", "dlb-status");
  line.setAttribute("role", "status");
  const caption = make("p", "dlb-caption", model.get("figure_caption"));
  root.append(picture, tools, line, caption);
  el.append(root);
  return { root, picture, tools, line };
}

/** An anywidget module for a figure that is drawn by what `build` returns, from recorded runs. */
export function figure(build) {
  return figureFrom(Source, build);
}

/** The same, for a figure whose arrays come from a source of that class. */
export function figureFrom(SourceOfIt, build) {
  return { render: ({ model, el }) => mount(SourceOfIt, build, model, el) };
}

function mount(SourceOfIt, build, model, el) {
  addStyle();
  const mounted = new Mounted(SourceOfIt, build, model, el);
  return () => mounted.stop();
}

/** A figure in a page, from when it is shown until it is taken away. */
class Mounted {
  constructor(SourceOfIt, build, model, el) {
    Object.assign(this, frameOf(model, el), { model, el });
    this.name = model.get("figure_name");
    this.parameters = model.get("parameters");
    this.plays = [];
    this.seen = null; // {state, arrays} of the last picture
    this.isAsked = false;
    this.isGone = false;
    this.set = this.set.bind(this);
    this.schedule = this.schedule.bind(this);
    this.source = new SourceOfIt(model, this.schedule);
    const start = this.state;
    this.link = linkButton(this.tools, () => addressOf(this.name, this.state));
    this.draw = build(this.stage());
    this.addTools(start);
    this.width = new Width(this.picture, this.schedule);
    this.stops = this.listen();
    this.follow();
    this.schedule();
  }

  stop() {
    this.isGone = true;
    this.root.dispatchEvent(new Event(GONE));
    clearTimeout(this.comparing);
    this.rest();
    this.width.stop();
    this.source.stop();
    this.stops.forEach((stop) => stop());
  }

  get state() {
    return Object.fromEntries(this.parameters.map((trait) => [trait, this.model.get(trait)]));
  }

  set(trait, value) {
    this.model.set(trait, value);
    this.model.save_changes();
  }

  rest() {
    this.plays.forEach((play) => play.stop());
  }

  /** What `build` is given. */
  stage() {
    const { root, picture, tools, link, set, model } = this;
    return {
      root, picture, tools, link, set, model, redraw: this.schedule,
      give: (name, array) => this.source.give(name, array),
      play: (...asked) => this.addPlay(...asked),
    };
  }

  addPlay(trait, count, ...how) {
    const button = playButton(this.tools, {
      read: () => this.model.get(trait),
      write: (i) => this.set(trait, i),
      turned: () => sayAloud(this.line, !this.plays.some((one) => one.isOn())),
    }, count, ...how);
    this.plays.push(button);
    return button;
  }

  addTools(start) {
    const { model, tools, root, picture, set, schedule } = this;
    this.pinned = model.get("is_training") ? pinButton(tools, () => this.seen, schedule) : () => null;
    const seeds = model.get("seeds");
    if (seeds > 1) seedButton(tools, () => model.get("seed"), set, seeds);
    resetButton(tools, start, set).addEventListener("click", () => {
      this.rest();
      root.dispatchEvent(new Event(RESET));
    });
    this.showTable = tableButton(tools, root, picture);
    tools.append(this.link); // last in the row
    this.template = model.get("code");
    if (this.template) this.code = codeBlock(root);
  }

  /** Draws again after every change; answers what ends that. */
  listen() {
    const { model, schedule } = this;
    const follow = () => this.follow();
    const events = this.parameters.map((trait) => `change:${trait}`);
    events.forEach((event) => model.on(event, schedule));
    this.root.addEventListener(RESIZED, schedule);
    window.addEventListener("hashchange", follow);
    return [
      () => events.forEach((event) => model.off(event, schedule)),
      () => window.removeEventListener("hashchange", follow),
      followLinks(this.name, follow),
      watchTheme(schedule),
    ];
  }

  /** Takes the state that the page's address gives. */
  follow() {
    const asked = stateInAddress(this.name);
    if (!asked) return;
    this.rest();
    for (const [trait, value] of Object.entries(asked)) {
      const bounds = this.model.get("bounds")[trait];
      if (this.parameters.includes(trait)) this.set(trait, bounds ? within(bounds, value) : value);
    }
    requestAnimationFrame(() => this.el.parentElement.scrollIntoView());
  }

  /** Draws once for all changes of a moment. */
  schedule() {
    if (this.isAsked || this.isGone) return;
    this.isAsked = true;
    queueMicrotask(() => {
      this.isAsked = false;
      if (!this.isGone && this.width.pixels > 0) this.attempt();
    });
  }

  /** A drawing that fails says so, for the page to keep the first picture. */
  attempt() {
    try {
      this.redraw();
    } catch (error) {
      this.root.dataset.failed = error.message;
      writeStatus(this.line, [`This could not be drawn: ${error.message}.`]);
      throw error;
    }
  }

  redraw() {
    clearTimeout(this.comparing);
    delete this.root.dataset.rounding;
    const { state } = this;
    const found = this.source.at(state);
    if (found.arrays) this.show(state, found);
    else this.lack(found);
  }

  /** What is said where there is nothing to draw; the last picture waits for the next. */
  lack({ kind, error }) {
    const { dataset } = this.root;
    if (error) {
      writeStatus(this.line, [error]);
      if (!dataset.state) dataset.failed = error;
    }
    if (dataset.state) dataset.source = kind;
  }

  show(state, { arrays, other, kind, values, error }) {
    if (kind === "recorded" && !error) this.snap(state, values);
    this.link.hidden = this.source.live;
    this.seen = { state: { ...state, ...values }, arrays };
    const view = { ...this.seen, width: this.width.pixels, pinned: this.pinned() };
    const parts = [`${kind} · `, ...this.draw(view), ...(error ? [` · ${error}`] : [])];
    this.say(parts);
    if (other) this.comparing = setTimeout(() => this.compare(view, other, parts), COMPARE_MS);
    if (this.code) {
      const words = this.model.get("code_words");
      this.code.textContent = filledIn(this.template, this.seen.state, words);
    }
    this.showTable();
    const { dataset } = this.root;
    dataset.source = kind;
    dataset.live = this.source.live;
    dataset.state = JSON.stringify(this.seen.state);
  }

  say(parts) {
    const { model, line, picture } = this;
    writeStatus(line, parts);
    picture.setAttribute("aria-label", `${model.get("figure_title")}: ${line.textContent}`);
  }

  /** Whether a rate that is one bit larger changes what is said; `draw` says it by drawing. */
  compare(view, other, parts) {
    const ofOther = textOf(this.draw({ ...view, arrays: other }));
    const hangs = textOf(this.draw(view)) !== ofOther;
    if (hangs) this.say([...parts, " · rounding decides these digits"]);
    this.root.dataset.rounding = hangs ? "decides" : "holds";
  }

  /**
   * Without a kernel a control rests only on recorded values, and says so. Where one has been lost it
   * does not: the slider's steps are finer by then, and the arrow keys would never leave a value.
   */
  snap(state, values) {
    for (const [trait, value] of Object.entries(values)) {
      if (Math.abs(value - state[trait]) > 1e-9 * Math.abs(value)) this.set(trait, value);
    }
  }
}
