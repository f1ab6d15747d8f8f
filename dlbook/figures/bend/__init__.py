"""Where a network's boundary bends: the same two classes, with and without an activation."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import ipywidgets
import numpy as np
import traitlets
from matplotlib.figure import Figure as MatplotlibFigure

from dlbook import data
from dlbook.figures.kit.base import Figure
from dlbook.figures.kit.controls import choice, choice_slider, linear_slider
from dlbook.figures.kit.style import colour
from dlbook.numpy_engine import Adam, Network, sweep

DATASETS = ("circles", "moons")
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
    choices = traitlets.Dict(
        {"activation": list(ACTIVATIONS), "depth": list(DEPTHS), "width": list(WIDTHS)}
    ).tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        lengths = {
            "dataset": len(DATASETS), "activation": len(ACTIVATIONS), "depth": len(DEPTHS),
            "width": len(WIDTHS),
        }  # fmt: skip
        super().__init__(axes={name: list(range(n)) for name, n in lengths.items()}, **traits)

    def make_controls(self) -> dict[str, ipywidgets.Widget]:
        return {
            "dataset": choice("Data", DATASETS, self.dataset),
            "activation": choice("Activation", LABELS, self.activation),
            "depth": choice_slider("Hidden layers", [str(n) for n in DEPTHS], self.depth),
            "width": choice_slider("Units in each", [str(n) for n in WIDTHS], self.width),
            "cut": linear_slider("Cut at x₂", *CUTS, 0.1, self.cut),
        }

    def shared(self) -> Mapping[str, np.ndarray]:
        sets = [examples(name) for name in DATASETS]
        return {
            "X": np.stack([X for X, _ in sets]).astype(np.float32),
            "y": np.stack([y for _, y in sets]).astype(np.uint8),
        }

    def answer(self, **state: Any) -> Mapping[str, np.ndarray]:
        flat, loss, accuracy = trained(**_named(**state))
        padded = np.zeros(_count(max(WIDTHS), max(DEPTHS)), dtype=np.float32)
        padded[: len(flat)] = flat
        return {
            "parameters": padded,
            "train_loss": np.array([loss], dtype=np.float32),
            "train_accuracy": np.array([accuracy], dtype=np.float32),
        }

    def setting(self, *, cut: float, **state: Any) -> Mapping[str, Any]:
        named = _named(**state)
        layers = f"{named['depth']} of {named['width']} units"
        return {
            "data": named["dataset"], "activation": LABELS[state["activation"]],
            "hidden layers": layers, "cut": cut,
        }  # fmt: skip

    def numbers(self, *, cut: float, **state: Any) -> Mapping[str, float]:
        _, loss, accuracy = trained(**_named(**state))
        logits = network_of(**_named(**state)).logits(_along(cut))[:, 0]
        straight = np.interp(LINE, LINE[[0, -1]], logits[[0, -1]])
        bend = round(float(np.abs(logits - straight).max()), 3)
        return {"train_loss": loss, "train_accuracy": accuracy, "bend": bend}

    def still(self) -> MatplotlibFigure:
        figure = MatplotlibFigure(figsize=(7.0, 3.4))
        plane, along = figure.subplots(1, 2)
        chosen = _named(self.dataset, self.activation, self.depth, self.width)
        network = network_of(**chosen)
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
    points = getattr(data, dataset)(200, noise=0.1 if dataset == "circles" else 0.15)
    X, _ = data.standardise(points.X)
    return X, points.y


@cache
def trained(
    dataset: str, activation: str, depth: int, width: int
) -> tuple[np.ndarray, float, float]:
    """Flat parameters, training loss and accuracy of the best of all starts."""
    X, y = examples(dataset)
    result = sweep(
        (2, *[width] * depth, 1), X, y, lr=LEARNING_RATE, dropout=0.0, seeds=list(SEEDS),
        optimizer=Adam(), activation=activation, output="sigmoid", loss="sigmoid_cross_entropy",
        epochs=EPOCHS, record=EPOCHS, keep_parameters=True,
    )  # fmt: skip
    best = int(np.argmin(result.train_loss[:, -1]))
    return (
        result.parameters[best, -1],
        float(result.train_loss[best, -1]),
        float(result.train_accuracy[best, -1]),
    )


def network_of(dataset: str, activation: str, depth: int, width: int) -> Network:
    """The trained network itself."""
    network = Network((2, *[width] * depth, 1), activation=activation, output="sigmoid")
    network.flat[:] = trained(dataset, activation, depth, width)[0]
    return network


def _named(dataset: int, activation: int, depth: int, width: int) -> dict[str, Any]:
    """What the sliders' indices stand for."""
    return {
        "dataset": DATASETS[dataset],
        "activation": ACTIVATIONS[activation],
        "depth": DEPTHS[depth],
        "width": WIDTHS[width],
    }


def _count(width: int, depth: int) -> int:
    """The number of parameters of a network with two inputs and one output."""
    return 3 * width + (depth - 1) * width * (width + 1) + width + 1


def _along(cut: float) -> np.ndarray:
    """The points (261, 2) of the cut at height x₂ = `cut`."""
    return np.column_stack([LINE, np.full_like(LINE, cut)])
