// The gradients of single examples and of batches of them, for a neuron ŷ = σ(w x + b) with
// cross-entropy, as dlbook's engine and dlbook.experiments.batch_noise have them.

import { sigmoid } from "./formulas.js";

/** The gradient [∂J/∂w, ∂J/∂b] of each example [x, y] by itself. */
export const exampleGradients = (examples, [w, b]) => examples.map(([x, y]) => {
  const error = sigmoid(w * x + b) - y;
  return [error * x, error];
});

/** The mean of the gradients whose numbers are in `rows`. */
export function batchGradient(gradients, rows) {
  let [first, second] = [0, 0];
  for (const row of rows) {
    first += gradients[row][0];
    second += gradients[row][1];
  }
  return [first / rows.length, second / rows.length];
}

/**
 * The root mean square distance of a batch's mean gradient from that of all, for batches drawn
 * without replacement.
 */
export function standardError(gradients, batchSize) {
  const n = gradients.length;
  const mean = batchGradient(gradients, [...gradients.keys()]);
  const variance = gradients.reduce((sum, [first, second]) =>
    sum + (first - mean[0]) ** 2 + (second - mean[1]) ** 2, 0) / n;
  return Math.sqrt(variance / batchSize * (n - batchSize) / (n - 1));
}
