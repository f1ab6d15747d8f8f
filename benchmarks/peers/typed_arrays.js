// Plain JavaScript on Float64Array: dense layers [W b], one example after the other, no library.
// A worker that is sent {sizes, activation, parameters, X, y, batches, optimizer, lr} and answers
// with the parameters after the last step.

const ACTIVATIONS = {
  sigmoid: { of: (z) => 1 / (1 + Math.exp(-z)), slope: (a) => a * (1 - a) },
  tanh: { of: Math.tanh, slope: (a) => 1 - a * a },
};

/** The layers' places: sizes, where the block of each starts, its values and their gradients. */
function layersOf(sizes) {
  let start = 0;
  return sizes.slice(1).map((units, k) => {
    const layer = { inputs: sizes[k], units, start };
    layer.values = new Float64Array(units);
    layer.deltas = new Float64Array(units);
    start += units * (sizes[k] + 1);
    return layer;
  });
}

function forward(layers, theta, x, activation) {
  let below = x;
  for (let k = 0; k < layers.length; k += 1) {
    const { inputs, units, start, values } = layers[k];
    const { of } = k < layers.length - 1 ? activation : ACTIVATIONS.sigmoid;
    for (let i = 0, at = start; i < units; i += 1) {
      let z = 0;
      for (let j = 0; j < inputs; j += 1) z += theta[at++] * below[j];
      values[i] = of(z + theta[at++]);
    }
    below = values;
  }
}

/** Adds the gradient of one example; the last layer's deltas are there already. */
function backward(layers, theta, gradient, x, activation) {
  for (let k = layers.length - 1; k >= 0; k -= 1) {
    const { inputs, units, start, deltas } = layers[k];
    const below = k > 0 ? layers[k - 1].values : x;
    for (let i = 0, at = start; i < units; i += 1) {
      for (let j = 0; j < inputs; j += 1) gradient[at++] += deltas[i] * below[j];
      gradient[at++] += deltas[i];
    }
    if (k === 0) return;
    const deltasBelow = layers[k - 1].deltas;
    for (let j = 0; j < inputs; j += 1) {
      let sum = 0;
      for (let i = 0, at = start + j; i < units; i += 1, at += inputs + 1) sum += deltas[i] * theta[at];
      deltasBelow[j] = sum * activation.slope(below[j]);
    }
  }
}

function sgd(theta, gradient, lr) {
  for (let i = 0; i < theta.length; i += 1) theta[i] -= lr * gradient[i];
}

/** A step of Adam with the usual settings, which keeps its means. */
function adam(size) {
  const m = new Float64Array(size), v = new Float64Array(size);
  let t = 0;
  return (theta, gradient, lr) => {
    t += 1;
    const first = 1 - 0.9 ** t, second = 1 - 0.999 ** t;
    for (let i = 0; i < size; i += 1) {
      m[i] = 0.9 * m[i] + 0.1 * gradient[i];
      v[i] = 0.999 * v[i] + 0.001 * gradient[i] * gradient[i];
      theta[i] -= lr * (m[i] / first) / (Math.sqrt(v[i] / second) + 1e-8);
    }
  };
}

function train({ sizes, parameters, X, y, batches, lr, ...named }) {
  const activation = ACTIVATIONS[named.activation];
  const theta = Float64Array.from(parameters), gradient = new Float64Array(theta.length);
  const update = named.optimizer === "Adam" ? adam(theta.length) : sgd;
  const layers = layersOf(sizes), last = layers.at(-1);
  const examples = X.map((x) => Float64Array.from(x));
  for (const batch of batches) {
    gradient.fill(0);
    for (const row of batch) {
      forward(layers, theta, examples[row], activation);
      last.deltas[0] = (last.values[0] - y[row]) / batch.length;
      backward(layers, theta, gradient, examples[row], activation);
    }
    update(theta, gradient, lr);
  }
  return theta;
}

onmessage = ({ data }) => postMessage(Array.from(train(data)));
