// Where a figure's arrays come from: recordings at once, Python's own run when a kernel answers.
// One question is under way at a time, the newest wins, and an answer to a question that is no
// longer asked is dropped.

import { Recording, decode } from "./frames.js";

const DEBOUNCE_MS = 4; // one question at a time is what keeps the kernel free

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
    this.answered = null; // Python's newest answer: {key, arrays} or {key, error}
    this.lastId = 0;
    this.receive = this.receive.bind(this);
    model.on("msg:custom", this.receive);
    model.send({ kind: "ping" });
  }

  stop() {
    clearTimeout(this.timer);
    this.model.off("msg:custom", this.receive);
  }

  /** {arrays, kind, values, error}: what to draw for `state` now. Asks Python when live. */
  at(state) {
    const { indices, values, exact } = this.recording.nearest(state);
    if (this.recording.axes.length === 0) {
      return { arrays: this.recording.at([]), kind: "computed in the page", values };
    }
    if (!this.live || exact) {
      this.wanted = null;
      return { arrays: this.recording.at(indices), kind: "recorded", values };
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
    return { arrays: this.recording.at(indices), kind: error ? "recorded" : "computing",
      values, error };
  }

  want(key, axes) {
    if (this.wanted?.key === key) return;
    this.wanted = { key, axes };
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), DEBOUNCE_MS);
  }

  ask() {
    if (this.underWay || !this.wanted) return;
    this.lastId += 1;
    this.underWay = { id: this.lastId, key: this.wanted.key };
    this.model.send({ kind: "ask", id: this.lastId, state: this.wanted.axes });
  }

  receive(message, buffers) {
    if (message.kind === "pong") {
      this.live = true;
      this.changed();
    } else if (message.id === this.underWay?.id) {
      this.settle(message, buffers);
    }
  }

  settle(message, buffers) {
    const { key } = this.underWay;
    this.underWay = null;
    if (this.wanted?.key !== key) return this.ask(); // stale: the reader has moved on
    this.answered = message.kind === "error"
      ? { key, error: message.message }
      : { key, arrays: decode(message.arrays, buffers[0]) };
    this.changed();
  }
}
