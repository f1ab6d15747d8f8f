// The array machine: an instance of the WebAssembly module, its memory, and programs bound in it.
// dlbook/programs/webassembly.py is the same in Python.

const MOST_AXES = 6;
const KINDS = { float64: Float64Array, float32: Float32Array };

/** What the machine could not do, as a sentence for the reader. */
export class MachineError extends Error {}

export const itemSize = (dtype) => KINDS[dtype].BYTES_PER_ELEMENT;

/** The product of the sizes: how many entries a shape has. */
export const entries = (shape) => shape.reduce((n, size) => n * size, 1);

/** An object with the same names, and for each what `f` makes of its value. */
export const mapped = (object, f) =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, f(value, name)]));

/** Numbers count as arrays without axes; `data` may be any list of numbers. */
const asArray = (value) => (typeof value === "number" ? { shape: [], data: [value] } : value);

const decoded = new WeakMap();

/** A program's bytes, decoded once. */
function wordsOf(program) {
  if (!decoded.has(program))
    decoded.set(program, Uint8Array.from(atob(program.words), (letter) => letter.charCodeAt(0)));
  return decoded.get(program);
}

export class Machine {
  /** @param {WebAssembly.Module} module */
  constructor(module) {
    this.exports = new WebAssembly.Instance(module).exports;
  }

  get buffer() {
    return this.exports.memory.buffer;
  }

  /** Calls an export for which 0 means failure. */
  ask(name, ...args) {
    const answer = this.exports[name](...args) >>> 0;
    if (answer === 0) throw new MachineError(this.sentence());
    return answer;
  }

  sentence() {
    const bytes = new Uint8Array(this.buffer, this.exports.sentence() >>> 0);
    return new TextDecoder().decode(bytes.slice(0, bytes.indexOf(0)));
  }

  /** Takes back all memory taken since, at the end of `work`. */
  inPassing(work) {
    const mark = this.exports.mark();
    try {
      return work();
    } finally {
      this.exports.release(mark);
    }
  }

  /** Copies values into fresh memory: a place {address, shape}. */
  put(value, dtype) {
    const { shape, data } = asArray(value);
    const n = entries(shape);
    if (data.length !== n)
      throw new MachineError(`An array of shape (${shape}) needs ${n} numbers, not ${data.length}`);
    const place = this.zeros(shape, dtype);
    this.at(place, dtype).set(data);
    return place;
  }

  putBytes(bytes) {
    const address = this.ask("take", bytes.length);
    new Uint8Array(this.buffer, address, bytes.length).set(bytes);
    return address;
  }

  zeros(shape, dtype) {
    const place = { address: this.ask("take", entries(shape) * itemSize(dtype)), shape };
    this.at(place, dtype).fill(0);
    return place;
  }

  /** The numbers at a place, live: valid until the memory grows. */
  at({ address, shape }, dtype) {
    return new KINDS[dtype](this.buffer, address, entries(shape));
  }

  /** A copy of an array, as it travels: {shape, data}. */
  copy(place, dtype) {
    return { shape: place.shape, data: this.at(place, dtype).slice() };
  }

  /**
   * Binds a program to the places of its inputs, by name. `destinations`: addresses for outputs, by
   * name; the others get a place of their own. Answers its address and the places of its outputs.
   */
  bind(program, inputs, dtype, destinations = {}) {
    const table = new Uint32Array(program.inputs.length * (2 + MOST_AXES));
    program.inputs.forEach((name, k) => {
      const place = inputs[name];
      if (!place) throw new MachineError(`The program needs the input "${name}"`);
      if (place.shape.length > MOST_AXES)
        throw new MachineError(`The input "${name}" has more than ${MOST_AXES} axes`);
      table.set([place.address, place.shape.length, ...place.shape], k * (2 + MOST_AXES));
    });
    const ends = Uint32Array.from(program.outputs, (name) => destinations[name] ?? 0);
    const words = wordsOf(program);
    const [at, rows, wanted] = [words, bytesOf(table), bytesOf(ends)].map((b) => this.putBytes(b));
    const item = itemSize(dtype);
    const n = program.inputs.length;
    const address = this.ask("bind", at, words.length, item, rows, n, wanted);
    return { address, outputs: this.places(address, program.outputs) };
  }

  /**
   * A program again and again: what it gives under carry's outputs goes in as their inputs the next
   * time. along: inputs whose entries on the first axis are taken one after the other. Answers all
   * outputs, one time after the other along a new first axis.
   */
  scan(program, inputs, { carry, along, times, dtype = "float64" }) {
    return this.inPassing(() => {
      const places = {
        ...mapped(inputs, (value) => this.put(value, dtype)),
        ...mapped(along, ({ shape }) => this.zeros(shape.slice(1), dtype)),
      };
      const bound = this.bind(program, places, dtype);
      const kept = mapped(bound.outputs, ({ shape }) => this.zeros([times, ...shape], dtype));
      const size = ({ shape }) => entries(shape) * itemSize(dtype);
      const before = Object.entries(along).map(([name, array]) =>
        [this.put(array, dtype).address, places[name].address, size(places[name]), size(places[name]), 0]);
      const after = [
        ...Object.entries(kept).map(([name, { address }]) =>
          [bound.outputs[name].address, address, size(bound.outputs[name]), 0, size(bound.outputs[name])]),
        ...Object.entries(carry).map(([input, output]) =>
          [bound.outputs[output].address, places[input].address, size(places[input]), 0, 0]),
      ];
      const moves = this.putBytes(bytesOf(Uint32Array.from([...before, ...after].flat())));
      this.exports.scan(bound.address, times, moves, before.length, before.length + after.length);
      return this.copies({ outputs: kept }, dtype);
    });
  }

  /** What an export draws from a generator's 48 bytes. */
  draw(name, generator, count, Kind) {
    return this.inPassing(() => {
      const state = this.putBytes(generator);
      const address = this.ask("take", Math.max(1, count) * Kind.BYTES_PER_ELEMENT);
      this.exports[name](state, address, count);
      return new Kind(this.buffer, address, count).slice();
    });
  }

  places(address, names) {
    return Object.fromEntries(
      names.map((name, k) => {
        const start = this.exports.output(address, k) >>> 0;
        const words = new Uint32Array(this.buffer, start, 2 + MOST_AXES);
        return [name, { address: words[0], shape: [...words.slice(2, 2 + words[1])] }];
      }),
    );
  }

  run({ address }, times = 1) {
    this.exports.run(address, times);
  }

  copies(bound, dtype) {
    return mapped(bound.outputs, (place) => this.copy(place, dtype));
  }

  /** The outputs of a program for these inputs ({shape, data} or a number), by name. */
  evaluate(program, inputs, dtype = "float64") {
    return this.inPassing(() => {
      const places = mapped(inputs, (value) => this.put(value, dtype));
      const bound = this.bind(program, places, dtype);
      this.run(bound);
      return this.copies(bound, dtype);
    });
  }
}

const bytesOf = (array) => new Uint8Array(array.buffer);
