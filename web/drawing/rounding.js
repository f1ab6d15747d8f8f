// Whether what is said of a training hangs on rounding. Near the edge of stability the last bit of
// the learning rate decides what becomes of a run: once the picture stands, the job is run again with
// the next larger rate, and the figure compares what its status line would then say.

const PAUSE_MS = 400; // the reader may still be moving a control

/** The next larger number of its kind, for a positive number. */
function nextAbove(number, isSingle) {
  const bits = isSingle ? Int32Array.of(0) : BigInt64Array.of(0n);
  const value = new (isSingle ? Float32Array : Float64Array)(bits.buffer);
  value[0] = number;
  bits[0] += isSingle ? 1 : 1n;
  return value[0];
}

/** The steps on which the status line hangs. */
function ofStatus(steps) {
  const beside = steps.findIndex((step) => step.beside);
  return beside < 0 ? steps : steps.slice(0, beside);
}

export class RunAgain {
  /** steps: of the job. found(): called when the values of the other run are there. */
  constructor(steps, owner, found) {
    this.steps = ofStatus(steps);
    this.isSingle = this.steps.some(({ dtype }) => dtype === "float32");
    Object.assign(this, { owner: `${owner} again`, found });
    this.other = null; // {key, values} of the run with the other rate
  }

  /** Where nothing else has been asked for meanwhile: runs again what was asked for as `key`. */
  plan(key, machine, setup, state) {
    this.stop();
    this.machine = machine;
    this.timer = setTimeout(() => this.run(key, setup, state), PAUSE_MS);
  }

  async run(key, setup, state) {
    this.isRunning = true;
    const work = { state: { ...state, lr: nextAbove(state.lr, this.isSingle) } };
    if (this.sent !== setup) work.setup = { ...setup, steps: this.steps };
    this.sent = setup;
    const values = await this.machine.job(this.owner, work, () => {}).catch(() => null);
    if (!values) return; // another state is looked at, or the machine has stopped
    this.isRunning = false;
    this.other = { key, values };
    this.found();
  }

  stop() {
    clearTimeout(this.timer);
    if (this.isRunning) this.machine.drop(this.owner).catch(() => {}); // a dead one has nothing to drop
    this.isRunning = false;
  }
}
