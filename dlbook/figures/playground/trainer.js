// What the playground asks of the machine: data, a start, a training, and what every unit answers.
// Formulas are programs that Python wrote down; here they are only wired to arrays.

import { Points, generator } from "./points.js";
import { scheduleSteps } from "./state.js";

export class Trainer {
  /** programs(name): a program; arrays: clean points, draws and generators as Python packed them. */
  constructor(machine, programs, arrays, choices) {
    Object.assign(this, { machine, programs, arrays, choices });
    this.points = new Points(machine, programs, arrays, choices.reach);
    this.epoch = 0;
  }

  kindOf(state) {
    return this.choices.data.find(({ name }) => name === state.data);
  }

  keyOf(state) {
    const n = state.layers.length;
    return `${n}/${n ? state.activation : "tanh"}/${this.kindOf(state).loss}`;
  }

  /** The points of `state`, in their parts, and the grid of its maps. */
  async prepare(state) {
    this.data = await this.points.of(state, this.kindOf(state));
    this.grid = await this.points.grid(state, this.data.reach);
  }

  sizes(state) {
    const { classes } = this.kindOf(state);
    return [state.inputs.length, ...state.layers, classes > 2 ? classes : 1];
  }

  /** The blocks [W b] that seed `state.seed` starts with: even weights, biases 0. */
  async start(state) {
    const sizes = this.sizes(state);
    const counts = sizes.slice(1).map((n, k) => n * sizes[k]);
    const all = await this.machine.uniform(generator(this.arrays.init, state.seed),
      counts.reduce((sum, n) => sum + n, 0));
    const blocks = [];
    let at = 0;
    for (const [k, count] of counts.entries()) {
      const draws = { shape: [sizes[k + 1], sizes[k]], data: all.slice(at, at + count) };
      const { "": W } = await this.machine.evaluate(this.programs("start"), { draws });
      blocks.push(withBiases(W));
      at += count;
    }
    return blocks;
  }

  /** Opens a training from `blocks`; `first`: from the seed's own streams, and epoch 0. */
  async open(state, blocks, epoch = 0) {
    await this.training?.end();
    const { train } = this.data;
    const drops = state.dropout > 0 && state.layers.length > 0;
    const factors = state.optimizer.startsWith("Adam");
    const perEpoch = Math.ceil(train.index.length / Math.min(state.batch, train.index.length));
    const before = `before/${state.schedule}${factors ? "/factors" : ""}`;
    this.training = await this.machine.train({
      gradient: this.programs(`gradient/${this.keyOf(state)}${drops ? "/drops" : ""}`),
      update: this.programs(`update/${state.optimizer}`),
      before: this.programs(before),
      blocks, examples: { x: train.x, y: train.y },
      numbers: { lr: 0, rate: state.rate, horizon: scheduleSteps(state, perEpoch), l1: state.l1,
        l2: state.l2, ...(drops ? { p: state.dropout } : {}),
        ...(factors ? { alpha_t: 0, eps_hat: 0 } : {}) },
      batchSize: state.batch, order: generator(this.arrays.order, state.seed),
      ...(drops ? { dropout: generator(this.arrays.dropout, state.seed), kept: state.layers } : {}),
    });
    this.shapes = blocks.map(({ shape }) => shape);
    this.key = this.keyOf(state);
    this.state = state;
    this.epoch = epoch;
  }

  /** So many epochs; false where it was stopped between. */
  async run(epochs, signal) {
    const steps = epochs * this.training.stepsPerEpoch;
    const { length } = await this.training.run(steps, { signal });
    this.epoch += length / this.training.stepsPerEpoch;
    return length === steps;
  }

  async measure({ x, y }) {
    if (y.shape[1] === 0) return { loss: NaN, accuracy: NaN };
    const found = await this.training.measure(this.programs(`measure/${this.key}`), { x, y });
    return { loss: found.loss.data[0], accuracy: found.accuracy?.data[0] ?? NaN };
  }

  /** Losses and parameters as they are now. */
  async record() {
    const [train, test] = [await this.measure(this.data.train), await this.measure(this.data.test)];
    return { epoch: this.epoch, train, test, blocks: await this.blocks() };
  }

  /** What every unit answers over the plane. */
  maps() {
    return this.training.measure(this.programs(`look/${this.key}`), this.grid);
  }

  async blocks() {
    const flat = await this.training.parameters();
    let at = 0;
    return this.shapes.map((shape) => {
      const size = shape[0] * shape[1];
      at += size;
      return { shape, data: flat.slice(at - size, at) };
    });
  }
}

/** [W 0] of W: a column of biases appended. */
function withBiases({ shape: [rows, columns], data }) {
  const block = new Float64Array(rows * (columns + 1));
  for (let r = 0; r < rows; r += 1) {
    block.set(data.slice(r * columns, (r + 1) * columns), r * (columns + 1));
  }
  return { shape: [rows, columns + 1], data: block };
}
