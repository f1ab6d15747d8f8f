"""Will I pass this class? A 2-3-1 network in training, its learning rate under a slider."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ipywidgets
import numpy as np
import traitlets
from matplotlib.axes import Axes
from matplotlib.figure import Figure as MatplotlibFigure

from dlbook import data
from dlbook.experiments.students import SEED, YOU, untrained
from dlbook.figures.kit import judging
from dlbook.figures.kit.base import Figure
from dlbook.figures.kit.controls import FINE, choice_slider, log_slider
from dlbook.figures.kit.style import colour
from dlbook.figures.pass_fail import job
from dlbook.formulas.networks import with_one
from dlbook.numpy_engine import SGD, Network, train
from dlbook.programs.operations import Trace
from dlbook.training.outcomes import OUTCOMES

EPOCHS = 1000


def _spaced(count: int) -> list[int]:
    """Epoch 0, then about `count` epochs up to `EPOCHS`, evenly spaced in their logarithm."""
    return [0, *sorted({round(epoch) for epoch in np.geomspace(1, EPOCHS, count)})]


FRAMES = _spaced(46)
DECADES = (-4.0, 3.0)
START = 1.0
SEEDS = (SEED, *range(9))
EDGES = ((-0.5, 8.5), (-0.6, 12.6))  # of the plane: lectures, hours
SIDE = 41  # points of the surface on each side

CODE = """\
from dlbook import data
from dlbook.numpy_engine import SGD, Network, normal, train

students = data.pass_fail()
X, scaling = data.standardise(students.X)
network = Network((2, 3, 1), activation="sigmoid", output="sigmoid", init=normal(1.5), seed={seed})
history = train(network, X, students.y, loss="sigmoid_cross_entropy", optimizer=SGD({lr}),
                epochs={frame})
