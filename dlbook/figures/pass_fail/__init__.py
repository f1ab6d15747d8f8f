"""Will I pass this class? A 2-3-1 network in training, its learning rate under a slider."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import ipywidgets
import numpy as np
import traitlets
from matplotlib.axes import Axes
from matplotlib.figure import Figure as MatplotlibFigure

from dlbook import data
from dlbook.experiments.students import SCALE, SEED, SIZES, YOU, untrained
from dlbook.figures.kit.base import Figure
from dlbook.figures.kit.controls import choice_slider, log_slider, log_values
from dlbook.figures.kit.style import colour
from dlbook.numpy_engine import normal, sweep
from dlbook.training.outcomes import OUTCOMES

EPOCHS = 1000


def _spaced(count: int) -> list[int]:
    """Epoch 0, then about `count` epochs up to `EPOCHS`, evenly spaced in their logarithm."""
    return [0, *sorted({round(epoch) for epoch in np.geomspace(1, EPOCHS, count)})]


FRAMES = _spaced(46)
CURVE = _spaced(320)
DECADES = (-4.0, 3.0)
STEP = 0.25
START = 1.0


class PassFail(Figure):
    """The decision surface and the loss curve of one network, for any learning rate.

    Parameters
    ----------
    lr : learning rate η, from 0.0001 to 1000
    frame : index into `FRAMES`, the epochs whose network is kept

    Every run starts from the same weights (normal, standard deviation `SCALE`, seed `SEED`) and
    takes full-batch steps of gradient descent on the standardised features. The outcome is judged
    on the losses of all `EPOCHS` epochs. Lecture points D1, D2 and F2.
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

    lr = traitlets.Float(START).tag(sync=True)
    frame = traitlets.Int(len(FRAMES) - 1).tag(sync=True)
    outcomes = traitlets.List(list(OUTCOMES)).tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        super().__init__(axes={"lr": log_values(*DECADES, STEP)}, **traits)

    def make_controls(self) -> dict[str, ipywidgets.Widget]:
        return {
            "lr": log_slider("Learning rate η", *DECADES, STEP, self.lr, fine_step=0.01),
            "frame": choice_slider("Epoch", [str(epoch) for epoch in FRAMES], self.frame),
        }

    def record(self) -> Mapping[str, np.ndarray]:
        return _runs(tuple(self.axes["lr"]))

    def shared(self) -> Mapping[str, np.ndarray]:
        students = data.pass_fail()
        _, scaling = data.standardise(students.X)
        return {
            "X": students.X.astype(np.float32),
            "y": students.y.astype(np.uint8),
            "mean": scaling.mean.astype(np.float32),
            "std": scaling.std.astype(np.float32),
            "epochs": np.array(FRAMES, dtype=np.int32),
            "curve_epochs": np.array(CURVE, dtype=np.int32),
        }

    def answer(self, *, lr: float) -> Mapping[str, np.ndarray]:
        return self._run(lr)

    def setting(self, *, lr: float, frame: int) -> Mapping[str, float]:
        return {"learning rate": lr}

    def numbers(self, *, lr: float, frame: int) -> Mapping[str, float]:
        run = self._run(lr)
        return {
            "epoch": FRAMES[frame],
            "train_loss": float(run["train_loss"][frame]),
            "y_hat_you": float(run["y_hat_you"][frame]),
        }

    def _run(self, lr: float) -> dict[str, np.ndarray]:
        """The run at one rate; a recorded rate is trained in the company that it was recorded in.

        Where a run swings, the last bit of its rounding grows to a difference that can be seen,
        and the rounding depends on how many networks are multiplied at once.
        """
        rates = tuple(self.axes["lr"])
        nearest = min(range(len(rates)), key=lambda i: abs(np.log(rates[i] / lr)))
        if np.isclose(rates[nearest], lr, rtol=1e-6, atol=0.0):
            return {name: array[nearest] for name, array in _runs(rates).items()}
        return {name: array[0] for name, array in _runs((lr,)).items()}

    def still(self) -> MatplotlibFigure:
        figure = MatplotlibFigure(figsize=(7.0, 3.4))
        plane, curve = figure.subplots(1, 2)
        run = self._run(self.lr)
        draw_students(plane)
        self._shade(plane, run["parameters"][self.frame])
        curve.plot(CURVE[1:], run["curve"][1:], color=colour("train"))
        curve.set(xscale="log", yscale="log", xlabel="epoch", ylabel="training loss")
        return figure

    @staticmethod
    def _shade(axes: Axes, flat: np.ndarray) -> None:
        """Colour the plane by what the network with these parameters says."""
        _, scaling = data.standardise(data.pass_fail().X)
        network = untrained()
        network.flat[:] = flat
        lectures, hours = np.linspace(-0.5, 8.5, 90), np.linspace(-0.6, 12.6, 90)
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


@functools.lru_cache(maxsize=8)
def _runs(rates: tuple[float, ...]) -> dict[str, np.ndarray]:
    """Train one network for each rate, all at once; leading dimension: the rates."""
    students = data.pass_fail()
    X, scaling = data.standardise(students.X)
    result = sweep(
        SIZES, X, students.y, lr=rates, dropout=0.0, seeds=SEED,
        activation="sigmoid", output="sigmoid", init=normal(SCALE), loss="sigmoid_cross_entropy",
        epochs=EPOCHS, record=1, keep_parameters=True,
    )  # fmt: skip
    train_loss = result.train_loss
    parameters = result.parameters[:, FRAMES]
    network = untrained()
    y_hat = np.empty(parameters.shape[:2], dtype=np.float32)
    for at in np.ndindex(y_hat.shape):
        network.flat[:] = parameters[at]
        y_hat[at] = network.predict(scaling(np.array([YOU])))[0, 0]
    return {
        "train_loss": train_loss[:, FRAMES].astype(np.float32),
        "curve": train_loss[:, CURVE].astype(np.float16),
        "parameters": parameters.astype(np.float32),
        "y_hat_you": y_hat,
        "outcome": result.outcomes.astype(np.uint8),
    }
