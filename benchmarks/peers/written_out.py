"""W1 in NumPy, written out by hand for its one network: what NumPy's own calls cost, and no more.

No layers, no choice of loss or optimiser, no checks: a line for each call. A program that
trains any network step by step with NumPy can come near this time but not below it.
"""

from __future__ import annotations

import numpy as np

from benchmarks.measure import Run
from dlbook.measurements.workloads import Workload

dot = np.ndarray.dot
negative, exp = np.negative, np.exp
add, subtract, multiply, divide = np.add, np.subtract, np.multiply, np.divide


def make(workload: Workload) -> Run:
    """Train W1 by full-batch gradient descent: sigmoid hidden layer, cross-entropy."""
    start = workload.network().flat
    sizes = workload.sizes
    n = len(workload.X)
    x_rows = np.column_stack([workload.X, np.ones(n)])
    x = np.ascontiguousarray(x_rows.T)
    y = workload.y.reshape(1, n).astype(float)
    one, rate, scale = np.array(1.0), np.array(workload.optimizer.lr), np.array(1 / n)

    def whole_loss(logits: np.ndarray) -> float:
        return float(np.mean(np.logaddexp(0, logits) - logits * y))

    def run() -> float:
        theta, gradient, move = start.copy(), np.empty_like(start), np.empty_like(start)
        W1, W2 = _matrices(theta, sizes)
        dW1, dW2 = _matrices(gradient, sizes)
        a = np.ones((sizes[1] + 1, n))
        hidden, a_rows, W2_rows = a[:-1], a.T, W2[:, :-1].T
        z1, work = np.empty_like(hidden), np.empty_like(hidden)
        z2, dz2 = np.empty((1, n)), np.empty((1, n))

        def forward() -> None:
            dot(W1, x, z1)
            negative(z1, z1)
            exp(z1, z1)
            add(z1, one, z1)
            divide(one, z1, hidden)
            dot(W2, a, z2)

        forward()
        whole_loss(z2)
        for _ in range(workload.epochs):
            forward()
            negative(z2, z2)
            exp(z2, z2)
            add(z2, one, z2)
            divide(one, z2, dz2)
            subtract(dz2, y, dz2)
            multiply(dz2, scale, dz2)
            dot(dz2, a_rows, dW2)
            dot(W2_rows, dz2, z1)
            subtract(one, hidden, work)
            multiply(work, hidden, work)
            multiply(z1, work, z1)
            dot(z1, x_rows, dW1)
            multiply(gradient, rate, move)
            subtract(theta, move, theta)
        forward()
        return whole_loss(z2)

    return run


def _matrices(flat: np.ndarray, sizes: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Views of the parameters of both layers, [W b] each."""
    n_in, n_hidden, n_out = sizes
    split = n_hidden * (n_in + 1)
    return (
        flat[:split].reshape(n_hidden, n_in + 1),
        flat[split:].reshape(n_out, n_hidden + 1),
    )
