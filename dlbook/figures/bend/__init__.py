"""Where a network's boundary bends: the same two classes, with and without an activation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ipywidgets
import numpy as np
import traitlets
from matplotlib.figure import Figure as MatplotlibFigure

from dlbook import data
from dlbook.figures.bend import job
from dlbook.figures.kit.base import Figure
from dlbook.figures.kit.controls import choice, choice_slider, linear_slider
from dlbook.figures.kit.style import colour
from dlbook.formulas.networks import with_one
from dlbook.numpy_engine import Adam, Network, sweep
from dlbook.programs.operations import Trace

DATASETS = ("circles", "moons")
NOISE = {"circles": 0.1, "moons": 0.15}
ACTIVATIONS = ("linear", "relu", "tanh", "sigmoid")
LABELS = ("none", "ReLU", "tanh", "sigmoid")
DEPTHS = (1, 2, 3)
WIDTHS = (1, 2, 3, 4, 8)
PLANE = (-2.6, 2.6)
CUTS = (-2.0, 2.0)
EPOCHS = 400
LEARNING_RATE = 0.03
SEEDS = range(6)
LINE = np.linspace(*PLANE, 261)
SIDE = 66  # points of the surface on each side

CODE = """\
from dlbook import data
from dlbook.numpy_engine import Adam, sweep

points = {dataset}
X, _ = data.standardise(points.X)
result = sweep((2, *[{width}] * {depth}, 1), X, points.y, lr=0.03, dropout=0, seeds=range(6),
               optimizer=Adam(), activation={activation}, output="sigmoid",
               loss="sigmoid_cross_entropy", epochs=400, record=400)
