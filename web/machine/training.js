// Training on the machine: whole stretches of steps in one call.
// dlbook/programs/wasm_training.py is the same in Python and says what each setting means.

import { MachineError, entries, itemSize, mapped } from "./host.js";

const STATE_BYTES = 48; // of a generator
const WORD_VALUES = 2 ** 16; // dropout compares 16-bit pieces with a threshold

export class Training {
  /**
   * setup: {gradient, update, blocks, examples, numbers?, rates?, before?, batchSize?, order?,
   * dropout?, kept?, dtype?}; arrays are {shape, data}, generators 48 bytes (Uint8Array).
   */
  constructor(machine, setup) {
    this.machine = machine;
    this.dtype = setup.dtype ?? "float64";
    const counts = Object.values(setup.examples).map(({ shape }) => shape.at(-1));
    if (counts.some((n) => n !== counts[0]))
      throw new MachineError(`Examples must agree in number, not be ${counts.join(" and ")}`);
    this.n = counts[0];
    this.batchSize = Math.min(setup.batchSize ?? this.n, this.n);
    if (!(this.batchSize >= 1))
      throw new MachineError(`Batches must hold at least one example, not ${setup.batchSize}`);
    this.#setParameters(setup.blocks);
    this.handle = machine.ask("training", itemSize(this.dtype), this.n, this.batchSize);
    this.#setNumbers(setup);
    this.lossAt = machine.zeros([], this.dtype).address;
    const bound = this.#batches(setup).map((places) => this.#bindGradient(setup.gradient, places));
    const update = this.#bindUpdate(setup.update);
    const programs = [this.before?.address ?? 0, bound[0].address, bound[1]?.address ?? 0];
    machine.exports.set_programs(this.handle, ...programs, update.address);
  }

