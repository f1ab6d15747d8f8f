"""The live neuron: two inputs, their weights and the bias under the reader's hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ipywidgets
import numpy as np
import traitlets
from matplotlib.figure import Figure as MatplotlibFigure

from dlbook.figures.kit.base import Figure
from dlbook.figures.kit.controls import linear_slider
from dlbook.figures.kit.steps import evaluate
from dlbook.figures.kit.style import colour
from dlbook.figures.kit.training_programs import MATRIX, NUMBER
from dlbook.formulas import neurons
from dlbook.formulas.activations import sigmoid
from dlbook.numpy_engine import Network
from dlbook.programs import trace
from dlbook.programs.operations import Trace

PLANE = (-4.0, 4.0)
SIDE = 61  # points of the plane on each side

CODE = """\
import numpy as np

z = {b} + np.array([{w1}, {w2}]) @ np.array([{x1}, {x2}])
print("z", z)
print("y_hat", 1 / (1 + np.exp(-z)))
"""


class Neuron(Figure):
    """A neuron with two inputs and a sigmoid: z = b + w1 x1 + w2 x2, ŷ = σ(z).

    Parameters
    ----------
    b, w1, w2 : bias and weights, in [-4, 4]
    x1, x2 : the input that the reader drags, in [-4, 4]

    Lecture points B1 and B4.
    """

    name = "neuron"
    title = "A neuron under your hand"
    try_this = (
        "drag the point across the line and watch z change sign; then set w₁ and w₂ to 0 and see "
        "what is left."
    )
    caption = (
        "First panel, the neuron: each input times its weight, plus the bias, gives the state z; "
        "the sigmoid turns z into a number between 0 and 1. Second panel, the plane of all inputs: "
        "the line is where z = 0, the shade is ŷ, and the arrow points the way of the weights (w₁, "
        "w₂), in which z grows fastest. The point can be dragged, or moved with the arrow keys."
    )

    x1 = traitlets.Float(-1.0).tag(sync=True)
    x2 = traitlets.Float(2.0).tag(sync=True)
    w1 = traitlets.Float(3.0).tag(sync=True)
    w2 = traitlets.Float(-2.0).tag(sync=True)
    b = traitlets.Float(1.0).tag(sync=True)

    def make_controls(self) -> dict[str, ipywidgets.Widget]:
        labels = {
            "x1": "Input x₁",
            "x2": "Input x₂",
            "w1": "Weight w₁",
            "w2": "Weight w₂",
            "b": "Bias b",
        }
        return {
            trait: linear_slider(label, *PLANE, 0.1, getattr(self, trait))
            for trait, label in labels.items()
        }

    def make_job(self) -> list[dict[str, Any]]:
        return [
            evaluate("answer", ["w1", "w2", "b", "x1", "x2"], ["z", "y_hat"]),
            evaluate("plane", ["w1", "w2", "b", "points"], "plane"),
            evaluate("arrow", ["w1", "w2", "b"], ["foot", "length"]),
        ]

    def make_programs(self) -> Mapping[str, Trace]:
        names = ("w1", "w2", "b")
        numbers = dict.fromkeys(names, NUMBER)
        return {
            "answer": trace(_answer, **numbers, x1=NUMBER, x2=NUMBER),
            "plane": trace(_plane, **numbers, points=MATRIX),
            "arrow": trace(_arrow, **numbers),
        }

    def make_code(self) -> str:
        return CODE

    def shared(self) -> Mapping[str, np.ndarray]:
        line, states = np.linspace(*PLANE, SIDE), np.linspace(-8, 8, 33)
        return {
            "points": np.stack(np.meshgrid(line, line), axis=-1).reshape(-1, 2),
            "curve_z": states,
            "curve_a": sigmoid(states),
        }

    def numbers(self, **state: Any) -> Mapping[str, float]:
        network = _network(state)
        x = np.array([[state["x1"], state["x2"]]])
        return {"z": float(network.logits(x)[0, 0]), "y_hat": float(network.predict(x)[0, 0])}

    def still(self) -> MatplotlibFigure:
        figure = MatplotlibFigure(figsize=(5.0, 3.8))
        axes = figure.subplots()
        state = {trait: getattr(self, trait) for trait in self.parameters}
        steps = np.linspace(*PLANE, 81)
        plane = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
        y_hat = _network(state).predict(plane).reshape(81, 81)
        axes.contourf(
            steps, steps, y_hat, levels=[0, 0.5, 1], alpha=0.35,
            colors=[colour("class0"), colour("class1")],
        )  # fmt: skip
        axes.plot(self.x1, self.x2, "o", color=colour("accent"), markersize=9)
        axes.set(xlabel="input x₁", ylabel="input x₂", aspect="equal", title=self.title)
        return figure


def _answer(w1, w2, b, x1, x2) -> dict[str, np.ndarray]:
    z = neurons.state(np.stack([w1, w2], axis=-1), b, np.stack([x1, x2], axis=-1))
    return {"z": z, "y_hat": sigmoid(z)}


def _plane(w1, w2, b, points) -> np.ndarray:
    return sigmoid(neurons.state(np.stack([w1, w2], axis=-1), b, points))


def _arrow(w1, w2, b) -> dict[str, np.ndarray]:
    """Where the arrow of the weights starts, and how long the weights are."""
    w = np.stack([w1, w2], axis=-1)
    return {"foot": neurons.foot(w, b), "length": np.sqrt(np.sum(w * w, axis=-1))}


def _network(state: Mapping[str, float]) -> Network:
    """One neuron with the given weights, as a network of one layer."""
    network = Network((2, 1), output="sigmoid")
    network.layers[0].W[:] = [[state["w1"], state["w2"]]]
    network.layers[0].b[:] = state["b"]
    return network
