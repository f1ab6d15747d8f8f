// The rule of early stopping, as in dlbook/training/early_stopping.py, on a whole curve of losses.

/**
 * Where a training with these validation losses, one an epoch from epoch 0, stops, and the epoch
 * that it keeps, the one with the least loss: {stop, best, stopped}. stop is the last epoch where the rule never stops it.
 */
export function stopping(losses, patience, minDelta) {
  let [best, lowest] = [0, Infinity];
  let [improved, toBeat] = [0, Infinity]; // the last improvement, by more than minDelta
  for (let epoch = 0; epoch < losses.length; epoch += 1) {
    if (losses[epoch] < lowest) [best, lowest] = [epoch, losses[epoch]];
    if (losses[epoch] < toBeat - minDelta) [improved, toBeat] = [epoch, losses[epoch]];
    if (epoch - improved >= patience) return { stop: epoch, best, stopped: true };
  }
  return { stop: losses.length - 1, best, stopped: false };
}
