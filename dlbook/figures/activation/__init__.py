"""The live activation functions: each with its slope, at the state that the reader chooses."""

from __future__ import annotations

from collections.abc import Mapping

import ipywidgets
import numpy as np
import traitlets
from matplotlib.figure import Figure as MatplotlibFigure

from dlbook.figures.kit.base import Figure
from dlbook.figures.kit.controls import choice, linear_slider
from dlbook.figures.kit.style import colour
from dlbook.formulas.activations import ACTIVATIONS

KINDS = ("sigmoid", "tanh", "relu", "linear")
LABELS = ("sigmoid", "tanh", "ReLU", "none")
STATES = (-6.0, 6.0)


class Activation(Figure):
    """An activation function a = g(z) beside its derivative g'(z), with the tangent at z.

    Parameters
    ----------
    kind : index into `KINDS`
    z : state of the neuron, in [-6, 6]

    Every number is worked out in the page (``web/drawing/formulas.js``); `numbers` gives what
    `dlbook.numpy_engine` says for the same setting. Lecture point B2.
    """

    name = "activation"
    title = "Three ways to bend, and one not to"
    try_this = (
        "with the sigmoid, slide z from 0 to 6 and watch the slope die away; then do the same "
        "with ReLU, on both sides of 0."
    )
    caption = (
        "First panel: the activation a = g(z), with its tangent at the state z. Second panel: the "
        "slope of that tangent, the derivative g′(z), for every z. The point can be dragged, or "
        "moved with the arrow keys. ReLU has a corner at 0 and so no slope there; the book takes "
        "0, as PyTorch does."
    )

    kind = traitlets.Int(0).tag(sync=True)
    z = traitlets.Float(1.0).tag(sync=True)
    kinds = traitlets.List(list(KINDS)).tag(sync=True)

    def make_controls(self) -> dict[str, ipywidgets.Widget]:
        return {
            "kind": choice("Activation", LABELS, self.kind),
            "z": linear_slider("State z", *STATES, 0.1, self.z),
        }

    def setting(self, *, kind: int, z: float) -> Mapping[str, str | float]:
        return {"activation": LABELS[kind], "z": z}

    def numbers(self, *, kind: int, z: float) -> Mapping[str, float]:
        a, slope = value_and_slope(KINDS[kind], np.array([z], dtype=np.float64))
        return {"a": float(a[0]), "slope": float(slope[0])}

    def still(self) -> MatplotlibFigure:
        figure = MatplotlibFigure(figsize=(7.0, 3.2))
        value, derivative = figure.subplots(1, 2)
        z = np.linspace(*STATES, 241)
        a, slope = value_and_slope(KINDS[self.kind], z)
        value.plot(z, a, color=colour("forward"))
        derivative.plot(z, slope, color=colour("backward"))
        value.set(xlabel="state z", ylabel="activation g(z)", title=LABELS[self.kind])
        derivative.set(xlabel="state z", ylabel="slope g′(z)", ylim=(-0.1, 1.15))
        return figure


def value_and_slope(kind: str, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """g(z) and g'(z), elementwise."""
    g, slope = ACTIVATIONS[kind]
    a = g(z)
    return a, np.asarray(slope(z, a), float)
