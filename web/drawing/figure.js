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
  const { root, picture, tools, line } = frameOf(model, el);
  const name = model.get("figure_name");
  const parameters = model.get("parameters");
  const readState = () => Object.fromEntries(parameters.map((p) => [p, model.get(p)]));
  const set = (trait, value) => {
    model.set(trait, value);
    model.save_changes();
  };
  const plays = [];
  const rest = () => plays.forEach((play) => play.stop());
  const follow = () => {
    const asked = stateInAddress(name);
    if (!asked) return;
    rest();
    for (const [trait, value] of Object.entries(asked)) {
      const bounds = model.get("bounds")[trait];
      if (parameters.includes(trait)) set(trait, bounds ? within(bounds, value) : value);
    }
    requestAnimationFrame(() => el.parentElement.scrollIntoView());
  };
  const source = new SourceOfIt(model, () => schedule());
  const start = readState();
  let seen = null;
  let comparing;
  const link = linkButton(tools, () => addressOf(name, readState()));
  const draw = build({
    root, picture, tools, link, set, model, redraw: schedule,
    give: (name, array) => source.give(name, array),
    play(trait, count, ...how) {
      const button = playButton(tools, {
        read: () => model.get(trait),
        write: (i) => set(trait, i),
        turned: () => sayAloud(line, !plays.some((one) => one.isOn())),
      }, count, ...how);
      plays.push(button);
      return button;
    },
  });
  const pinned = model.get("is_training") ? pinButton(tools, () => seen, schedule) : () => null;
  const seeds = model.get("seeds");
  if (seeds > 1) seedButton(tools, () => model.get("seed"), set, seeds);
  resetButton(tools, start, set).addEventListener("click", () => {
    rest();
    root.dispatchEvent(new Event(RESET));
  });
  const showTable = tableButton(tools, root, picture);
  tools.append(link); // last in the row
  const template = model.get("code");
  const code = template && codeBlock(root);

  const width = new Width(picture, schedule);
  let scheduled = false;
  let gone = false;
  function schedule() {
    if (scheduled || gone) return;
    scheduled = true;
    queueMicrotask(() => {
      scheduled = false;
      if (!gone && width.pixels > 0) attempt();
    });
  }

  /** A drawing that fails says so, for the page to keep the first picture. */
  function attempt() {
    try {
      redraw();
    } catch (error) {
      root.dataset.failed = error.message;
      writeStatus(line, [`This could not be drawn: ${error.message}.`]);
      throw error;
    }
  }

  function redraw() {
    clearTimeout(comparing);
    delete root.dataset.rounding;
    const state = readState();
    const { arrays, other, kind, values, error } = source.at(state);
    if (!arrays) {
      if (error) {
        writeStatus(line, [error]);
        if (!root.dataset.state) root.dataset.failed = error;
      }
      if (root.dataset.state) root.dataset.source = kind; // the last picture waits for the next
      return;
    }
    if (kind === "recorded" && !error) snap(state, values);
    link.hidden = source.live;
    seen = { state: { ...state, ...values }, arrays };
    const view = { ...seen, width: width.pixels, pinned: pinned() };
    const parts = [`${kind} · `, ...draw(view), ...(error ? [` · ${error}`] : [])];
    say(parts);
    if (other) comparing = setTimeout(() => compare(view, other, parts), COMPARE_MS);
    if (code) code.textContent = filledIn(template, seen.state, model.get("code_words"));
    showTable();
    root.dataset.source = kind;
    root.dataset.live = source.live;
    root.dataset.state = JSON.stringify(seen.state);
  }

  function say(parts) {
    writeStatus(line, parts);
    picture.setAttribute("aria-label", `${model.get("figure_title")}: ${line.textContent}`);
  }

  /** Whether a rate that is one bit larger changes what is said; `draw` says it by drawing. */
  function compare(view, other, parts) {
    const ofOther = textOf(draw({ ...view, arrays: other }));
    const hangs = textOf(draw(view)) !== ofOther;
    if (hangs) say([...parts, " · rounding decides these digits"]);
    root.dataset.rounding = hangs ? "decides" : "holds";
  }

  /**
   * Without a kernel a control rests only on recorded values, and says so. Where one has been lost it
   * does not: the slider's steps are finer by then, and the arrow keys would never leave a value.
   */
  function snap(state, values) {
    for (const [trait, value] of Object.entries(values)) {
      if (Math.abs(value - state[trait]) > 1e-9 * Math.abs(value)) set(trait, value);
    }
  }

  const events = parameters.map((trait) => `change:${trait}`);
  events.forEach((event) => model.on(event, schedule));
  root.addEventListener(RESIZED, schedule);
  const stopTheme = watchTheme(schedule);
  window.addEventListener("hashchange", follow);
  const stopLinks = followLinks(name, follow);
  follow();
  schedule();

  return () => {
    gone = true;
    root.dispatchEvent(new Event(GONE));
    clearTimeout(comparing);
    events.forEach((event) => model.off(event, schedule));
    rest();
    width.stop();
    stopTheme();
    source.stop();
    window.removeEventListener("hashchange", follow);
    stopLinks();
  };
}
