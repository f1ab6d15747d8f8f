// A chapter that can be written in. `open({bar, base, files, say})` is called once, by the button.

import { make } from "../elements.js";
import { findCells } from "./cells.js";
import { chapterOf } from "./chapter_name.js";
import { Python } from "./client.js";
import { makeCell } from "./cell_view.js";
import { readEdits } from "./edits.js";
import style from "./python.css";

export { Python }; // for pages that run code elsewhere than in their cells

const HINT = "dlb-python-hint";
const KEYS =
  "Shift and Enter run a cell; Escape, then Tab leaves an editor. What you write is kept on this device alone.";

/** Start Python, then turn the page's cells into editors; `say` writes the bar's status line. */
export async function open({ bar, base, files, say }) {
  const chapter = new Chapter(base, files, say);
  await chapter.start();
  document.head.append(make("style", "", style));
  bar.append(Object.assign(make("p", "dlb-python-hint", KEYS), { id: HINT }));
  chapter.makeCells();
  await chapter.prepare();
  return () => chapter.startAnew();
}

class Chapter {
  name = chapterOf(location);
  hint = HINT;
  #views = [];
  #python = null;
  #base;
  #files;
  #say;
  #queue = Promise.resolve();
  #stops = 0; // what waits behind something that was stopped does not start

  constructor(base, files, say) {
    this.#base = base;
    this.#files = files;
    this.#say = say;
  }

  makeCells() {
    const edits = readEdits(this.name);
    this.#views = findCells(document, this.name)
      .map((found) => makeCell(found, this, edits[found.name]))
      .filter(Boolean);
  }

  /** Have Python running: at first, and anew after it was ended or lost. */
  async start() {
    if (!this.#python || this.#python.isLost) {
      this.#say("Loading Python …");
      this.#python = new Python(this.#base, this.#files);
    }
    await this.#python.ready;
    this.#say("Python is ready.");
  }

  /** End Python with its variables, and start another. */
  async startAnew() {
    this.#stops += 1;
    this.#python.end();
    await this.start();
    await this.prepare();
  }

  /** Run the first cell, which imports what the chapter uses. */
  async prepare() {
    const [first] = this.#views;
    if (first?.number === 1) await this.run(first);
  }

  run(view) {
    return this.#inTurn([view]);
  }

  runAbove(view) {
    return this.#inTurn(this.#above(view), view);
  }

  #above(view) {
    return this.#views.slice(0, this.#views.indexOf(view));
  }

  /** Run `views` after what waits already, up to the first that fails. */
  #inTurn(views, asker) {
    const stops = this.#stops;
    for (const view of views) if (view !== asker) view.say("Waits its turn.");
    const turn = async () => {
      for (const [place, view] of views.entries()) {
        if (stops !== this.#stops) return views.slice(place).forEach((one) => one.say("Not run."));
        if (asker) asker.say(`Runs cell ${view.number} …`);
        if (!(await this.#runOne(view))) {
          views.slice(place + 1).forEach((one) => one.say("Not run."));
          if (asker) asker.say(`Cell ${view.number} did not end well.`);
          return;
        }
      }
      if (asker) asker.say("All above has run.");
    };
    this.#queue = this.#queue.then(turn);
    return this.#queue;
  }

  async #runOne(view) {
    view.output.clear();
    view.setRunning(true);
    view.say(view.seconds ? `Runs; it takes about ${view.seconds} seconds …` : "Runs …");
    const began = performance.now();
    const stops = this.#stops;
    let advice = "Ended with an error.";
    let waiting = [];
    const show = (message) => {
      if (message.kind === "fetching") view.say("Loads matplotlib, for pictures …");
      if (message.missing) advice = adviceOn(message.missing, waiting[message.giver].number);
      if (message.solves) tell(message.solves);
      view.output.show(message);
    };
    const started = this.start();
    const python = this.#python; // the one that is to run this cell
    try {
      await started;
      await this.#runBefore(view);
      if (stops !== this.#stops) {
        view.say("Not run.");
        return false;
      }
      waiting = this.#above(view).filter((one) => one.ranIn !== python);
      const isWell = await python.run(view.code, `Cell ${view.number}`, show, waiting.map((one) => `${one.before}\n${one.code}`));
      if (isWell) view.ranIn = python;
      view.say(isWell ? `Done in ${seconds(performance.now() - began)}.` : advice);
      return isWell;
    } catch (error) {
      view.say(`Python has ended: ${error.message}. All variables are lost; Run all above brings them back.`);
      if (python === this.#python) this.#say("Python has ended. The next cell that you run starts it anew.");
      return false;
    } finally {
      view.setRunning(false);
    }
  }

  /** Run what hidden cells give to this one; what fails there is told by the names that then lack. */
  async #runBefore(view) {
    if (!view.before || view.ranBefore === this.#python) return;
    const stops = this.#stops;
    await this.#python.run(view.before, `Before cell ${view.number}`, () => {});
    if (stops === this.#stops) view.ranBefore = this.#python;
  }

  async stop() {
    this.#stops += 1;
    await this.#python.stop();
  }
}

/** Let the reader's progress know which exercise was solved. */
function tell(exercise) {
  const detail = { kind: "exercise", question: exercise, right: true };
  dispatchEvent(new CustomEvent("dlb-answered", { detail }));
}

const seconds = (milliseconds) => (milliseconds < 1000 ? "less than a second" : `${(milliseconds / 1000).toFixed(1)} s`);

const adviceOn = (missing, number) =>
  `${missing} has no value yet. Cell ${number} gives it one; Run all above runs that cell.`;
