// One thing after another: the machine is asked for the next when it has answered the last.

const SLOW_MS = 10_000; // what takes longer says so

export class Work {
  /** failed(error); slow(): called when a task takes longer than ten seconds. */
  constructor({ failed, slow }) {
    Object.assign(this, { failed, slow, last: Promise.resolve() });
    this.turns = 0; // of all that was ever asked for
    this.now = 0; // the turn that is being worked on
    this.from = 0; // what comes before has been done away with
    this.wished = 0; // the turn of the newest wish
  }

  /** Whether a wish waits. */
  get pending() {
    return this.now < this.wished;
  }

  add(task) {
    const turn = (this.turns += 1);
    const timed = async () => {
      this.now = turn;
      if (turn < this.from) return;
      const timer = setTimeout(this.slow, SLOW_MS);
      try {
        await task();
      } finally {
        clearTimeout(timer);
      }
    };
    this.last = this.last.then(timed).catch(this.failed);
    return this.last;
  }

  /** A wish that does away with all that waits: it starts anew. */
  anew(task) {
    this.from = this.wished = this.turns + 1;
    return this.add(task);
  }

  /** A wish that goes by the newest settings: one that waits, with nothing after it, does for this one too. */
  newest(task) {
    if (this.pending && this.wished === this.turns) return;
    this.wished = this.turns + 1;
    this.add(task);
  }
}
