// What a figure draws, decoded from the one message format of dlbook/figures/kit/packing.py:
// a header of named arrays and one binary blob. Float16 is widened when it is first read.

const BYTES = { float64: 8, float32: 4, int32: 4, uint8: 1, float16: 2 };
const READERS = {
  float64: (buffer, offset, count) => new Float64Array(buffer, offset, count),
  float32: (buffer, offset, count) => new Float32Array(buffer, offset, count),
  int32: (buffer, offset, count) => new Int32Array(buffer, offset, count),
  uint8: (buffer, offset, count) => new Uint8Array(buffer, offset, count),
  float16: (buffer, offset, count) =>
    Float32Array.from(new Uint16Array(buffer, offset, count), float16),
};

/** The value of a 16-bit float given as its bits (IEEE 754 binary16). */
export function float16(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const product = (numbers) => numbers.reduce((a, b) => a * b, 1);

/** The blob as an ArrayBuffer that starts at zero: typed arrays must be aligned. */
function aligned(view) {
  return view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength);
}

/** The rows of an array of pairs. */
export const pairsOf = ({ data }) =>
  Array.from({ length: data.length / 2 }, (_, k) => [data[2 * k], data[2 * k + 1]]);

/** Arrays by name: {data, shape, axes}; decoded on first use. An error where some are cut off. */
export function decode(header, view) {
  const buffer = aligned(view);
  const arrays = {};
  for (const [name, { dtype, shape, offset, axes }] of Object.entries(header)) {
    let data;
    if (!(offset + product(shape) * BYTES[dtype] <= buffer.byteLength)) {
      throw new Error(`the numbers of "${name}" did not arrive whole`);
    }
    Object.defineProperty(arrays, name, {
      enumerable: true,
      get() {
        data ??= READERS[dtype](buffer, offset, product(shape));
        return { data, shape, axes };
      },
    });
  }
  return arrays;
}

const closeness = (a, b) => (a > 0 && b > 0 ? Math.abs(Math.log(a / b)) : Math.abs(a - b));

/** The index of the recorded value nearest to the asked one, by ratio where both are positive. */
export function nearest(values, asked) {
  let best = 0;
  values.forEach((value, i) => {
    if (closeness(value, asked) < closeness(values[best], asked)) best = i;
  });
  return best;
}

/** Recorded runs: `at(state)` gives the arrays of the nearest recorded combination. */
export class Recording {
  constructor(axes, header, view) {
    // the order is the arrays' own: a stored notebook sorts the keys of an object such as `axes`
    const varying = Object.values(header).find((entry) => entry.axes.length > 0);
    this.axes = (varying?.axes ?? Object.keys(axes)).map((name) => [name, axes[name]]);
    this.arrays = decode(header, view);
  }

  /** The recorded values nearest to `state`, and whether they are `state` itself. */
  nearest(state) {
    const indices = this.axes.map(([name, values]) => nearest(values, state[name]));
    const values = Object.fromEntries(
      this.axes.map(([name, list], k) => [name, list[indices[k]]]),
    );
    const exact = this.axes.every(([name]) => closeness(values[name], state[name]) < 1e-6);
    return { indices, values, exact };
  }

  /** Every array at one combination: leading axes are cut away, shared arrays come whole. */
  at(indices) {
    const lengths = this.axes.map(([, values]) => values.length);
    const position = indices.reduce((sum, index, k) => sum * lengths[k] + index, 0);
    const slices = {};
    for (const name of Object.keys(this.arrays)) {
      Object.defineProperty(slices, name, { get: () => this.slice(name, position) });
    }
    return slices;
  }

  slice(name, position) {
    const { data, shape, axes } = this.arrays[name];
    if (axes.length === 0) return { data, shape };
    const inner = shape.slice(axes.length);
    const size = product(inner);
    return { data: data.subarray(position * size, (position + 1) * size), shape: inner };
  }
}
