// TensorFlow.js as its guide has it: variables, a loss, an optimiser that minimises it, in float32.
// A worker for the back end that its address names, #cpu or #wasm. It is sent {sizes, activation,
// parameters, X, y, batches, optimizer, lr} and answers with the loss of the whole set at the end.

importScripts("/tf.min.js", "/tf-backend-wasm.min.js");

tf.wasm.setWasmPaths("/");
const ready = tf.setBackend(location.hash.slice(1));

/** Variables W (in, out) and b (out) of each layer, from blocks [W b] of (out, in + 1). */
function layersOf(sizes, parameters) {
  let start = 0;
  return sizes.slice(1).map((units, k) => tf.tidy(() => {
    const width = sizes[k] + 1, end = start + units * width;
    const block = tf.tensor2d(parameters.slice(start, end), [units, width]);
    start = end;
    const W = block.slice([0, 0], [units, width - 1]).transpose();
    return { W: tf.variable(W), b: tf.variable(block.slice([0, width - 1]).flatten()) };
  }));
}

async function train({ sizes, activation, parameters, X, y, batches, optimizer, lr }) {
  const layers = layersOf(sizes, parameters);
  const loss = (x, targets) => {
    const z = layers.reduce((a, { W, b }, k) => {
      const state = a.matMul(W).add(b);
      return k < layers.length - 1 ? state[activation]() : state;
    }, x);
    return tf.losses.sigmoidCrossEntropy(targets, z);
  };
  const method = optimizer === "Adam" ? tf.train.adam(lr, 0.9, 0.999, 1e-8) : tf.train.sgd(lr);
  const all = tf.tensor2d(X), truth = tf.tensor2d(y, [y.length, 1]);
  for (const batch of batches) {
    tf.tidy(() => {
      const rows = batch.length < X.length ? tf.tensor1d(batch, "int32") : null;
      const [x, targets] = rows ? [all.gather(rows), truth.gather(rows)] : [all, truth];
      method.minimize(() => loss(x, targets));
    });
  }
  const [end] = await tf.tidy(() => loss(all, truth)).data();
  layers.forEach(({ W, b }) => tf.dispose([W, b]));
  tf.dispose([all, truth]);
  method.dispose();
  return end;
}

onmessage = async ({ data }) => {
  try {
    await ready;
    postMessage(await train(data));
  } catch (error) {
    setTimeout(() => { throw error; }); // so that the page hears of it
  }
};
