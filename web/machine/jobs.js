// Jobs: what a figure wants computed, as data. Python writes a job down (dlbook/programs/jobs.py
// says what each step means, and runs the same); here it is run in stretches, so that a newer one
// can take its place, and what is there already is reported while the rest is under way.

import { Machine, MachineError, entries, mapped } from "./host.js";
import { joined } from "./joined.js";
import { Training } from "./training.js";

const REPORT_MS = 60; // a training that takes longer shows what it has, as often as this
const MOST_KEPT = 64; // results that are kept to be asked for again, the oldest go first
const FIRST_STEPS = 4;
const STRETCH_MS = 12; // and lets a newer job take over as often as this

/** Thrown out of a job that a newer one has replaced. */
export class Replaced extends Error {}

const isNumber = (value) => typeof value === "number";
const scalar = (value) => (isNumber(value) ? value : value.data[0]);

/** Entry `index` along the first axis of an array. */
function row({ shape, data }, index) {
  const inner = shape.slice(1);
  const size = entries(inner);
  return { shape: inner, data: data.slice(index * size, (index + 1) * size) };
}

/** Arrays of one shape, one after the other along a new first axis. */
function stacked(arrays) {
  const { shape, data } = arrays[0];
  const all = new data.constructor(arrays.length * data.length);
  arrays.forEach((array, k) => all.set(array.data, k * data.length));
  return { shape: [arrays.length, ...shape], data: all };
}

export class Job {
  /**
   * setup: {steps, programs by name, values: arrays {shape, data} that depend on no control}. kept,
   * runs: Maps for results and trainings that are asked for again. state: numbers by name. pause():
   * lets others run, and throws where the job is to end. report(values): takes what was made so far.
   */
  constructor(module, { setup, kept, runs }, state, { pause, report }) {
    Object.assign(this, { module, pause, report, kept, trained: runs, ...setup });
    this.given = { ...setup.values, ...state };
    this.values = { ...this.given };
    this.machine = new Machine(module);
    this.reported = performance.now();
    this.size = FIRST_STEPS; // of a stretch, as many as take a few milliseconds
  }

  async run() {
    for (const [k, step] of this.steps.entries()) {
      this.following = this.steps.slice(k + 1);
      if (step.do === "train") await this.train(step);
      else this.atOnce(step, this.values);
    }
    return this.whatWasMade(this.values);
  }

  /** What the job shows: everything but what was given, and what it has for itself. */
  whatWasMade(values) {
    const made = ([name, value]) => value !== this.given[name] && !name.startsWith("_");
    return Object.fromEntries(Object.entries(values).filter(made));
  }

  atOnce(step, values) {
    if (step.do === "draw") return void Object.assign(values, this.draw(step, values));
    const made = step.once_for ? this.once(step, values) : this.made(step, values);
    for (const [output, name] of Object.entries(step.into)) values[name] = made[output];
  }

  made(step, values) {
    return step.do === "scan" ? this.scan(step, values) : this.evaluate(step, values);
  }

  /** What a step made when the values that it is once for were the same. */
  once(step, values) {
    const key = this.key(step, values);
    if (!this.kept.has(key)) this.kept.set(key, this.made(step, values));
    if (this.kept.size > MOST_KEPT) this.kept.delete(this.kept.keys().next().value);
    return this.kept.get(key);
  }

  key(step, values) {
    return `${this.steps.indexOf(step)} ${step.once_for.map((name) => scalar(values[name]))}`;
  }

  /** What a reference stands for. */
  find(reference, values) {
    if (isNumber(reference)) return reference;
    if (typeof reference === "string") {
      if (!(reference in values)) throw new MachineError(`The job has no value "${reference}"`);
      return values[reference];
    }
    if (Array.isArray(reference)) return reference.map((one) => this.find(one, values));
    const index = scalar(this.find(reference.of, values));
    if (reference.one) return this.find(reference.one[index], values);
    return row(this.find(reference.row, values), index);
  }

  program(reference, values) {
    if (typeof reference !== "string") {
      return this.program(reference.one[scalar(this.find(reference.of, values))], values);
    }
    const program = this.programs[reference];
    if (!program) throw new MachineError(`The job has no program "${reference}"`);
    return program;
  }

  all(references, values) {
    return mapped(references ?? {}, (one) => this.find(one, values));
  }

  /** Draws in [0, 1) of each generator: the shapes' in turn, along a first axis of generators. */
  draw({ generators, shapes }, values) {
    const states = this.find(generators, values);
    const [count, size] = states.shape;
    const needed = Object.values(shapes).reduce((sum, shape) => sum + entries(shape), 0);
    const all = Array.from({ length: count }, (_, k) => this.machine.draw("draw_uniform",
      states.data.slice(k * size, (k + 1) * size), needed, Float64Array));
    let at = 0;
    return mapped(shapes, (shape) => {
      at += entries(shape);
      return stacked(all.map((data) => ({ shape, data: data.slice(at - entries(shape), at) })));
    });
  }

  evaluate({ program, inputs, dtype }, values) {
    return this.machine.evaluate(this.program(program, values), this.all(inputs, values), dtype);
  }

  scan({ program, inputs, carry, along, times, dtype }, values) {
    const over = this.all(along, values);
    const n = times === undefined ? Object.values(over)[0].shape[0] : scalar(this.find(times, values));
    return this.machine.scan(this.program(program, values), this.all(inputs, values), {
      carry: carry ?? {}, along: over, times: n, dtype,
    });
  }

