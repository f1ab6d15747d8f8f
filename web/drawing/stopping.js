// The rule of early stopping, as in dlbook/training/early_stopping.py, on a whole curve of losses.

/**
 * Where a training with these validation losses, one an epoch from epoch 0, stops, and the epoch
 * that it keeps: {stop, best, stopped}. stop is the last epoch where the rule never stops it.
 */
export function stopping(losses, patience, minDelta) {
  let best = 0;
  let lowest = Infinity;
  for (let epoch = 0; epoch < losses.length; epoch += 1) {
    if (losses[epoch] < lowest - minDelta) {
      lowest = losses[epoch];
      best = epoch;
    }
    if (epoch - best >= patience) return { stop: epoch, best, stopped: true };
  }
  return { stop: losses.length - 1, best, stopped: false };
}
