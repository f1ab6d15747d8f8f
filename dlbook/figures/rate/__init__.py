"""The learning rate under a log slider: a curve with local minima, and a bowl with its limit."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import ipywidgets
import numpy as np
import traitlets
from matplotlib.figure import Figure as MatplotlibFigure

from dlbook.experiments.landscapes import VERDICTS, descend
from dlbook.experiments.profiles import PROFILES, limit
from dlbook.figures.kit import descent_job
from dlbook.figures.kit.base import Figure
from dlbook.figures.kit.controls import FINE, choice, choice_slider, linear_slider, log_slider
from dlbook.figures.kit.style import colour
from dlbook.figures.rate import job
from dlbook.formulas.descent import EDGE
from dlbook.programs.operations import Trace

STEPS = 100
NAMES = list(PROFILES)
LABELS = ["three valleys", "a bowl, cut both ways"]
DECADES = (-3.0, 1.5)
POINTS = 401  # of each cut that is drawn
TESTED = 280  # learning rates tried for the third panel

CODE = """\
from dlbook.experiments.landscapes import descend
from dlbook.experiments.profiles import PROFILES

profile = PROFILES["{profile}"]
second = {start} if profile.name == "bowl" else 0.0
path = descend(profile, ({start}, second), lr={lr}, steps=100)
w = path[{step}]
print("loss", profile.value(w))
"""


class Rate(Figure):
    """Gradient descent along one weight, and where it is after 100 steps at every learning rate.

    Parameters
    ----------
    profile : index into `NAMES`: the curve with three minima, or the long bowl with one ball on its
        steep cut and one on its flat cut
    lr : learning rate η, from 0.001 to about 30
    start : where the ball is dropped, in [-5, 5]
    step : how many steps it has taken, 0 to 100

    Lecture point F2.
    """

    name = "rate"
    title = "Too low, too high, or right?"
    try_this = (
        "raise η slowly from the left end. Where does the ball leave the narrow valley that it "
        "started beside? Where does it leave the picture? Then drop it somewhere else."
    )
    caption = (
        "First panel: the loss along one weight, with the ball's steps; the large handle is the "
        "start. Second panel: the loss after each step. Third panel: the loss after 100 steps, for "
        "every learning rate from this start; the solid rule is the η that is set, each dotted "
        "rule the limit 2/\u2060λ of the minimum named on it. On the bowl, the solid curve is the "
        "cut along w₂ (λ = 4), the dashed one that along w₁ (λ = 0.2); both balls start at the "
        "same weight, and the handle is on the dashed one."
    )

    profile = traitlets.Int(0).tag(sync=True)
    lr = traitlets.Float(10**-1.5).tag(sync=True)
    start = traitlets.Float(4.2).tag(sync=True)
    step = traitlets.Int(20).tag(sync=True)
    names = traitlets.List(NAMES).tag(sync=True)
    labels = traitlets.List(LABELS).tag(sync=True)
    limits = traitlets.Dict().tag(sync=True)
    verdicts = traitlets.List(list(VERDICTS)).tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        super().__init__(
            limits={
                name: [limit(profile, minimum) for minimum in profile.minima]
                for name, profile in PROFILES.items()
            },
            **traits,
        )

    def make_job(self) -> list[dict[str, Any]]:
        return job.steps(NAMES, STEPS)

    def make_programs(self) -> Mapping[str, Trace]:
        return job.programs(NAMES)

    def make_code(self) -> str:
        return CODE

    def make_code_words(self) -> Mapping[str, list[str]]:
        return {"profile": NAMES, "step": [str(k) for k in range(STEPS + 1)]}

    def shared(self) -> Mapping[str, np.ndarray]:
        line = np.linspace(-EDGE, EDGE, POINTS)
        return {
            "line": line,
            "along_first": np.stack([line, 0 * line], axis=-1),
            "along_second": np.stack([0 * line, line], axis=-1),
            "rates": np.geomspace(10 ** DECADES[0], 10 ** DECADES[1], TESTED)[:, None],
            **descent_job.arrays({name: profile.minima for name, profile in PROFILES.items()}),
        }

    def make_controls(self) -> dict[str, ipywidgets.Widget]:
        return {
            "profile": choice("Landscape", self.labels, self.profile),
            "lr": log_slider("Learning rate η", *DECADES, FINE, self.lr),
            "start": linear_slider("Start", -EDGE, EDGE, 0.1, self.start),
            "step": choice_slider("Step", [str(k) for k in range(STEPS + 1)], self.step),
        }

    def setting(self, **state: Any) -> Mapping[str, Any]:
        return {**state, "profile": LABELS[state["profile"]]}

    def numbers(self, **state: Any) -> Mapping[str, float]:
        profile = PROFILES[NAMES[state["profile"]]]
        path = _path(state["profile"], state["lr"], state["start"])
        w = path[state["step"]]
        shown = {"loss": float(profile.value(w)), "slope": float(np.hypot(*profile.gradient(w)))}
        if profile.name == "bowl":
            return {"w_flat": float(w[0]), "w_steep": float(w[1]), **shown}
        return {"w": float(w[0]), **shown}

    def still(self) -> MatplotlibFigure:
        figure = MatplotlibFigure(figsize=(7.0, 3.2))
        axes = figure.subplots()
        profile = PROFILES[NAMES[self.profile]]
        line = np.linspace(-EDGE, EDGE, 401)
        axes.plot(line, profile.value(on_cut(self.profile, line)), color=colour("train"))
        path = _path(self.profile, self.lr, self.start)[: self.step + 1]
        along = path[:, -1] if profile.name == "bowl" else path[:, 0]
        heights = profile.value(on_cut(self.profile, along))
        axes.plot(along, heights, "-o", color=colour("ink"), markersize=4, linewidth=1)
        axes.set(xlabel="weight w", ylabel="loss J", title=f"η = {self.lr:.3g}")
        axes.set(xlim=(-EDGE, EDGE))
        return figure


def on_cut(profile: int, along: np.ndarray) -> np.ndarray:
    """Weights (n, 2) on the line that the picture cuts: w2 of the bowl, w1 of the curve."""
    zero = np.zeros_like(along)
    return np.stack([zero, along] if NAMES[profile] == "bowl" else [along, zero], axis=-1)


@lru_cache(maxsize=64)
def _path(profile: int, lr: float, start: float) -> np.ndarray:
    name = NAMES[profile]
    return descend(PROFILES[name], (start, start if name == "bowl" else 0.0), lr, STEPS)