print("train_loss", history.train_loss[-1])
print("y_hat_you", network.predict(scaling([[4, 5]]))[0, 0])
"""


class PassFail(Figure):
    """The decision surface and the loss curve of one network, for any learning rate.

    Parameters
    ----------
    lr : learning rate η, from 0.0001 to 1000
    frame : index into `FRAMES`, the epochs whose network is kept
    seed : index into `SEEDS`, of the weights that the run starts from

    Every run starts from normal weights of standard deviation 1.5 and takes full-batch steps of
    gradient descent on the standardised features. The outcome is judged on the losses of all
    `EPOCHS` epochs. Lecture points D1, D2 and F2.
    """

    name = "pass-fail"
    title = "Will I pass this class?"
    try_this = (
        "press Play and watch the network change its mind about you; then find a learning rate "
        "that is too slow, one that swings and one that diverges."
    )
    caption = (
        "First panel: made-up students of past years (crosses passed, circles failed) and you, the "
        "diamond, at 4 lectures and 5 hours. The shade is the network's ŷ, the solid line is where "
        "ŷ = ½. Second panel: the training loss, both axes logarithmic; epoch 0, before training, "
        "stands at the left edge, and the dashed line marks its loss."
    )
    n_seeds = len(SEEDS)

    lr = traitlets.Float(START).tag(sync=True)
    frame = traitlets.Int(len(FRAMES) - 1).tag(sync=True)
    seed = traitlets.Int(0).tag(sync=True)
    outcomes = traitlets.List(list(OUTCOMES)).tag(sync=True)

    def make_controls(self) -> dict[str, ipywidgets.Widget]:
        return {
            "lr": log_slider("Learning rate η", *DECADES, FINE, self.lr),
            "frame": choice_slider("Epoch", [f"{epoch:,}" for epoch in FRAMES], self.frame),
        }

    def make_job(self) -> list[dict[str, Any]]:
        return job.steps()

    def make_programs(self) -> Mapping[str, Trace]:
        return job.programs()

    def make_code(self) -> str:
        return CODE

    def make_code_words(self) -> Mapping[str, list[str]]:
        return {
            "frame": [str(epoch) for epoch in FRAMES], "seed": [str(seed) for seed in SEEDS],
        }  # fmt: skip

    def shared(self) -> Mapping[str, np.ndarray]:
        students = data.pass_fail()
        X, scaling = data.standardise(students.X)
        sides = [np.linspace(*edge, SIDE) for edge in EDGES]
        grid = np.stack(np.meshgrid(*sides), axis=-1).reshape(-1, 2)
        starts = [untrained(seed).layers for seed in SEEDS]
        return {
            "X": students.X.astype(np.float32),
            "y": students.y.astype(np.uint8),
            "x": with_one(X.T),
            "targets": students.y[None].astype(float),
            "you": with_one(scaling(np.array([YOU])).T),
            "grid": with_one(scaling(grid).T),
            "start.0": np.array([layers[0].block for layers in starts]),
            "start.1": np.array([layers[1].block for layers in starts]),
            # a step's loss is that before its update: one more gives the last epoch's
            "record": np.array([*FRAMES, EPOCHS + 1], dtype=np.int32),
            **judging.arrays(EPOCHS),
        }

    def setting(self, *, lr: float, frame: int, seed: int) -> Mapping[str, float]:
        return {"learning rate": lr}

    def numbers(self, *, lr: float, frame: int, seed: int) -> Mapping[str, float]:
        network, loss = self._trained(lr, frame, seed)
        _, scaling = data.standardise(data.pass_fail().X)
        return {
            "epoch": FRAMES[frame],
            "train_loss": loss[-1],
            "y_hat_you": float(network.predict(scaling(np.array([YOU])))[0, 0]),
        }

    @staticmethod
    def _trained(lr: float, frame: int, seed: int) -> tuple[Network, np.ndarray]:
        """The network after the epochs of `frame`, and the losses up to there."""
        students = data.pass_fail()
        X, _ = data.standardise(students.X)
        network = untrained(SEEDS[seed])
        history = train(
            network, X, students.y, loss="sigmoid_cross_entropy", optimizer=SGD(lr),
            epochs=FRAMES[frame],
        )  # fmt: skip
        return network, history.train_loss

    def still(self) -> MatplotlibFigure:
        figure = MatplotlibFigure(figsize=(7.0, 3.4))
        plane, curve = figure.subplots(1, 2)
        network, _ = self._trained(self.lr, self.frame, self.seed)
        _, losses = self._trained(self.lr, len(FRAMES) - 1, self.seed)  # the whole curve, always
        draw_students(plane)
        self._shade(plane, network)
        curve.plot(np.arange(1, len(losses)), losses[1:], color=colour("train"))
        curve.set(xscale="log", yscale="log", xlabel="epoch", ylabel="training loss")
        return figure

    @staticmethod
    def _shade(axes: Axes, network: Network) -> None:
        """Colour the plane by what the network says."""
        _, scaling = data.standardise(data.pass_fail().X)
        lectures, hours = (np.linspace(*edge, 90) for edge in EDGES)
        grid = np.stack(np.meshgrid(lectures, hours), axis=-1).reshape(-1, 2)
        axes.contourf(
            lectures, hours, network.predict(scaling(grid)).reshape(90, 90), levels=[0, 0.5, 1],
            colors=[colour("class0"), colour("class1")], alpha=0.35,
        )  # fmt: skip


def draw_students(axes: Axes) -> None:
    """The made-up students, crosses for passed and circles for failed, and you as a diamond."""
    students = data.pass_fail()
    for label, marker, name in ((0, "o", "failed"), (1, "x", "passed")):
        chosen = students.X[students.y == label]
        axes.plot(*chosen.T, marker, color=colour(f"class{label}"), markersize=4, label=name)
    axes.plot(*YOU, "D", color=colour("ink"), markersize=9, label="you", linestyle="none")
    axes.set(xlabel="lectures attended", ylabel="hours on the final project")
