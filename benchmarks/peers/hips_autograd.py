"""HIPS autograd: NumPy code, differentiated; updates as its examples write them."""

from __future__ import annotations

import autograd.numpy as np
from autograd import grad

from benchmarks.measure import Run
from dlbook.measurements.workloads import Workload

ACTIVATIONS = {
    "sigmoid": lambda z: 0.5 * (np.tanh(0.5 * z) + 1),
    "tanh": np.tanh,
    "relu": lambda z: np.maximum(z, 0),
}


def logits(parameters, x, masks, activation):
    """The network's logits; ``masks`` is empty without dropout."""
    for k, (W, b) in enumerate(parameters[:-1]):
        x = activation(np.dot(x, W.T) + b)
        if masks:
            x = x * masks[k]
    W, b = parameters[-1]
    return np.dot(x, W.T) + b


def objective(parameters, x, y, masks, activation, softmax):
    """The mean loss."""
    z = logits(parameters, x, masks, activation)
    if softmax:
        top = np.max(z, axis=1, keepdims=True)
        log_sum = top[:, 0] + np.log(np.sum(np.exp(z - top), axis=1))
        return np.mean(log_sum - z[np.arange(len(y)), y])
    return np.mean(np.logaddexp(0, z[:, 0]) - y * z[:, 0])


def update(name, parameters, gradients, state, lr, t):
    """One step of the optimiser for every W and b; state is a list of arrays for each."""
    for (p, g), s in zip(zip(parameters, gradients, strict=True), state, strict=True):
        if name == "SGD":
            p -= lr * g
        elif name == "Momentum":
            s[0] = 0.9 * s[0] + g
            p -= lr * s[0]
        else:
            s[0] = 0.9 * s[0] + 0.1 * g
            s[1] = 0.999 * s[1] + 0.001 * g * g
            p -= lr * (s[0] / (1 - 0.9**t)) / (np.sqrt(s[1] / (1 - 0.999**t)) + 1e-8)


def make(workload: Workload) -> Run:
    """Train with `autograd.grad`."""
    gradient = grad(objective)
    softmax = workload.output == "softmax"
    activation = ACTIVATIONS[workload.activation]
    name, lr = type(workload.optimizer).__name__, workload.optimizer.lr
    batches, masks = workload.batches(), workload.masks()
    full = workload.batch_size is None

    def run() -> float:
        parameters = [(layer.W.copy(), layer.b.copy()) for layer in workload.network().layers]
        flat = [array for pair in parameters for array in pair]
        state = [[0.0, 0.0] for _ in flat]
        objective(parameters, workload.X, workload.y, [], activation, softmax)
        for t, rows in enumerate(batches, start=1):
            x, y = (workload.X, workload.y) if full else (workload.X[rows], workload.y[rows])
            now = [mask[t - 1] for mask in masks]
            gradients = gradient(parameters, x, y, now, activation, softmax)
            update(name, flat, [g for pair in gradients for g in pair], state, lr, t)
        return objective(parameters, workload.X, workload.y, [], activation, softmax)

    return run
