// One training as the playground shows it: its state, its records, and what is seen of it now.

const MOST_RECORDS = 2000; // of a curve; then every second one is left out

export class Run {
  constructor(trainer, state) {
    Object.assign(this, { trainer, state, records: [] });
  }

  get epoch() {
    return this.trainer.epoch;
  }

  /** Whether nothing is left to train: stopped early, or diverged. */
  get over() {
    return this.best !== undefined || !Number.isFinite(this.records.at(-1)?.train.loss);
  }

  /** From the start that the seed gives. */
  async afresh(state) {
    Object.assign(this, { state, records: [], mixed: false, best: undefined, lowest: undefined });
    await this.trainer.prepare(state);
    await this.trainer.open(state, await this.trainer.start(state));
    await this.look(await this.record());
  }

  /** With another optimiser, batch size … from where the parameters are. */
  async reopen(state) {
    this.mixed ||= this.epoch > 0;
    this.state = state;
    const epoch = Math.round(this.epoch); // it may have been stopped within one
    await this.trainer.open(state, await this.trainer.blocks(), epoch);
    await this.look();
  }

  /** Numbers of the training, or the patience, changed while it goes on. */
  async set(values) {
    const { patience, ...numbers } = values;
    if (Object.keys(numbers).length) {
      this.mixed ||= this.epoch > 0;
      await this.trainer.training.set(numbers);
    }
    this.state = this.trainer.state = { ...this.state, ...values };
    await this.look();
  }

  /** A weight, or with column -1 a bias, typed by hand: the training goes on from there. */
  async edit({ layer, unit }, column, value) {
    const blocks = await this.trainer.blocks();
    const { shape: [, columns], data } = blocks[layer - 1];
    data[unit * columns + (column < 0 ? columns - 1 : column)] = value;
    this.mixed = true;
    await this.trainer.open(this.state, blocks, this.epoch);
    await this.look(await this.record());
  }

  /** So many epochs, or fewer where it is stopped. */
  async advance(epochs) {
    this.abort = new AbortController();
    const { signal } = this.abort;
    const stretch = this.state.patience ? 1 : epochs; // early stopping judges every epoch
    for (let done = 0; done < epochs && this.best === undefined; done += stretch) {
      await this.trainer.run(stretch, signal);
      if (signal.aborted) return;
      await this.record();
      await this.watch();
    }
    await this.look(this.best === undefined ? this.last : undefined);
  }

  stop() {
    this.abort?.abort();
  }

  end() {
    return this.trainer.training?.end();
  }

  /** After early stopping a training goes on from the epoch that was kept. */
  goOn() {
    if (this.best === undefined) return;
    this.records = this.records.filter(({ epoch }) => epoch <= this.best);
    this.best = undefined;
    this.mixed = true;
  }

  /** Measured and written down; the parameters are kept of the last record and of the best. */
  async record() {
    this.last = await this.trainer.record();
    const { epoch, train, test } = this.last;
    if (this.records.length >= MOST_RECORDS) {
      this.records = this.records.filter((_, k) => k % 2 === 0);
    }
    this.records.push({ epoch, train, test });
    if (!(test.loss >= this.lowest?.test.loss)) this.lowest = this.last;
    return this.last;
  }

  /** Early stopping: back to the best epoch once none of the last `patience` was better. */
  async watch() {
    const { patience } = this.state;
    if (!patience || this.epoch - this.lowest.epoch < patience) return;
    await this.trainer.open(this.state, this.lowest.blocks, this.lowest.epoch);
    this.best = this.lowest.epoch;
  }

  /** The losses and maps of the network as it is; `record`: its losses, if known. */
  async look(record) {
    const { state, data, grid } = this.trainer;
    const maps = await this.trainer.maps();
    this.seen = { ...(record ?? await this.trainer.record()), maps, state, data, grid,
      kind: this.trainer.kindOf(state) };
  }
}
