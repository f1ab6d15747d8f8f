// The few formulas that the page evaluates itself, because the reader's own input cannot have been
// recorded. Every function here is tested against dlbook to 1e-12 (tests/unit/test_formulas.py).

export const sigmoid = (z) => {
  if (z >= 0) return 1 / (1 + Math.exp(-z));
  const e = Math.exp(z);
  return e / (1 + e);
};

export const relu = (z) => Math.max(z, 0);

export const linear = (z) => z;

/** Activations by name, as dlbook names them. */
export const ACTIVATIONS = { sigmoid, tanh: Math.tanh, relu, linear };

/** The state of a neuron, z = b + w · x. */
export const neuronState = (w, b, x) => w.reduce((sum, weight, i) => sum + weight * x[i], b);

/**
 * The activations of every layer for one example x, by dlbook's flat parameters: for each unit of
 * each layer its weights, then its bias.
 */
export function forward(sizes, flat, x, hidden, output) {
  const layers = [x];
  let at = 0;
  for (let k = 1; k < sizes.length; k += 1) {
    const g = ACTIVATIONS[k === sizes.length - 1 ? output : hidden];
    const below = layers[k - 1];
    const units = new Array(sizes[k]);
    for (let unit = 0; unit < sizes[k]; unit += 1) {
      let z = flat[at + below.length];
      for (let i = 0; i < below.length; i += 1) z += flat[at + i] * below[i];
      units[unit] = g(z);
      at += below.length + 1;
    }
    layers.push(units);
  }
  return layers;
}

/**
 * The cross-entropy of a yes-or-no answer y (0 or 1) from the logit z: finite for every finite z,
 * because nothing takes the logarithm of a number that can round to 0.
 */
export const crossEntropy = (z, y) =>
  Math.max(z, 0) - z * y + Math.log1p(Math.exp(-Math.abs(z)));

/** The squared error of ŷ = σ(z). */
export const squaredError = (z, y) => (sigmoid(z) - y) ** 2;

/** Whether dropout at rate p keeps the unit for which the 16-bit `word` was drawn. */
export const keeps = (word, p) => word >= Math.min(Math.ceil(p * 65536), 65535);

export * from "./stopping.js";
export * from "./digits.js";
export * from "./costs.js";
