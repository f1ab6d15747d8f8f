"""The loss of one answer under the reader's hand, and the mean over a handful of students."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ipywidgets
import numpy as np
import traitlets
from matplotlib.figure import Figure as MatplotlibFigure

from dlbook.figures.kit.base import Figure
from dlbook.figures.kit.controls import choice, linear_slider
from dlbook.figures.kit.style import colour
from dlbook.numpy_engine import mse, sigmoid, sigmoid_cross_entropy

LOGITS = (-8.0, 8.0)
TRUTHS = ("failed", "passed")
LOSSES = ("cross-entropy", "squared error")
OTHERS = ((1, 2.0), (1, 0.5), (0, -1.5), (0, 1.0))
"""Target and logit of the four students beside you; made up."""


def _loss(kind: int, z: np.ndarray, y: np.ndarray) -> float:
    """The mean loss of answers with logits z (n,) and targets y (n,)."""
    return mse(sigmoid(z), y) if LOSSES[kind] == "squared error" else sigmoid_cross_entropy(z, y)


class LossCurve(Figure):
    """One answer ŷ = σ(z), its loss, and the mean with four other students.

    Parameters
    ----------
    z : your logit, in [-8, 8]
    y : the truth about you, 0 (failed) or 1 (passed)
    kind : index into `LOSSES`

    Every number is worked out in the page (``web/drawing/formulas.js``). Lecture points D3, D4.
    """

    name = "loss-curve"
    title = "How much a wrong answer costs"
    try_this = (
        "drag the point on the curve. What does it cost to be unsure, and what to be sure and "
        "wrong? Then change the truth, and the loss."
    )
    caption = (
        "First panel: the loss of one answer ŷ; the solid curve is for the truth that is set, the "
        "dotted one for the other. Places on the axis are even in the logit z, where ŷ = σ(z). "
        "Second panel: five students, you and four made-up others (a cross for passed, a circle "
        "for failed), each with the loss of their answer; the dashed line is the mean."
    )

    z = traitlets.Float(-2.2).tag(sync=True)
    y = traitlets.Int(1).tag(sync=True)
    kind = traitlets.Int(0).tag(sync=True)
    others = traitlets.List([list(other) for other in OTHERS]).tag(sync=True)

    def make_controls(self) -> dict[str, ipywidgets.Widget]:
        return {
            "z": linear_slider("Your logit z", *LOGITS, 0.1, self.z),
            "y": choice("The truth: you", TRUTHS, self.y),
            "kind": choice("Loss", LOSSES, self.kind),
        }

    def setting(self, *, z: float, y: int, kind: int) -> Mapping[str, Any]:
        return {"z": z, "truth": TRUTHS[y], "loss": LOSSES[kind]}

    def numbers(self, *, z: float, y: int, kind: int) -> Mapping[str, float]:
        targets, logits = np.array([(y, z), *OTHERS]).T
        return {
            "y_hat": float(sigmoid(np.array([z]))[0]),
            "loss": _loss(kind, np.array([z]), np.array([y])),
            "mean": _loss(kind, logits, targets),
        }

    def still(self) -> MatplotlibFigure:
        figure = MatplotlibFigure(figsize=(5.6, 3.6))
        axes = figure.subplots()
        steps = np.linspace(*LOGITS, 161)
        for truth, dash in ((self.y, "-"), (1 - self.y, ":")):
            losses = [_loss(self.kind, np.array([step]), np.array([truth])) for step in steps]
            axes.plot(steps, losses, dash, color=colour(f"class{truth}"), label=TRUTHS[truth])
        loss = self.numbers(z=self.z, y=self.y, kind=self.kind)["loss"]
        axes.plot(self.z, loss, "o", color=colour("accent"), markersize=9)
        axes.set(xlabel="logit z", ylabel=LOSSES[self.kind], title=self.title)
        axes.legend(title="if you")
        return figure
