"""The workloads: the same start, batches and dropout masks for whoever trains them.

W1 pass/fail, W2 spiral, W3 digits are trainings of the book; W4 has MNIST's shape and random
content: it measures throughput, not accuracy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from dlbook import data
from dlbook.formulas.costs import step_operations
from dlbook.numpy_engine import SGD, Adam, Momentum, Network
from dlbook.training.randomness import Masks, dropout_masks, streams

SEED = 3
W4_STEPS = 60


@dataclass(frozen=True)
class Workload:
    """One training: data, network, loss, optimiser, and how long."""

    name: str
    X: np.ndarray
    y: np.ndarray
    sizes: tuple[int, ...]
    activation: str
    output: str
    loss: str
    optimizer: SGD | Momentum | Adam
    batch_size: int | None
    epochs: int
    dropout: float = 0.0
    dtype: str = "float64"
    seed: int = SEED

    def network(self) -> Network:
        """The network before training."""
        return Network(
            self.sizes, activation=self.activation, output=self.output, dropout=self.dropout,
            seed=self.seed, dtype=self.dtype,
        )  # fmt: skip

    def batches(self) -> np.ndarray:
        """The indices of every step's batch, (steps, batch_size)."""
        n = len(self.X)
        size = self.batch_size or n
        order = streams(self.seed).order
        steps = [
            rows for _ in range(self.epochs) for rows in data.batches(n, self.batch_size, order)
        ]
        if any(len(rows) != size for rows in steps):
            raise ValueError(f"{self.name}: {n} examples do not divide into batches of {size}")
        return np.array(steps)

    def flags(self) -> list[list[np.ndarray]]:
        """Which units are kept, a list of steps for each hidden layer: flags (batch, units)."""
        if not self.dropout:
            return []
        steps, size = self.batches().shape
        draw = dropout_masks(streams(self.seed).dropout, self.dropout)
        hidden = self.sizes[1:-1]
        drawn = [
            [draw(step, k, (size, units)) for k, units in enumerate(hidden)]
            for step in range(1, steps + 1)
        ]
        return [list(layer) for layer in zip(*drawn, strict=True)]

    def masks(self) -> list[np.ndarray]:
        """What each hidden activation is multiplied by: (steps, batch, units) for each layer."""
        if not self.dropout:
            return []
        scale = np.dtype(self.dtype).type(1 / (1 - self.dropout))
        return [np.stack([flags * scale for flags in layer]) for layer in self.flags()]

    def ready_masks(self) -> Masks | None:
        """The same for `train`, so that dlbook does not draw them while the clock runs."""
        flags = self.flags()
        return (lambda step, layer, shape: flags[layer][step - 1]) if flags else None

    def as_dtype(self, dtype: str) -> Workload:
        """The same workload in another precision."""
        return replace(self, dtype=dtype, X=self.X.astype(dtype))


def w1() -> Workload:
    """Pass/fail: 13 parameters, full batch, 1,000 steps."""
    students = data.pass_fail()
    X, _ = data.standardise(students.X)
    return Workload(
        "W1 pass/fail", X, students.y, (2, 3, 1), "sigmoid", "sigmoid", "sigmoid_cross_entropy",
        SGD(lr=0.5), batch_size=None, epochs=1000,
    )  # fmt: skip


def w2() -> Workload:
    """Spiral: 337 parameters, batches of 32 (of 320 examples), 94 epochs, Adam."""
    spiral = data.spiral(n=320)
    return Workload(
        "W2 spiral", spiral.X, spiral.y, (2, 16, 16, 1), "tanh", "sigmoid",
        "sigmoid_cross_entropy", Adam(lr=0.01), batch_size=32, epochs=94,
    )  # fmt: skip


def w3() -> Workload:
    """Digits: 9,610 parameters, 1,400 images in batches of 100, dropout ½, momentum, 30 epochs."""
    digits = data.digits()
    return Workload(
        "W3 digits", digits.X[:1400], digits.y[:1400], (64, 128, 10), "relu", "softmax",
        "softmax_cross_entropy", Momentum(lr=0.05), batch_size=100, epochs=30, dropout=0.5,
    )  # fmt: skip


def w4() -> Workload:
    """MNIST's shape, random content: 784-512-512-10, batches of 128, float32, momentum."""
    rng = np.random.default_rng(SEED)
    n = 128 * W4_STEPS
    return Workload(
        "W4 MNIST-sized", rng.random((n, 784), dtype=np.float32), rng.integers(0, 10, n),
        (784, 512, 512, 10), "relu", "softmax", "softmax_cross_entropy", Momentum(lr=0.01),
        batch_size=128, epochs=1, dtype="float32",
    )  # fmt: skip


def work(workload: Workload) -> int:
    """Multiplications and additions in a training's matrix products.

    A step goes forward, and back but for the gradient of the inputs; the loss of the whole set is
    measured before and after.
    """
    trained = step_operations(workload.sizes, workload.batches().size)
    forward = sum(2 * n_in * n_out for n_in, n_out in pairwise(workload.sizes))
    return trained + 2 * len(workload.X) * forward


SINGLE: dict[str, Callable[[], Workload]] = {
    "W1": w1,
    "W2": w2,
    "W3 float64": w3,
    "W3 float32": lambda: w3().as_dtype("float32"),
    "W4": w4,
}
