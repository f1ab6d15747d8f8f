// What a worker (or the page itself, where there are no workers) does for those who ask: requests
// are plain objects {kind, ...}, answers plain values.

import { Machine } from "./host.js";
import { Job, Replaced } from "./jobs.js";
import { joined } from "./joined.js";
import { Training } from "./training.js";

export class Service {
  /** turn(): lets others run, where a job can make room for a newer one. */
  constructor(module, turn = nextTask) {
    this.module = module;
    this.turn = turn;
    this.machine = new Machine(module);
    this.trainings = new Map();
    this.owners = new Map(); // owner of jobs -> its set-up, what its jobs keep, its newest state
  }

  answer({ kind, ...request }, report) {
    return this[kind](request, report);
  }

  evaluate({ program, inputs, dtype }) {
    return this.machine.evaluate(program, inputs, dtype);
  }

  /** So many draws in [0, 1), as `random` of a generator in this state gives them. */
  uniform({ generator, count }) {
    return this.machine.draw("draw_uniform", generator, count, Float64Array);
  }

  /** The numbers below `count` in the order that `permutation` of a generator gives them. */
  permutation({ generator, count }) {
    return this.machine.draw("draw_permutation", generator, count, Uint32Array);
  }

  /** Each training has a machine of its own, so that its memory goes when it ends. */
  train({ training, setup }) {
    const made = new Training(new Machine(this.module), setup);
    this.trainings.set(training, made);
    return { stepsPerEpoch: made.stepsPerEpoch };
  }

  /** Up to `steps` steps, within about so many milliseconds: their losses. */
  run({ training, steps, milliseconds }) {
    const made = this.trainings.get(training);
    const end = performance.now() + milliseconds;
    const parts = [];
    for (let left = steps, next = 1; left > 0; next *= 2) {
      const begun = performance.now();
      const now = Math.min(next, left);
      parts.push(made.run(now));
      left -= now;
      // the next stretch takes about twice as long as this one
      const done = performance.now();
      if (done + 2 * (done - begun) > end) break;
    }
    return joined(parts);
  }

  measure({ training, program, inputs }) {
    return this.trainings.get(training).measure(program, inputs);
  }

  set({ training, numbers }) {
    this.trainings.get(training).set(numbers);
  }

  parameters({ training }) {
    return this.trainings.get(training).parameters();
  }

  /**
   * Runs a job; a newer one of the same owner takes its place, and the answer is then null.
   * `report`: called with the values so far.
   */
  async job({ owner, setup, state }, report) {
    if (setup) this.owners.set(owner, { setup, kept: new Map(), runs: new Map() });
    const own = this.owners.get(owner);
    own.newest = state;
    const pause = async () => {
      await this.turn();
      if (own.newest !== state) throw new Replaced();
    };
    try {
      await pause();
      return await new Job(this.module, own, state, { pause, report }).run();
    } catch (error) {
      if (error instanceof Replaced) return null;
      throw error;
    }
  }

  /** Ends the job of an owner, if one is under way. */
  drop({ owner }) {
    const own = this.owners.get(owner);
    if (own) own.newest = null;
  }

  /** Ends the job of an owner, and lets go of what its jobs keep. */
  forget({ owner }) {
    this.drop({ owner });
    this.owners.delete(owner);
  }

  end({ training }) {
    this.trainings.delete(training);
  }
}

/** Lets messages that wait be heard. */
export function nextTask() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** An error as a sentence that can travel. */
export function sentenceOf(error) {
  if (error instanceof WebAssembly.RuntimeError) return `The machine broke off: ${error.message}`;
  if (error instanceof RangeError) return "The machine has no memory left for this";
  return error.message;
}
