// The playground's controls, in their groups; each changes one field of the state.

import { choice, group, number, slider, tick } from "./controls.js";

/** Controls by the name of their field; changed(field, value). */
export function buildControls(parent, choices, changed, view) {
  const to = (field) => (value) => changed(field, value);
  const data = group(parent, "Data and start");
  const training = group(parent, "Training");
  const against = group(parent, "Against overfitting");
  const shown = group(parent, "Shown");
  return {
    preset: choice(data, "Start from", [{ name: "", label: "your own settings" },
      ...choices.presets.map(({ name }) => name)], (name) => view.preset(name)),
    challenge: choice(data, "Challenge", [{ name: "", label: "none" }, ...choices.challenges],
      (name) => view.challenge(name)),
    data: choice(data, "Data set", choices.data, to("data")),
    noise: slider(data, "Noise", "noise", to("noise")),
    share: slider(data, "Share for training", "share", to("share"), { step: 5, unit: " %" }),
    dataSeed: number(data, "Draw of the data", "dataSeed", to("dataSeed")),
    seed: number(data, "Seed of the start", "seed", to("seed")),
    activation: choice(training, "Activation", choices.activations, to("activation")),
    optimizer: choice(training, "Optimiser", choices.optimizers, to("optimizer")),
    rate: slider(training, "Learning rate η", "rate", to("rate"), { log: true }),
    schedule: choice(training, "Schedule", choices.schedules, to("schedule")),
    horizon: number(training, "made for (epochs)", "horizon", to("horizon"), 10),
    batch: number(training, "Batch size", "batch", to("batch")),
    dropout: slider(against, "Dropout rate p", "dropout", to("dropout"), { step: 0.05 }),
    l2: slider(against, "Penalty L2", "l2", to("l2"), { log: true }),
    l1: slider(against, "Penalty L1", "l1", to("l1"), { log: true }),
    patience: number(against, "Patience, in epochs (0: off)", "patience", to("patience")),
    pace: choice(shown, "Epochs a picture", ["1", "5", "25", "100"], view.pace),
    steps: tick(shown, "Answers in two steps", view.steps),
    tests: tick(shown, "Test points", view.tests),
  };
}
