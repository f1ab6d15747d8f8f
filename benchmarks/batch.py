"""One step against the number of examples that its gradient is worked out from.

The network of the chapter on mini-batches, plain gradient descent in float64. The images are those
of the digits, repeated where a batch needs more than there are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import torch

from benchmarks.measure import Run, interleaved
from benchmarks.peers.torch_eager import Dense
from dlbook import data
from dlbook.experiments import costs
from dlbook.measurements.workloads import SEED, w3
from dlbook.numpy_engine import SGD, Network
from dlbook.numpy_engine.objective import Objective
from dlbook.numpy_engine.training import Loop

SIZES = (64, 32, 10)
LR = 0.05
# 1,079 are the chapter's training images
EXAMPLES = (1, 2, 4, 8, 16, 32, 64, 128, 250, 500, 1079, 2000, 5000, 10_000, 20_000, 50_000)
ROUNDS = 25
# a run is so many steps that one of many examples is timed alone, and one of few in good company
EXAMPLES_A_RUN, MOST_STEPS = 20_000, 200
LOSS = "softmax_cross_entropy"

Step = Callable[[], None]
Loss = Callable[[], float]


def images(n: int) -> tuple[np.ndarray, np.ndarray]:
    """n images (n, 64) and their labels, the digits over and over."""
    digits = data.digits()
    rows = np.arange(n) % len(digits)
    return digits.X[rows], digits.y[rows]


def numpy_step(n: int) -> tuple[Step, Loss]:
    """A step of dlbook's NumPy engine on n examples, and the loss where the steps have led."""
    network = Network(SIZES, output="softmax", seed=SEED)
    objective = Objective(network, *images(n), LOSS)
    loop = Loop(objective, SGD(LR))
    return lambda: loop.steps.make(None), lambda: objective.measure(objective.examples)[0]


def torch_step(n: int) -> tuple[Step, Loss]:
    """The same step from the same weights, as PyTorch's tutorials write it."""
    module = Dense(replace(w3(), sizes=SIZES))
    start = Network(SIZES, output="softmax", seed=SEED)
    with torch.no_grad():
        for linear, layer in zip(module.layers, start.layers, strict=True):
            linear.weight[:], linear.bias[:] = torch.tensor(layer.W), torch.tensor(layer.b)
    X, y = (torch.from_numpy(array) for array in images(n))
    optimizer = torch.optim.SGD(module.parameters(), lr=LR)
    loss_of = torch.nn.CrossEntropyLoss()

    def step() -> None:
        optimizer.zero_grad()
        loss_of(module(X, []), y).backward()
        optimizer.step()

    return step, lambda: loss_of(module(X, []), y).item()


ENGINES: dict[str, Callable[[int], tuple[Step, Loss]]] = {
    "dlbook NumPy": numpy_step,
    "PyTorch eager": torch_step,
}


def check_same_path(n: int, steps: int = 3) -> None:
    """Assert that a few steps on n examples lead every engine to the same loss."""
    losses = []
    for make in ENGINES.values():
        step, loss = make(n)
        for _ in range(steps):
            step()
        losses.append(loss())
    np.testing.assert_allclose(losses, losses[0], rtol=1e-11)


def repeated(step: Step, count: int) -> Run:
    """A run of ``count`` steps, to be timed; its loss is checked elsewhere and costs nothing."""

    def run() -> float:
        for _ in range(count):
            step()
        return 0.0

    return run


def steps_a_run(n: int) -> int:
    """How many steps on n examples are timed together."""
    return max(1, min(MOST_STEPS, EXAMPLES_A_RUN // n))


def measure() -> dict:
    """Microseconds a step, median and least of the rounds, by engine and number of examples."""
    runs = {}
    for n in EXAMPLES:
        check_same_path(n)
        for name, make in ENGINES.items():
            runs[name, n] = repeated(make(n)[0], steps_a_run(n))
    timings = interleaved(runs, ROUNDS, "one step")
    found = {
        name: {
            "median": [microseconds(timings[name, n].median, n) for n in EXAMPLES],
            "least": [microseconds(timings[name, n].seconds.min(), n) for n in EXAMPLES],
        }
        for name in ENGINES
    }
    print(f"{'examples':>9}" + "".join(f"{name:>18}" for name in found) + "   µs a step, least")
    for k, n in enumerate(EXAMPLES):
        least = "".join(f"{times['least'][k]:18.1f}" for times in found.values())
        print(f"{n:9}{least}")
    return {
        "sizes": list(SIZES),
        "multiplications": costs.step_operations(SIZES, 1) // 2,  # the others are additions
        "examples": list(EXAMPLES),
        "microseconds": found,
    }


def microseconds(seconds: float, n: int) -> float:
    """Microseconds a step, from the seconds of a run on n examples."""
    return round(1e6 * float(seconds) / steps_a_run(n), 2)