  #put(value, dtype = this.dtype) {
    return this.machine.put(value, dtype);
  }

  /** One flat array of all parameters, one of their gradients, and every block in it. */
  #setParameters(blocks) {
    const sizes = blocks.map((block) => entries(block.shape));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    this.theta = this.machine.zeros([total], this.dtype);
    this.g = this.machine.zeros([total], this.dtype);
    this.blocks = {};
    this.gradientAt = [];
    let start = 0;
    blocks.forEach((block, k) => {
      if (block.data.length !== sizes[k])
        throw new MachineError(`Block ${k} of shape (${block.shape}) has ${block.data.length} numbers`);
      this.machine.at(this.theta, this.dtype).set(block.data, start);
      const bytes = start * itemSize(this.dtype);
      this.blocks[`blocks.${k}`] = { address: this.theta.address + bytes, shape: block.shape };
      this.gradientAt.push(this.g.address + bytes);
      start += sizes[k];
    });
  }

  /** Numbers in float64 for `before`, and in the training's own kind for the others. */
  #setNumbers({ numbers = {}, rates, before }) {
    const { machine, handle } = this;
    const changing = new Set(["t", ...(rates ? ["lr"] : []), ...(before?.outputs ?? [])]);
    const all = { ...Object.fromEntries([...changing].map((name) => [name, 0])), ...numbers };
    const placed = (dtype) => mapped(all, (x) => this.#put(x, dtype));
    this.exact = placed("float64");
    this.numbers = placed(this.dtype);
    machine.exports.set_step_number(handle, this.exact.t.address);
    if (rates) {
      const table = this.#put({ shape: [rates.length], data: rates }, "float64");
      machine.exports.set_rates(handle, this.exact.lr.address, table.address, rates.length);
    }
    if (before) {
      const ends = before.outputs.map((name) => [name, this.exact[name].address]);
      this.before = machine.bind(before, this.exact, "float64", Object.fromEntries(ends));
    }
    for (const name of changing)
      machine.ask("add_number", handle, this.exact[name].address, this.numbers[name].address);
  }

  /** The inputs that change with the batch: for whole batches, and for a shorter last one. */
  #batches({ examples, order, dropout, kept = [] }) {
    const { machine, handle, dtype, n, batchSize } = this;
    const rest = n % batchSize;
    const sizes = rest ? [batchSize, rest] : [batchSize];
    const batches = sizes.map(() => ({}));
    const inEach = (name, lead) => {
      sizes.forEach((size, k) => (batches[k][name] = machine.zeros([...lead, size], dtype)));
      return [batches[0][name].address, batches[1]?.[name].address ?? 0];
    };
    if (batchSize < n) {
      machine.ask("set_order", handle, this.#generator(order, "order of the batches"));
    }
    for (const [name, array] of Object.entries(examples)) {
      const source = this.#put(array);
      const lead = array.shape.slice(0, -1);
      if (batchSize === n) batches[0][name] = source;
      else machine.ask("add_rows", handle, source.address, entries(lead), ...inEach(name, lead));
    }
    if (dropout) {
      const threshold = Math.min(Math.ceil(this.number("p") * WORD_VALUES), WORD_VALUES - 1);
      machine.exports.set_dropout(handle, this.#generator(dropout, "dropout"), threshold);
      kept.forEach((units, k) => {
        machine.ask("add_flags", handle, units, ...inEach(`kept.${k}`, [units]));
      });
    }
    return batches;
  }

  #generator(state, use) {
    if (state?.length !== STATE_BYTES)
      throw new MachineError(`The ${use} needs a generator's ${STATE_BYTES} bytes`);
    return this.machine.putBytes(state);
  }

  #bindGradient(program, places) {
    const gradients = program.outputs.filter((name) => name.includes("."));
    if (gradients.length !== this.gradientAt.length)
      throw new MachineError(`The program gives ${gradients.length} gradients of blocks, \
the network has ${this.gradientAt.length}`);
    const ends = Object.fromEntries(gradients.map((name, k) => [name, this.gradientAt[k]]));
    for (const name of program.outputs) ends[name] ??= this.lossAt;
    const inputs = { ...this.numbers, ...this.blocks, ...places };
    return this.machine.bind(program, inputs, this.dtype, ends);
  }

  #bindUpdate(program) {
    const names = program.inputs.filter((name) => name.startsWith("state."));
    const zeros = () => this.machine.zeros(this.theta.shape, this.dtype);
    const state = Object.fromEntries(names.map((name) => [name, zeros()]));
    const place = (name) =>
      name.includes(".") ? state[`state.${name.slice(name.indexOf(".") + 1)}`] : this.theta;
    const ends = Object.fromEntries(program.outputs.map((name) => [name, place(name).address]));
    const inputs = { ...this.numbers, theta: this.theta, g: this.g, ...state };
    return this.machine.bind(program, inputs, this.dtype, ends);
  }

  get stepsPerEpoch() {
    return Math.ceil(this.n / this.batchSize);
  }

  /** All parameters, flat, as a copy. */
  parameters() {
    return this.machine.at(this.theta, this.dtype).slice();
  }

  number(name) {
    return this.machine.at(this.exact[name], "float64")[0];
  }

  /** Changes numbers for the steps to come. */
  set(numbers) {
    for (const [name, value] of Object.entries(numbers)) {
      if (!this.exact[name]) throw new MachineError(`The training has no number "${name}"`);
      this.machine.at(this.exact[name], "float64")[0] = value;
      this.machine.at(this.numbers[name], this.dtype)[0] = value;
    }
  }

  /** So many steps; the loss of each on its batch, before its update. */
  run(steps) {
    const { machine } = this;
    return machine.inPassing(() => {
      const losses = machine.zeros([steps], this.dtype);
      machine.exports.train(this.handle, steps, this.lossAt, losses.address);
      return machine.at(losses, this.dtype).slice();
    });
  }

  /** The outputs of a program of the parameters as they are now, and other inputs. */
  measure(program, inputs) {
    const { machine, dtype } = this;
    return machine.inPassing(() => {
      const given = mapped(inputs, (value) => this.#put(value));
      const bound = machine.bind(program, { ...this.numbers, ...this.blocks, ...given }, dtype);
      machine.run(bound);
      return machine.copies(bound, dtype);
    });
  }
}
