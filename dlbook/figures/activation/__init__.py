"""The live activation functions: each with its slope, at the state that the reader chooses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets
import numpy as np
import traitlets
from matplotlib.figure import Figure as MatplotlibFigure

from dlbook.figures.kit.base import Figure
from dlbook.figures.kit.controls import choice, linear_slider
from dlbook.figures.kit.steps import evaluate
from dlbook.figures.kit.style import colour
from dlbook.figures.kit.training_programs import VECTOR
from dlbook.formulas.activations import ACTIVATIONS
from dlbook.formulas.activations import Activation as Formulas
from dlbook.programs import trace
from dlbook.programs.operations import Trace

KINDS = ("sigmoid", "tanh", "relu", "linear", "leaky_relu", "softplus", "gelu")
LABELS = ("sigmoid", "tanh", "ReLU", "none", "leaky ReLU", "softplus", "GELU")
WITH_CORNER = ("relu", "leaky_relu")
STATES = (-6.0, 6.0)
POINTS = 241  # of each curve

CODE = """\
import numpy as np

from dlbook.formulas.activations import ACTIVATIONS

activation, z = ACTIVATIONS["{kind}"], np.array({z})
a = activation.g(z)
print("a", a)
print("slope", 1.0 * activation.slope(z, a))
"""


class Activation(Figure):
    """An activation function a = g(z) beside its derivative g'(z), with the tangent at z.

    Parameters
    ----------
    kind : index into `KINDS`
    z : state of the neuron, in [-6, 6]

    The formulas are those of `dlbook.formulas.activations`. Lecture point B2.
    """

    name = "activation"
    title = "Six ways to bend, and one not to"
    try_this = (
        "with the sigmoid, slide z from 0 to 6 and watch the slope die away; then do the same "
        "with ReLU, on both sides of 0. Which of the seven is ever steeper than 1?"
    )
    caption = (
        "First panel: the activation a = g(z), with its tangent at the state z. Second panel: the "
        "slope of that tangent, the derivative g′(z), for every z. The point can be dragged, or "
        "moved with the arrow keys. ReLU and leaky ReLU have a corner at 0 and so no slope there; "
        "the book takes that of the states below 0, as PyTorch does."
    )

    kind = traitlets.Int(0).tag(sync=True)
    z = traitlets.Float(1.0).tag(sync=True)
    kinds = traitlets.List(list(KINDS)).tag(sync=True)
    with_corner = traitlets.List(list(WITH_CORNER)).tag(sync=True)

    def make_controls(self) -> dict[str, ipywidgets.Widget]:
        return {
            "kind": choice("Activation", LABELS, self.kind),
            "z": linear_slider("State z", *STATES, 0.1, self.z),
        }

    def make_job(self) -> list[dict[str, Any]]:
        chosen = {"one": list(KINDS), "of": "kind"}
        curves = {"a": "curve", "slope": "slopes"}
        return [
            evaluate(chosen, {"z": "states"}, curves, once_for=["kind"]),
            evaluate(chosen, ["z"], ["a", "slope"]),
        ]

    def make_programs(self) -> Mapping[str, Trace]:
        return {kind: trace(_with_slope(ACTIVATIONS[kind]), z=VECTOR) for kind in KINDS}

    def make_code(self) -> str:
        return CODE

    def make_code_words(self) -> Mapping[str, list[str]]:
        return {"kind": list(KINDS)}

    def shared(self) -> Mapping[str, np.ndarray]:
        return {"states": np.linspace(*STATES, POINTS)}

    def setting(self, *, kind: int, z: float) -> Mapping[str, str | float]:
        return {"activation": LABELS[kind], "z": z}

    def numbers(self, *, kind: int, z: float) -> Mapping[str, float]:
        found = _with_slope(ACTIVATIONS[KINDS[kind]])(np.array(z))
        return {name: float(value) for name, value in found.items()}

    def still(self) -> MatplotlibFigure:
        figure = MatplotlibFigure(figsize=(7.0, 3.2))
        value, derivative = figure.subplots(1, 2)
        z = np.linspace(*STATES, POINTS)
        found = _with_slope(ACTIVATIONS[KINDS[self.kind]])(z)
        value.plot(z, found["a"], color=colour("forward"))
        derivative.plot(z, found["slope"], color=colour("backward"))
        value.set(xlabel="state z", ylabel="activation g(z)", title=LABELS[self.kind])
        derivative.set(xlabel="state z", ylabel="slope g′(z)", ylim=(-0.2, 1.4))
        return figure


def _with_slope(formulas: Formulas) -> Callable[[np.ndarray], dict[str, np.ndarray]]:
    def with_slope(z: np.ndarray) -> dict[str, np.ndarray]:
        a = formulas.g(z)
        return {"a": a + 0.0, "slope": formulas.slope(z, a) * 1.0}

    return with_slope
