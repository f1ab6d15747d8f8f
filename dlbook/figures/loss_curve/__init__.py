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
from dlbook.figures.kit.steps import evaluate
from dlbook.figures.kit.style import colour
from dlbook.figures.kit.training_programs import NUMBER, VECTOR
from dlbook.formulas import activations
from dlbook.formulas import losses as formulas
from dlbook.numpy_engine import mse, sigmoid, sigmoid_cross_entropy
from dlbook.programs import trace
from dlbook.programs.operations import Trace

LOGITS = (-8.0, 8.0)
TRUTHS = ("failed", "passed")
LOSSES = ("cross-entropy", "squared error")
LABELLED = (0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999)
"""Predictions that stand on the axis, at their logits."""
CODE = """\
import numpy as np
from dlbook.numpy_engine import mse, sigmoid, sigmoid_cross_entropy

def loss(z, y):
    return {kind}

z, y = np.array([{z}, 2.0, 0.5, -1.5, 1.0]), np.array([{y}, 1, 1, 0, 0])
print("y_hat", sigmoid(z)[0])
print("loss", loss(z[:1], y[:1]))
print("mean", loss(z, y))
"""
OTHERS = ((1, 2.0), (1, 0.5), (0, -1.5), (0, 1.0))
"""Target and logit of the four students beside you; made up."""


def _loss(kind: int, z: np.ndarray, y: np.ndarray) -> float:
    """The mean loss of answers with logits z (n,) and targets y (n,)."""
    return mse(sigmoid(z), y) if LOSSES[kind] == "squared error" else sigmoid_cross_entropy(z, y)


def _students(z, y, others_z, others_y) -> dict[str, np.ndarray]:
    """You and the others."""
    joined = [np.concatenate([np.expand_dims(mine, -1), theirs], axis=-1)
              for mine, theirs in ((z, others_z), (y, others_y))]  # fmt: skip
    return {"z": joined[0], "y": joined[1]}


def _squared_error(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    return formulas.mean_squared_error(activations.sigmoid(z), y)


class LossCurve(Figure):
    """One answer ŷ = σ(z), its loss, and the mean with four other students.

    Parameters
    ----------
    z : your logit, in [-8, 8]
    y : the truth about you, 0 (failed) or 1 (passed)
    kind : index into `LOSSES`

    Lecture points D3 and D4.
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
    truths = traitlets.List([truth for truth, _ in OTHERS]).tag(sync=True)
    names = traitlets.List(list(LOSSES)).tag(sync=True)
    places = traitlets.List([float(np.log(y / (1 - y))) for y in LABELLED]).tag(sync=True)

    def make_job(self) -> list[dict[str, Any]]:
        terms = {"one": list(LOSSES), "of": "kind"}
        other = {"one": [1, 0], "of": "y"}
        seen = {"z": "logits", "y": "targets"}
        return [
            evaluate("students", ["z", "y", "others_z", "others_y"], seen),
            evaluate(terms, seen, "losses"),
            evaluate("mean", ["losses"], "mean"),
            evaluate("sigmoid", ["z"], "y_hat"),
            evaluate(terms, {"z": "line", "y": "y"}, "curve"),
            evaluate(terms, {"z": "line", "y": other}, "other_curve"),
        ]

    def make_programs(self) -> Mapping[str, Trace]:
        return {
            "students": trace(_students, z=NUMBER, y=NUMBER, others_z=VECTOR, others_y=VECTOR),
            "cross-entropy": trace(formulas.sigmoid_cross_entropy, VECTOR, VECTOR),
            "squared error": trace(_squared_error, VECTOR, VECTOR),
            "mean": trace(lambda losses: np.mean(losses, axis=-1), VECTOR),
            "sigmoid": trace(activations.sigmoid, NUMBER),
        }

    def make_code(self) -> str:
        return CODE

    def make_code_words(self) -> Mapping[str, list[str]]:
        return {"kind": ["sigmoid_cross_entropy(z, y)", "mse(sigmoid(z), y)"], "y": ["0", "1"]}

    def shared(self) -> Mapping[str, np.ndarray]:
        truths, logits = np.array(OTHERS).T
        line = np.linspace(*LOGITS, 161)
        return {
            "others_y": truths, "others_z": logits, "line": line,
        }  # fmt: skip

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
