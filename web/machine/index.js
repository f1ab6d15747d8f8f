// The array machine for figures: trainings in a worker, formulas on the page itself, where trainings
// run too if workers cannot start. Everything is inlined: one module is enough, from anywhere.

import compressed from "machine:module"; // first in the bundle: so gzip makes the least of it
import { address } from "machine:address"; // of the source of what computes, for a worker or the page
import { decompressed } from "./decompressed.js";
import { joined } from "./joined.js";

/** What could not be computed, as a sentence for the reader. */
export class MachineError extends Error {}

/** Tells machines apart: a hash of the module and of the worker. */
export { version as VERSION } from "machine:version";

const STRETCH = 16; // milliseconds that a training runs before the next request can be heard

let compiled;

/** The WebAssembly module, compiled once for all. */
function compile() {
  compiled ??= (async () => {
    if (typeof WebAssembly !== "object")
      throw new MachineError("This browser has no WebAssembly, so nothing can be computed here.");
    const bytes = await decompressed(compressed, "deflate-raw");
    if (!WebAssembly.validate(bytes))
      throw new MachineError("This browser's WebAssembly has no SIMD, so nothing can be computed here.");
    return WebAssembly.compile(bytes);
  })();
  return compiled;
}

/**
 * Opens a machine. `here`: on the page itself, which waits for each answer; so a formula's picture
 * comes in the frame of the event that asks for it. Without: in a worker.
 */
export async function openMachine({ here = false } = {}) {
  const module = await compile();
  if (!here) {
    try {
      const link = new WorkerLink();
      await link.start(module);
      return new OpenMachine(link, "worker");
    } catch {
      // no workers here (a sandboxed frame, a policy of the page): then without
    }
  }
  await import(address());
  const { Service, nextTask, sentenceOf } = globalThis[Symbol.for("dlbook machine")];
  const turn = here ? () => {} : nextTask;
  return new OpenMachine(new PageLink(new Service(module, turn), turn, sentenceOf), "page");
}

/** Requests to a worker, answered in their order. */
class WorkerLink {
  constructor() {
    this.waiting = new Map();
    this.last = 0;
    this.worker = new Worker(address());
    this.worker.onmessage = ({ data }) => this.#settle(data);
    this.worker.onerror = (event) => this.#die(event.message);
    this.worker.onmessageerror = () => this.#die("an answer could not be read");
  }

  start(module) {
    return this.#send({ module });
  }

  request(request, report) {
    if (this.dead) return Promise.reject(new MachineError(this.dead));
    return this.#send({ request }, report);
  }

  end() {
    this.#die("it was ended");
  }

  #send(message, report) {
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject, report });
      this.worker.postMessage({ id, ...message });
    });
  }

  #settle({ id, answer, error, part }) {
    const { resolve, reject, report } = this.waiting.get(id);
    if (part !== undefined) return report(part);
    this.waiting.delete(id);
    if (error === undefined) resolve(answer);
    else reject(new MachineError(error));
  }

  #die(reason) {
    this.worker.terminate();
    this.dead = `The worker that computes this has stopped: ${reason || "no reason is known"}.`;
    for (const { reject } of this.waiting.values()) reject(new MachineError(this.dead));
    this.waiting.clear();
  }
}

/** Requests answered on the page; what it does between two of them is in `turn`. */
class PageLink {
  constructor(service, turn, sentenceOf) {
    Object.assign(this, { service, turn, sentenceOf });
  }

  async request(request, report) {
    await this.turn();
    if (this.dead) throw new MachineError(this.dead);
    try {
      return await this.service.answer(request, report);
    } catch (error) {
      throw new MachineError(this.sentenceOf(error));
    }
  }

  end() {
    this.service = undefined;
    this.dead = "The machine was ended.";
  }
}

class OpenMachine {
  constructor(link, where) {
    this.link = link;
    this.where = where; // "worker" or "page"
    this.count = 0;
  }

  /** Whether it can do nothing any more: ended, or its worker has died. Another can be opened. */
  get ended() {
    return Boolean(this.link.dead);
  }

  /** The outputs of a program, by name, each {shape, data}. Inputs: {shape, data} or a number. */
  evaluate(program, inputs, dtype = "float64") {
    return this.link.request({ kind: "evaluate", program, inputs, dtype });
  }

  /** So many draws in [0, 1) from a generator's bytes, as NumPy's `random` gives them. */
  uniform(generator, count) {
    return this.link.request({ kind: "uniform", generator, count });
  }

  /** An order of the numbers below `count`, as NumPy's `permutation` gives it. */
  permutation(generator, count) {
    return this.link.request({ kind: "permutation", generator, count });
  }

  /**
   * Runs a job (see jobs.js) for `owner` in a state: numbers by name. setup: {steps, programs,
   * values}, needed the first time and when it has changed. Answers what the job made; null where
   * that owner has asked for a newer one meanwhile. `report` is called with what is known so far.
   */
  job(owner, { setup, state }, report) {
    return this.link.request({ kind: "job", owner, setup, state }, report);
  }

  /** Ends the job of `owner`, if one is under way; its answer is then null. */
  drop(owner) {
    return this.link.request({ kind: "drop", owner });
  }

  /** Ends the job of `owner`, and lets go of its set-up and of all that its jobs keep. */
  forget(owner) {
    return this.link.request({ kind: "forget", owner });
  }

  /** A training, set up and ready to run; `setup` as in training.js. */
  async train(setup) {
    const training = ++this.count;
    const facts = await this.link.request({ kind: "train", training, setup });
    return new OpenTraining(this.link, training, facts);
  }

  /** Ends the worker, whatever it is doing; what was asked of it fails. */
  end() {
    this.link.end();
  }
}

class OpenTraining {
  constructor(link, training, { stepsPerEpoch }) {
    this.link = link;
    this.training = training;
    this.stepsPerEpoch = stepsPerEpoch;
    this.steps = 0;
  }

  #request(kind, request = {}) {
    return this.link.request({ kind, training: this.training, ...request });
  }

  /**
   * So many steps: the loss of each on its batch, before its update. `each(losses, steps)`: called
   * after every stretch with its losses and the steps made so far. `signal`: stops between two
   * stretches; what was made until then is answered.
   */
  async run(steps, { each, signal, stretch = STRETCH } = {}) {
    const parts = [];
    for (let left = steps; left > 0 && !signal?.aborted; ) {
      const losses = await this.#request("run", { steps: left, milliseconds: stretch });
      left -= losses.length;
      this.steps += losses.length;
      parts.push(losses);
      if (!signal?.aborted) await each?.(losses, this.steps);
    }
    return joined(parts);
  }

  /** The outputs of a program of the parameters as they are now, and other inputs. */
  measure(program, inputs = {}) {
    return this.#request("measure", { program, inputs });
  }

  /** Changes numbers, such as {lr: 0.3}, for the steps to come. */
  set(numbers) {
    return this.#request("set", { numbers });
  }

  /** All parameters, flat. */
  parameters() {
    return this.#request("parameters");
  }

  /** Gives the memory back. */
  end() {
    return this.#request("end");
  }
}
