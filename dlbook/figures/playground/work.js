// One thing after another: the machine is asked for the next when it has answered the last.

const SLOW_MS = 10_000; // what takes longer says so

export class Work {
  /** failed(error); slow(): called when a task takes longer than ten seconds. */
  constructor({ failed, slow }) {
    Object.assign(this, { failed, slow, last: Promise.resolve(), pending: null });
  }

  add(task) {
    const timed = async () => {
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

  /**
   * The newest of several wishes: while one waits, `what` of the next takes its place. `tasks`: by
   * name; where two different ones meet, "afresh" does for both.
   */
  newest(what, tasks) {
    const waiting = this.pending;
    this.pending = waiting && waiting !== what ? "afresh" : what;
    if (waiting) return;
    this.add(() => {
      const wanted = this.pending;
      this.pending = null;
      return tasks[wanted]();
    });
  }
}