best = result.train_loss[:, -1].argmin()
print("train_loss", result.train_loss[best, -1])
print("train_accuracy", result.train_accuracy[best, -1])
"""


class Bend(Figure):
    """The boundary of a trained network, and its logit along a straight cut through the plane.

    Parameters
    ----------
    dataset : index into `DATASETS`
    activation : index into `ACTIVATIONS`, of the hidden layers
    depth : index into `DEPTHS`, how many hidden layers
    width : index into `WIDTHS`, how many units each of them has
    cut : height x₂ of the cut, in [-2, 2]

    Every network is the best of `SEEDS` starts after `EPOCHS` full-batch steps of Adam on the
    standardised features. `numbers` gives, beside loss and accuracy, how far the logit along the
    cut strays from the straight line between its ends, to three decimals. Lecture point B3.
    """

    name = "bend"
    title = "Composed lines are a line"
    try_this = (
        "add layers and units without an activation, and see that nothing changes; then choose "
        "ReLU with one layer, and find the fewest units that fence the inner circle in."
    )
    caption = (
        "First panel: made-up points of two classes (circles class 0, crosses class 1), and what "
        "the trained network says; the thick line is where ŷ = ½, each thin line is where one unit "
        "of the first hidden layer has z = 0. Second panel: the logit, the network's last state, "
        "along the dashed cut. Each network is the best of six random starts."
    )

    dataset = traitlets.Int(0).tag(sync=True)
    activation = traitlets.Int(0).tag(sync=True)
    depth = traitlets.Int(0).tag(sync=True)
    width = traitlets.Int(len(WIDTHS) - 1).tag(sync=True)
    cut = traitlets.Float(0.0).tag(sync=True)
    plane = traitlets.List(list(PLANE)).tag(sync=True)
    labels = traitlets.List(list(LABELS)).tag(sync=True)
    choices = traitlets.Dict(
        {"activation": list(ACTIVATIONS), "depth": list(DEPTHS), "width": list(WIDTHS)}
    ).tag(sync=True)

    def make_controls(self) -> dict[str, ipywidgets.Widget]:
        return {
            "dataset": choice("Data", DATASETS, self.dataset),
            "activation": choice("Activation", LABELS, self.activation),
            "depth": choice_slider("Hidden layers", [str(n) for n in DEPTHS], self.depth),
            "width": choice_slider("Units in each", [str(n) for n in WIDTHS], self.width),
            "cut": linear_slider("Cut at x₂", *CUTS, 0.1, self.cut),
        }

    def make_job(self) -> list[dict[str, Any]]:
        return job.steps(ACTIVATIONS, DEPTHS, WIDTHS, len(SEEDS))

    def make_programs(self) -> Mapping[str, Trace]:
        return job.programs(ACTIVATIONS, DEPTHS)

    def make_code(self) -> str:
        return CODE

    def make_code_words(self) -> Mapping[str, list[str]]:
        return {
            "dataset": [f"data.{name}(200, noise={NOISE[name]})" for name in DATASETS],
            "activation": [f'"{name}"' for name in ACTIVATIONS],
            "depth": [str(depth) for depth in DEPTHS], "width": [str(width) for width in WIDTHS],
        }  # fmt: skip

    def shared(self) -> Mapping[str, np.ndarray]:
        sets = [examples(name) for name in DATASETS]
        grid = np.linspace(*PLANE, SIDE)
        corners = np.stack(np.meshgrid(grid, grid), axis=-1).reshape(-1, 2)
        return {
            "x": np.stack([with_one(X.T) for X, _ in sets]),
            "y": np.stack([y[None] for _, y in sets]).astype(np.uint8),
            "grid": with_one(corners.T),
            "line": LINE,
            "lr": np.array(LEARNING_RATE),
            "record": np.array([EPOCHS], dtype=np.int32),
            **starts(),
        }

    def setting(self, *, cut: float, **state: Any) -> Mapping[str, Any]:
        named = _named(**state)
        layers = f"{named['depth']} of {named['width']} units"
        return {
            "data": named["dataset"], "activation": LABELS[state["activation"]],
            "hidden layers": layers, "cut": cut,
        }  # fmt: skip

    def numbers(self, *, cut: float, **state: Any) -> Mapping[str, float]:
        network, loss, accuracy = trained(**_named(**state))
        logits = network.logits(_along(cut))[:, 0]
        straight = np.interp(LINE, LINE[[0, -1]], logits[[0, -1]])
        bend = round(float(np.abs(logits - straight).max()), 3)
        return {"train_loss": loss, "train_accuracy": accuracy, "bend": bend}

    def still(self) -> MatplotlibFigure:
        figure = MatplotlibFigure(figsize=(7.0, 3.4))
        plane, along = figure.subplots(1, 2)
        chosen = _named(self.dataset, self.activation, self.depth, self.width)
        network, _, _ = trained(**chosen)
        grid = np.stack(np.meshgrid(LINE, LINE), axis=-1).reshape(-1, 2)
        plane.contourf(
            LINE, LINE, network.predict(grid).reshape(len(LINE), -1), levels=[0, 0.5, 1],
            colors=[colour("class0"), colour("class1")], alpha=0.35,
        )  # fmt: skip
        X, y = examples(chosen["dataset"])
        for label, marker in ((0, "o"), (1, "x")):
            plane.plot(*X[y == label].T, marker, color=colour(f"class{label}"), markersize=4)
        plane.set(xlabel="x₁", ylabel="x₂", aspect="equal")
        along.plot(LINE, network.logits(_along(self.cut))[:, 0], color=colour("accent"))
        along.set(xlabel=f"x₁ along x₂ = {self.cut:g}", ylabel="logit")
        return figure


def examples(dataset: str) -> tuple[np.ndarray, np.ndarray]:
    """The 200 standardised points (200, 2) of a data set and their classes (200,)."""
    points = getattr(data, dataset)(200, noise=NOISE[dataset])
    X, _ = data.standardise(points.X)
    return X, points.y


def starts() -> dict[str, np.ndarray]:
    """The blocks that every seed starts from, by width; the last one by depth too, since its draws
    come after the others'."""
    found = {}
    for width in WIDTHS:
        for depth in DEPTHS:
            sizes = (2, *[width] * depth, 1)
            layers = [Network(sizes, output="sigmoid", seed=seed).layers for seed in SEEDS]
            blocks = [np.array([one[k].block for one in layers]) for k in range(depth + 1)]
            found |= {f"start.{width}.{k}": block for k, block in enumerate(blocks[:-1])}
            found[f"start.{width}.{job.LAST}.{depth}"] = blocks[-1]
    return found


def trained(dataset: str, activation: str, depth: int, width: int) -> tuple[Network, float, float]:
    """The best network of all starts, its training loss and accuracy."""
    X, y = examples(dataset)
    sizes = (2, *[width] * depth, 1)
    result = sweep(
        sizes, X, y, lr=LEARNING_RATE, dropout=0.0, seeds=list(SEEDS),
        optimizer=Adam(), activation=activation, output="sigmoid", loss="sigmoid_cross_entropy",
        epochs=EPOCHS, record=EPOCHS, keep_parameters=True,
    )  # fmt: skip
    best = int(np.argmin(result.train_loss[:, -1]))
    network = Network(sizes, activation=activation, output="sigmoid")
    network.flat[:] = result.parameters[best, -1]
    return network, float(result.train_loss[best, -1]), float(result.train_accuracy[best, -1])


def _named(dataset: int, activation: int, depth: int, width: int) -> dict[str, Any]:
    """What the sliders' indices stand for."""
    return {
        "dataset": DATASETS[dataset],
        "activation": ACTIVATIONS[activation],
        "depth": DEPTHS[depth],
        "width": WIDTHS[width],
    }


def _along(cut: float) -> np.ndarray:
    """The points (261, 2) of the cut at height x₂ = `cut`."""
    return np.column_stack([LINE, np.full_like(LINE, cut)])