  /** A step that trains, for each setting where it has some, the first to be seen first. */
  async train(step) {
    if (step.settings === undefined) {
      const progress = (found) => this.take(step, found);
      return void Object.assign(this.values, await this.keptRuns(step, this.values, progress));
    }
    const [count, first] = [step.settings, step.first].map((one) => scalar(this.find(one, this.values)));
    const found = Array(count);
    const sofar = () => spread(found, step.runs && scalar(this.find(step.runs, this.values)));
    for (let k = 0; k < count; k += 1) {
      const setting = (first + k) % count;
      const take = (part) => {
        found[setting] = part();
        return sofar();
      };
      // a single run shows itself when it has ended, one of several when one more has
      const progress = step.runs === undefined ? () => {} : (part) => this.take(step, () => take(part));
      found[setting] = await this.keptRuns(step, { ...this.values, setting }, progress);
      this.take(step, sofar);
    }
    Object.assign(this.values, sofar());
  }

  /** What this training found last, if its values are the same; else it trains. */
  async keptRuns(step, values, progress) {
    if (!step.once_for) return this.runs(step, values, progress);
    const place = `${this.steps.indexOf(step)} ${values.setting}`;
    const key = this.key(step, values);
    if (this.trained.get(place)?.key !== key) {
      this.trained.set(place, { key, found: await this.runs(step, values, progress) });
    }
    return this.trained.get(place).found;
  }

  /** All that is found in the step's runs. progress: takes a function that gives what is there. */
  async runs(step, values, progress) {
    if (step.runs === undefined) return this.oneRun(step, values, progress);
    const runs = [];
    const count = scalar(this.find(step.runs, values));
    for (let run = 0; run < count; run += 1) {
      runs.push(await this.oneRun(step, { ...values, run }, () => {}));
      if (run + 1 < count) progress(() => together(runs));
    }
    return together(runs);
  }

  /** While a training goes on, work out and report what follows from what is there. */
  take(step, found) {
    if (performance.now() - this.reported < REPORT_MS) return;
    const values = { ...this.values, ...found() };
    try {
      for (const next of this.following) {
        if (next.do === "train") break; // its own reports come in its turn
        this.atOnce(next, values);
      }
    } catch (error) {
      if (error instanceof MachineError) return; // what follows needs the whole
      throw error;
    }
    this.report(this.whatWasMade(values));
    this.reported = performance.now();
  }

  setup(step, values) {
    const bytes = (reference) => reference && this.find(reference, values).data;
    return {
      gradient: this.program(step.gradient, values), update: this.program(step.update, values),
      before: step.before && this.program(step.before, values),
      blocks: this.find(step.blocks, values),
      examples: this.all(step.examples, values),
      numbers: mapped(this.all(step.numbers, values), scalar),
      batchSize: step.batch_size === undefined
        ? undefined : scalar(this.find(step.batch_size, values)),
      order: bytes(step.order), dropout: bytes(step.dropout), kept: step.kept, dtype: step.dtype,
    };
  }

  /** One training, recorded at the epochs of `step.record`. */
  async oneRun(step, values, progress) {
    const training = new Training(new Machine(this.module), this.setup(step, values));
    const epochs = [...this.find(step.record, values).data];
    const found = { measured: [], parameters: [], losses: [] };
    let epoch = 0;
    for (const next of epochs) {
      await this.stretches(training, (next - epoch) * training.stepsPerEpoch, found);
      epoch = next;
      if (step.into?.parameters) found.parameters.push(vector(training.parameters()));
      found.measured.push(this.measure(step, training, values));
      progress(() => collected(step, found));
    }
    return collected(step, found);
  }

  /** So many steps, in stretches between which others may run. */
  async stretches(training, count, found) {
    for (let left = count; left > 0; ) {
      const begun = performance.now();
      const now = Math.min(this.size, left);
      found.losses.push(training.run(now));
      left -= now;
      const took = performance.now() - begun;
      if (took < STRETCH_MS / 2 && now === this.size) this.size *= 2;
      this.worked = (this.worked ?? 0) + took;
      if (this.worked > STRETCH_MS) {
        this.worked = 0;
        await this.pause();
      }
    }
  }

  measure({ measure = [] }, training, values) {
    const made = {};
    for (const { program, inputs, into } of measure) {
      const found = training.measure(this.program(program, values), this.all(inputs, values));
      for (const [output, name] of Object.entries(into)) made[name] = found[output];
    }
    return made;
  }
}

const vector = (data) => ({ shape: [data.length], data });

/** The records of one run, each along a first axis of epochs; losses step by step. */
function collected({ into = {} }, { measured, parameters, losses }) {
  const made = together(measured);
  if (into.parameters) made[into.parameters] = stacked(parameters);
  if (into.losses) made[into.losses] = vector(joined(losses));
  return made;
}

/** The records of several settings along a first axis; NaN for runs that are not there yet. */
function spread(found, runs) {
  return mapped(found.find(Boolean), ({ shape, data }, name) => {
    const each = runs === undefined ? shape : [runs, ...shape.slice(1)];
    const all = new data.constructor(found.length * entries(each)).fill(NaN);
    found.forEach((one, k) => one && all.set(one[name].data, k * entries(each)));
    return { shape: [found.length, ...each], data: all };
  });
}

/** Several records as one, along a first axis. */
function together(records) {
  return mapped(records[0], (_, name) => stacked(records.map((one) => one[name])));
}
