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
from dlbook.figures.batches import job
from dlbook.figures.kit import judging
from dlbook.figures.kit.base import Figure
from dlbook.figures.kit.controls import FINE, choice_slider, log_slider
from dlbook.figures.kit.style import colour
from dlbook.numpy_engine import SGD, Network, sweep, training, value_and_gradient
from dlbook.programs.operations import Trace
from dlbook.training.outcomes import OUTCOMES
from dlbook.training.randomness import streams

LOSS = "sigmoid_cross_entropy"
N = 200
BATCHES = (1, 2, 5, 10, 20, 50, 100, 200)
EPOCHS = 20
FRAMES = [*range(0, N, job.FINE), *range(N, EPOCHS * N + 1, job.COARSE)]
"""The numbers of examples seen at which the parameters are kept: finer in the first epoch."""
DECADES = (-2.0, 1.5)
START = (-3.0, -2.5)
CLOUD = 60
SEEDS = (1, 2, 3, 4, 5)
MAP = 4.0  # how far the map reaches in both parameters
SIDE = 81  # points of the map on each side

CODE = """\
from dlbook import data
from dlbook.numpy_engine import SGD, Network, train

students = data.pass_fail(200)
X, _ = data.standardise(students.X[:, 1:])
X = X.astype("float32").astype("float64")  # the digits that the page is sent
network = Network((1, 1), output="sigmoid")
network.flat[:] = -3.0, -2.5
history = train(network, X, students.y, loss="sigmoid_cross_entropy", optimizer=SGD({lr}),
                epochs=20, batch_size={batch}, seed={seed})
print("last_loss", history.train_loss[-1])
"""


class Batches(Figure):
    """A neuron trained by mini-batches, and how far their gradients lie from the true one.

    Parameters
    ----------
    batch : index into `BATCHES`, the number of examples a step
    lr : learning rate η, from 0.01 to about 30
    frame : index into `FRAMES`, how many examples training has seen
    seed : index into `SEEDS`, of the order in which the examples are dealt

    One neuron, ŷ = σ(w x + b), says from the hours on the project whether each of the 200 made-up
    students passed. It is trained for `EPOCHS` epochs, always from `START`, reshuffled each time.
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
    seed = traitlets.Int(0).tag(sync=True)
    frames = traitlets.Int(len(FRAMES)).tag(sync=True)
    outcomes = traitlets.List(list(OUTCOMES)).tag(sync=True)
    reach = traitlets.Float(MAP).tag(sync=True)

    n_seeds = len(SEEDS)
    trains = True

    def make_controls(self) -> dict[str, ipywidgets.Widget]:
        return {
            "batch": choice_slider("Batch size B", [str(size) for size in BATCHES], self.batch),
            "lr": log_slider("Learning rate η", *DECADES, FINE, self.lr),
            "frame": choice_slider("Examples seen", [f"{seen:,}" for seen in FRAMES], self.frame),
        }

    def make_job(self) -> list[dict[str, Any]]:
        return job.steps(EPOCHS)

    def make_programs(self) -> Mapping[str, Trace]:
        return job.programs(N)

    def make_code(self) -> str:
        return CODE

    def make_code_words(self) -> Mapping[str, list[str]]:
        return {"batch": [str(b) for b in BATCHES], "seed": [str(seed) for seed in SEEDS]}

    def shared(self) -> Mapping[str, np.ndarray]:
        x, y = students()
        dealt = np.array([_dealt(seed) for seed in SEEDS])
        return {
            "x": x[:, None].astype(np.float32),
            "y": y.astype(np.uint8),
            "x_dealt": x[dealt][..., None].astype(np.float32),
            "y_dealt": y[dealt].astype(np.uint8),
            "ranks": np.argsort(_draws(), axis=1).astype(np.uint8),
            "seen": np.array(FRAMES, dtype=np.int32),
            "sizes": np.array(BATCHES, dtype=np.int32),
            "start": np.array(START),
            "zero": np.zeros(2),
            "minimum": np.array(minimum()[0]),
            "floor": np.array([minimum()[1]]),
            "side": np.linspace(-MAP, MAP, SIDE),
            **judging.arrays(EPOCHS),
        }

    def setting(self, **state: Any) -> Mapping[str, Any]:
        return {
            "batch size": BATCHES[state["batch"]],
            "learning rate": state["lr"],
            "examples seen": FRAMES[state["frame"]],
        }

    def numbers(self, *, batch: int, lr: float, frame: int, seed: int) -> Mapping[str, float]:
        run = _run(batch, lr, seed)
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
        run = _run(self.batch, self.lr, self.seed)
        left.plot(*run["weights"][: self.frame + 1].T, color=colour("ink"), linewidth=1)
        left.plot(*minimum()[0], "x", color=colour("accent"), markersize=9, label="minimum")
        left.set(xlabel="weight w", ylabel="bias b", xlim=(-4, 4), ylim=(-4, 4))
        gradients = example_gradients(run["weights"][self.frame])
        draws = _draws()[:, : BATCHES[self.batch]]
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


def _draws() -> np.ndarray:
    """Orders (CLOUD, N) of the examples; the first B of each are a batch."""
    rng = np.random.default_rng(SEEDS[0])
    return np.array([rng.permutation(N) for _ in range(CLOUD)])


def _dealt(seed: int) -> np.ndarray:
    """The examples' numbers in the order in which a training with batches deals them."""
    order = streams(seed).order
    return np.concatenate([order.permutation(N) for _ in range(EPOCHS)])


def _run(batch: int, lr: float, seed: int) -> dict[str, np.ndarray]:
    """One training: weights (frames, 2) and losses at `FRAMES`."""
    x, y = students()
    network = neuron()
    run = training(
        network, x[:, None], y, loss=LOSS, optimizer=SGD(lr), epochs=EPOCHS,
        batch_size=BATCHES[batch], seed=SEEDS[seed], record="step",
    )  # fmt: skip
    weights, losses = [], []
    for record in run:
        weights.append(network.flat.copy())
        losses.append(record.train_loss)
    steps = np.array(FRAMES) // BATCHES[batch]
    return {"weights": np.array(weights)[steps], "loss": np.array(losses)[steps]}
