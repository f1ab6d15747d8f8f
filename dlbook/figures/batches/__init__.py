"""Mini-batches: the path of a neuron's two parameters, the cloud of its gradients, its loss."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import ipywidgets
import numpy as np
import traitlets
from matplotlib.figure import Figure as MatplotlibFigure

from dlbook import data
from dlbook.experiments.batch_noise import standard_error
from dlbook.figures.kit.base import Figure
from dlbook.figures.kit.controls import choice_slider, log_slider, log_values
from dlbook.figures.kit.style import colour
from dlbook.numpy_engine import SGD, Network, sweep, training, value_and_gradient
from dlbook.training.outcomes import OUTCOMES, classify

LOSS = "sigmoid_cross_entropy"
N = 200
BATCHES = (1, 2, 5, 10, 20, 50, 100, 200)
EPOCHS = 20
FRAMES = [*range(0, N, 5), *range(N, EPOCHS * N + 1, N // 10)]
"""The numbers of examples seen at which the parameters are kept: finer in the first epoch."""
DECADES = (-2.0, 1.5)
START = (-3.0, -2.5)
CLOUD = 60
SEED = 1


class Batches(Figure):
    """A neuron trained by mini-batches, and how far their gradients lie from the true one.

    Parameters
    ----------
    batch : index into `BATCHES`, the number of examples a step
    lr : learning rate η, from 0.01 to about 30
    frame : index into `FRAMES`, how many examples training has seen

    One neuron, ŷ = σ(w x + b), says from the hours on the project whether each of the 200 made-up
    students passed. It is trained for `EPOCHS` epochs, always from `START`, reshuffled each time.
    The gradients at its present parameters are worked out in the page (``web/drawing/batches.js``).
    Lecture points G1 to G3.
    """

    name = "batches"
    title = "One step on a few examples"
    try_this = (
        "move the batch size from 1 to all 200 and watch the cloud and the path. Then, for a few "
        "batch sizes, look for the learning rate that is soonest at the bottom."
    )
    caption = (
        "First panel: the loss over the neuron's weight and bias, the deeper the stronger the "
        "colour, with the path so far and its end; the cross is the minimum. Second panel: the "
        "gradient at the end of the path (arrow), those of the 200 students one by one (dots) and "
        "of 60 batches drawn at random (circles); the ring around the tip has the standard error "
        "as its radius. Third panel: the loss on all students, against the epochs; dotted, with "
        "all 200 in every step at the same η."
    )

    batch = traitlets.Int(BATCHES.index(10)).tag(sync=True)
    lr = traitlets.Float(1.0).tag(sync=True)
    frame = traitlets.Int(FRAMES.index(50)).tag(sync=True)
    sizes = traitlets.List(list(BATCHES)).tag(sync=True)
    frames = traitlets.Int(len(FRAMES)).tag(sync=True)
    outcomes = traitlets.List(list(OUTCOMES)).tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        axes = {"batch": list(range(len(BATCHES))), "lr": log_values(*DECADES, 0.5)}
        super().__init__(axes=axes, **traits)

    def make_controls(self) -> dict[str, ipywidgets.Widget]:
        return {
            "batch": choice_slider("Batch size B", [str(size) for size in BATCHES], self.batch),
            "lr": log_slider("Learning rate η", *DECADES, 0.5, self.lr, fine_step=0.05),
            "frame": choice_slider("Examples seen", [f"{seen:,}" for seen in FRAMES], self.frame),
        }

    def shared(self) -> Mapping[str, np.ndarray]:
        x, y = students()
        rng = np.random.default_rng(SEED)
        return {
            "examples": np.column_stack([x, y]).astype(np.float32),
            "draws": np.array([rng.permutation(N) for _ in range(CLOUD)], dtype=np.uint8),
            "seen": np.array(FRAMES, dtype=np.int32),
            "minimum": np.array(minimum()[0], dtype=np.float32),
        }

    def answer(self, *, batch: int, lr: float) -> Mapping[str, np.ndarray]:
        return _run(batch, lr)

    def setting(self, **state: Any) -> Mapping[str, Any]:
        return {
            "batch size": BATCHES[state["batch"]],
            "learning rate": state["lr"],
            "examples seen": FRAMES[state["frame"]],
        }

    def numbers(self, *, batch: int, lr: float, frame: int) -> Mapping[str, float]:
        run = _run(batch, lr)
        gradients = example_gradients(run["weights"][frame])
        return {
            "steps": FRAMES[frame] // BATCHES[batch],
            "loss": float(run["loss"][frame]),
            "gradient": float(np.linalg.norm(gradients.mean(axis=0))),
            "error": standard_error(gradients, BATCHES[batch]),
            "last_loss": float(run["loss"][-1]),
        }

    def still(self) -> MatplotlibFigure:
        figure = MatplotlibFigure(figsize=(7.0, 3.4))
        left, right = figure.subplots(1, 2)
        run = _run(self.batch, self.lr)
        left.plot(*run["weights"][: self.frame + 1].T, color=colour("ink"), linewidth=1)
        left.plot(*minimum()[0], "x", color=colour("accent"), markersize=9, label="minimum")
        left.set(xlabel="weight w", ylabel="bias b", xlim=(-4, 4), ylim=(-4, 4))
        gradients = example_gradients(run["weights"][self.frame])
        draws = self.shared()["draws"][:, : BATCHES[self.batch]]
        right.plot(*gradients.T, ".", color=colour("muted"), markersize=3, label="one student")
        right.plot(*gradients[draws].mean(axis=1).T, "o", color=colour("backward"), markersize=4,
                   fillstyle="none", label="one batch")  # fmt: skip
        right.plot(*gradients.mean(axis=0), "D", color=colour("ink"), label="all")
        right.set(xlabel="slope for w", ylabel="slope for b", xlim=(-2, 2), ylim=(-1.6, 1.6))
        for axes in (left, right):
            axes.legend()
        return figure


@lru_cache(maxsize=1)
def students() -> tuple[np.ndarray, np.ndarray]:
    """Hours on the project, standardised, as float32 numbers x (200,), and who passed y (200,)."""
    made_up = data.pass_fail(N)
    X, _ = data.standardise(made_up.X[:, 1:])
    # as the page has them, so that its gradients are the same
    return X[:, 0].astype(np.float32).astype(float), made_up.y


def neuron(weights: tuple[float, float] | np.ndarray = START) -> Network:
    """The neuron with its weight and bias."""
    network = Network((1, 1), output="sigmoid")
    network.flat[:] = weights
    return network


def example_gradients(weights: np.ndarray) -> np.ndarray:
    """(200, 2): the gradient of the loss of each student by themselves, at these weights."""
    x, y = students()
    network = neuron(weights)
    return np.array(
        [value_and_gradient(network, x[[i], None], y[[i]], LOSS)[1].copy() for i in range(N)]
    )


@lru_cache(maxsize=1)
def minimum() -> tuple[tuple[float, float], float]:
    """The weight and bias with the least loss, and that loss."""
    x, y = students()
    found = sweep(
        (1, 1), x[:, None], y, lr=5.0, seeds=0, dropout=0.0, output="sigmoid", loss=LOSS,
        epochs=400, record=400, keep_parameters=True,
    )  # fmt: skip
    return tuple(found.parameters[-1].tolist()), float(found.train_loss[-1])


@lru_cache(maxsize=256)
def _run(batch: int, lr: float) -> dict[str, np.ndarray]:
    """One training: weights (frames, 2) and losses at `FRAMES`, full-batch losses, the outcome."""
    x, y = students()
    size = BATCHES[batch]
    network = neuron()
    run = training(
        network, x[:, None], y, loss=LOSS, optimizer=SGD(lr), epochs=EPOCHS, batch_size=size,
        seed=SEED, record="step",
    )  # fmt: skip
    weights, losses = [], []
    for record in run:
        weights.append(network.flat.copy())
        losses.append(record.train_loss)
    steps = np.array(FRAMES) // size
    by_epoch = np.array(losses)[:: N // size]
    full = by_epoch if size == N else _run(len(BATCHES) - 1, lr)["full"]
    kind = classify(by_epoch, floor=minimum()[1]).kind
    return {
        "weights": np.array(weights)[steps].astype(np.float32),
        "loss": np.array(losses)[steps].astype(np.float32),
        "full": np.asarray(full, dtype=np.float32),
        "outcome": np.array(OUTCOMES.index(kind), dtype=np.uint8),
    }
