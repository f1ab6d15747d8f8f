// The points that a network learns from: a data set with its noise, in two parts, and what the
// reader has added to it and taken away.

import { SIDE, gridPlaces, reachOf } from "./plane.js";

const matrix = (rows) => ({
  shape: [rows.length, rows[0].length],
  data: Float64Array.from(rows.flatMap((row) => [...row])),
});
const ones = (n) => new Float64Array(n).fill(1);

/** Columns of a matrix given as rows, by index. */
const chosen = (rows, index) => rows.map((row) => Float64Array.from(index, (i) => row[i]));

/** The generator of seed `seed` among those that an array holds. */
export function generator({ data, shape }, seed) {
  const size = shape.at(-1);
  return data.slice(seed * size, (seed + 1) * size);
}

export class Points {
  /** programs(name): a program; arrays: clean points, draws and generators as Python packed them; reach:
   * how far the plane reaches at least. */
  constructor(machine, programs, arrays, reach) {
    Object.assign(this, { machine, programs, arrays, reach });
  }

  async inputs(state, [x1, x2]) {
    const column = (values) => ({ shape: [values.length], data: values });
    const all = await this.machine.evaluate(this.programs("inputs"),
      { x1: column(x1), x2: column(x2) });
    return state.inputs.map((name) => all[name].data);
  }

  /** The inputs at the points of a map over a plane that reaches as far as `reach`. */
  async grid(state, reach) {
    return { x: matrix([...await this.inputs(state, gridPlaces(reach)), ones(SIDE * SIDE)]) };
  }

  /** A data set's own points, moved by its noise: their coordinates. */
  async places(state, kind) {
    const { data: clean, shape } = this.arrays[`clean_${state.data}`];
    const { data: draws, shape: [seeds] } = this.arrays.draws;
    const n = shape[0];
    const start = state.dataSeed * (draws.length / seeds);
    const moved = await this.machine.evaluate(this.programs("points"), {
      clean: { shape, data: clean }, noise: kind.noisy ? state.noise : 0,
      draw: { shape, data: draws.slice(start, start + 2 * n) },
    });
    const xy = moved[""].data;
    return [0, 1].map((k) => Array.from({ length: n }, (_, i) => xy[2 * i + k]));
  }

  /**
   * {places, reach, labels, train, test, own, deleted}: reach: how far the plane reaches; each part is
   * {x, y, index} as the machine takes it; own: how many points the set has, those added follow;
   * deleted: their places in the parts.
   */
  async of(state, kind) {
    const { added, removed } = state;
    const places = await this.places(state, kind);
    const n = places[0].length;
    places.forEach((column, k) => column.push(...added.map((point) => point[k])));
    const labels = [...this.arrays[`labels_${state.data}`].data, ...added.map(([, , label]) => label)];
    const order = await this.machine.permutation(generator(this.arrays.split, state.dataSeed), n);
    const nTrain = n - Math.round((1 - state.share / 100) * n);
    const halves = { train: [...order.slice(0, nTrain)], test: [...order.slice(nTrain)] };
    const isLeft = (i) => !removed.includes(i);
    const train = [...halves.train.filter(isLeft), ...added.map((_, k) => n + k)];
    if (train.length === 0) throw new Error("No point is left to train with.");
    const rows = await this.inputs(state, places);
    const targets = kind.classes > 2
      ? Array.from({ length: kind.classes }, (_, k) => labels.map((label) => +(label === k)))
      : [labels];
    const part = (index) => ({
      x: matrix([...chosen(rows, index), ones(index.length)]),
      y: matrix(chosen(targets, index)), index,
    });
    const deleted = Object.fromEntries(Object.entries(halves).map(([name, indices]) =>
      [name, indices.flatMap((i, at) => (isLeft(i) ? [] : [at]))]));
    return { places, reach: reachOf(places, n, this.reach), labels, own: n, deleted,
      train: part(train), test: part(halves.test.filter(isLeft)) };
  }
}
