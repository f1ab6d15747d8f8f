// What a step costs, as dlbook/experiments/costs.py has it: the same operations in the same order. A device is
// {callSeconds, rate}.

/** Multiplications and additions in the matrix products of one step on batchSize examples. */
export function stepOperations(sizes, batchSize) {
  const weights = sizes.slice(1).map((n, k) => sizes[k] * n);
  return 2 * batchSize * (3 * weights.reduce((sum, n) => sum + n, 0) - weights[0]);
}

/** Seconds of a step: every call at its price, every operation at the device's rate. */
export const stepSeconds = (operations, calls, { callSeconds, rate }) =>
  calls * callSeconds + operations / rate;

/** The operations in a step from which on `fast` is faster than `slow`. */
export const breakEven = (calls, slow, fast) =>
  Math.max(0, calls * (fast.callSeconds - slow.callSeconds)) / (1 / slow.rate - 1 / fast.rate);

/** The width of two hidden layers at which a step takes this many operations; not rounded. */
export function widthFor(operations, batchSize, nIn, nOut) {
  const b = (2 * nIn + 3 * nOut) / 3;
  const c = operations / (6 * batchSize);
  return (2 * c) / (b + Math.sqrt(b * b + 4 * c));
}
