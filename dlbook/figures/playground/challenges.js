// Whether a challenge is met: its goals, and that nothing was changed but what may be.

import { shown } from "../../../web/drawing/status.js";
import { percent } from "./said.js";
import { stateFrom } from "./state.js";

const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

/** name -> [in words, its value, how it is written] */
const QUANTITIES = {
  test_accuracy: ["test points right", (state, seen) => seen.test.accuracy, percent],
  train_accuracy: ["training points right", (state, seen) => seen.train.accuracy, percent],
  test_loss: ["test loss", (state, seen) => seen.test.loss, shown],
  units: ["hidden units", ({ layers }) => sum(layers), shown],
  epoch: ["epoch", (state, seen) => seen.epoch, shown],
  added: ["points added", ({ added }) => added.length, shown],
};

const WORDS = {
  data: "the data", dataSeed: "the draw of the data", noise: "noise", share: "the share for training",
  batch: "batch size", inputs: "inputs", layers: "layers and units", activation: "activation",
  optimizer: "optimiser", rate: "learning rate", schedule: "schedule", horizon: "its epochs",
  l1: "L1", l2: "L2", dropout: "dropout", patience: "patience", seed: "seed",
  added: "points added", removed: "points removed",
};

export const inWords = (fields) => fields.map((field) => WORDS[field]).join(", ");

/** The conditions of a challenge as they stand: [{text, met}]. seen: {epoch, train, test}. */
export function conditions(challenge, state, seen, mixed, choices) {
  const given = stateFrom(challenge.state, choices);
  const changed = Object.keys(WORDS).filter((field) =>
    !challenge.free.includes(field) && String(state[field]) !== String(given[field]));
  return [
    ...challenge.goals.map(([name, relation, limit]) => {
      const [words, read, write] = QUANTITIES[name];
      const value = read(state, seen);
      const met = relation === "at least" ? value >= limit : value <= limit;
      return { text: `${words}: ${relation} ${write(limit)}, now ${write(value)}`, met };
    }),
    { text: changed.length ? `all else as given, but changed: ${inWords(changed)}`
      : "all else as given", met: changed.length === 0 },
    { text: "one training, unchanged from epoch 0", met: !mixed && seen.epoch > 0 },
  ];
}
