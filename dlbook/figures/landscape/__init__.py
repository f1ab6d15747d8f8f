"""A loss landscape over two weights: drop a ball on it and let gradient descent roll it down."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import ipywidgets
import numpy as np
import traitlets
from matplotlib.figure import Figure as MatplotlibFigure

from dlbook.experiments.landscapes import SURFACES, VERDICTS, descend
from dlbook.figures.kit import descent_job
from dlbook.figures.kit.base import Figure
from dlbook.figures.kit.controls import FINE, choice, choice_slider, linear_slider, log_slider
from dlbook.figures.kit.steps import map_places, map_program
from dlbook.figures.kit.style import colour
from dlbook.formulas.descent import EDGE
from dlbook.programs.operations import Trace

STEPS = 100
NAMES = list(SURFACES)
DECADES = (-3.0, 2.0)
ROUNDING = 1e-9
"""A slope below this is rounding, and is shown as 0."""

CODE = """\
from dlbook.experiments.landscapes import SURFACES, descend

surface = SURFACES["{surface}"]
path = descend(surface, ({w1}, {w2}), lr={lr}, steps=100)
w = path[{step}]
print("w1_now", w[0])
print("w2_now", w[1])
print("loss", surface.value(w))
"""


class Landscape(Figure):
    """Gradient descent on one of the landscapes of `dlbook.experiments.landscapes`.

    Parameters
    ----------
    surface : index into `NAMES`
    lr : learning rate η, from 0.001 to 100
    w1, w2 : where the ball is dropped, in [-5, 5]
    step : how many steps it has taken, 0 to 100

    Lecture points E2 and F2.
    """

    name = "landscape"
    title = "Drop a ball on a loss landscape"
    try_this = (
        "drag the ball somewhere else and watch which valley it ends in; then raise η until it "
        "jumps over the valley, and further until it leaves the map."
    )
    caption = (
        "First panel, the map: the stronger the green, the lower the loss; thin lines join places "
        "of the same loss; the letters mark the minima, none deeper than A. The large handle is "
        "the start: drag it, or move it with the arrow keys. Solid line: the steps taken; dashed: "
        "those to come; the short arrow points straight uphill. Second panel: the loss after every "
        "step."
    )

    surface = traitlets.Int(0).tag(sync=True)
    lr = traitlets.Float(0.1).tag(sync=True)
    w1 = traitlets.Float(-0.5).tag(sync=True)
    w2 = traitlets.Float(-1.5).tag(sync=True)
    step = traitlets.Int(10).tag(sync=True)
    names = traitlets.List(NAMES).tag(sync=True)
    labels = traitlets.List([surface.label for surface in SURFACES.values()]).tag(sync=True)
    verdicts = traitlets.List(list(VERDICTS)).tag(sync=True)

    def make_job(self) -> list[dict[str, Any]]:
        return [
            map_places(),
            descent_job.heights(NAMES, "surface", "map", "heights"),
            *descent_job.steps(NAMES, "surface", ("w1", "w2"), STEPS),
        ]

    def make_programs(self) -> Mapping[str, Trace]:
        return {"map": map_program(), **descent_job.programs(NAMES)}

    def make_code(self) -> str:
        return CODE

    def make_code_words(self) -> Mapping[str, list[str]]:
        return {"surface": NAMES, "step": [str(k) for k in range(STEPS + 1)]}

    def shared(self) -> Mapping[str, np.ndarray]:
        return {
            "side": descent_job.SIDE,
            **descent_job.arrays({name: surface.minima for name, surface in SURFACES.items()}),
        }

    def make_controls(self) -> dict[str, ipywidgets.Widget]:
        return {
            "surface": choice("Landscape", self.labels, self.surface),
            "lr": log_slider("Learning rate η", *DECADES, FINE, self.lr),
            "w1": linear_slider("Start w₁", -EDGE, EDGE, 0.1, self.w1),
            "w2": linear_slider("Start w₂", -EDGE, EDGE, 0.1, self.w2),
            "step": choice_slider("Step", [str(k) for k in range(STEPS + 1)], self.step),
        }

    def numbers(self, **state: Any) -> Mapping[str, float]:
        surface = SURFACES[NAMES[state["surface"]]]
        w = _path(state["surface"], state["w1"], state["w2"], state["lr"])[state["step"]]
        slope = float(np.hypot(*surface.gradient(w)))
        return {
            "w1_now": float(w[0]),
            "w2_now": float(w[1]),
            "loss": float(surface.value(w)),
            "slope": slope if slope > ROUNDING else 0.0,
        }

    def still(self) -> MatplotlibFigure:
        figure = MatplotlibFigure(figsize=(5.0, 4.4))
        axes = figure.subplots()
        surface = SURFACES[NAMES[self.surface]]
        steps = np.linspace(-EDGE, EDGE, 121)
        heights = surface.value(np.stack(np.meshgrid(steps, steps), axis=-1))
        levels = np.linspace(heights.min() ** 0.5, heights.max() ** 0.5, 14) ** 2
        axes.contourf(steps, steps, heights, levels=levels, cmap="Greens_r", alpha=0.8)
        path = _path(self.surface, self.w1, self.w2, self.lr)
        axes.plot(*path.T, "-o", color=colour("ink"), markersize=3, linewidth=1.5)
        axes.plot(*path[0], "o", color=colour("accent"), markersize=9)
        for letter, minimum in zip("ABCD", surface.minima, strict=False):
            axes.annotate(letter, minimum, color="white", weight="bold", ha="center", va="center")
        axes.set(xlabel="weight w₁", ylabel="weight w₂", aspect="equal", title=surface.label)
        axes.set(xlim=(-EDGE, EDGE), ylim=(-EDGE, EDGE))
        axes.grid(False)
        return figure


@lru_cache(maxsize=64)
def _path(surface: int, w1: float, w2: float, lr: float) -> np.ndarray:
    return descend(SURFACES[NAMES[surface]], (w1, w2), lr, STEPS)
