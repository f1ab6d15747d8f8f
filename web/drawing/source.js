// Where a figure's arrays come from: recordings at once, Python's own run when a kernel answers.
// One question is under way at a time, the newest wins, and an answer to a question that is no
// longer asked is dropped.

import { Recording, decode } from "./frames.js";

const DEBOUNCE_MS = 4; // one question at a time is what keeps the kernel free
const PATIENCE_MS = 10_000;
const SILENT = "Python has not answered for ten seconds, so the nearest recorded run is drawn: it is "
  + "busy, or its kernel has ended and this cell has to be run again";
const GONE = "Python's kernel was restarted, so the nearest recorded run is drawn: run this cell again "
  + "for the values in between";

export class Source {
  constructor(model, changed) {
    this.model = model;
    this.changed = changed;
    this.recording = new Recording(
      model.get("axes"),
      model.get("recording"),
      model.get("recording_data"),
    );
    this.live = false;
    this.wanted = null; // what the reader looks at: {key, axes}
    this.underWay = null; // what Python is computing: {id, key}
    this.silent = ""; // why Python does not answer, if it does not
    this.answered = null; // Python's newest answer: {key, arrays} or {key, error}
    this.lastId = 0;
    this.receive = this.receive.bind(this);
    this.lose = this.lose.bind(this);
    model.on("msg:custom", this.receive);
    model.on("comm_live_update", this.lose);
    this.send({ kind: "ping" });
  }

  stop() {
    clearTimeout(this.timer);
    clearTimeout(this.waiting);
    this.model.off("msg:custom", this.receive);
    this.model.off("comm_live_update", this.lose);
  }

  /** {arrays, kind, values, error}: what to draw for `state` now. Asks Python when live. */
  at(state) {
    const { indices, values, exact } = this.recording.nearest(state);
    if (this.recording.axes.length === 0) {
      return { arrays: this.recording.at([]), kind: "computed in the page", values };
    }
    if (!this.live || exact) {
      this.wanted = null;
      const error = exact ? "" : this.silent;
      return { arrays: this.recording.at(indices), kind: "recorded", values, error };
    }
    const axes = Object.fromEntries(this.recording.axes.map(([name]) => [name, state[name]]));
    const key = JSON.stringify(axes);
    if (this.answered?.key === key && this.answered.arrays) {
      const shared = this.recording.at(indices); // what depends on no control is not sent again
      const arrays = Object.create(shared, Object.getOwnPropertyDescriptors(this.answered.arrays));
      return { arrays, kind: "live", values: axes };
    }
    const error = this.answered?.key === key ? this.answered.error : "";
    if (!error) this.want(key, axes);
    const said = error || this.silent;
    return { arrays: this.recording.at(indices), kind: said ? "recorded" : "computing",
      values, error: said };
  }

  want(key, axes) {
    if (this.wanted?.key === key) return;
    this.wanted = { key, axes };
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), DEBOUNCE_MS);
  }

  ask() {
    if ((this.underWay && !this.silent) || !this.wanted) return;
    this.lastId += 1;
    this.underWay = { id: this.lastId, key: this.wanted.key };
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.miss(), PATIENCE_MS);
    this.send({ kind: "ask", id: this.lastId, state: this.wanted.axes });
  }

  /** A kernel that has gone can refuse what is sent; the answer that does not come tells it. */
  send(message) {
    try {
      this.model.send(message);
    } catch {
      // said when PATIENCE_MS are over
    }
  }

  miss() {
    this.silent = SILENT;
    this.changed();
  }

  /** The kernel was restarted, and knows nothing of this figure: nothing is asked any more. */
  lose() {
    clearTimeout(this.timer);
    clearTimeout(this.waiting);
    this.live = false;
    this.silent = GONE;
    this.changed();
  }

  receive(message, buffers) {
    if (message.kind === "pong") {
      this.live = true;
      this.changed();
    } else if (message.id === this.underWay?.id) {
      clearTimeout(this.waiting);
      if (this.silent) this.changed(); // whatever the answer is worth
      this.silent = "";
      this.settle(message, buffers);
    }
  }

  settle(message, buffers) {
    const { key } = this.underWay;
    this.underWay = null;
    if (this.wanted?.key !== key) return this.ask(); // stale: the reader has moved on
    this.answered = { key, ...this.read(message, buffers) };
    this.changed();
  }

  /** {arrays} or {error}: what an answer holds. */
  read(message, buffers) {
    if (message.kind === "error") return { error: message.message };
    try {
      return { arrays: decode(message.arrays, buffers[0]) };
    } catch (error) {
      return { error: `Python's answer cannot be read: ${error.message}` };
    }
  }
}
