"""All optimisers raced on one landscape, from a start that the reader drags."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import ipywidgets
import numpy as np
import traitlets
from matplotlib.figure import Figure as MatplotlibFigure

from dlbook.experiments.landscapes import SURFACES, VERDICTS
from dlbook.experiments.racing import RACERS, path_of
from dlbook.figures.kit import descent_job
from dlbook.figures.kit.base import Figure
from dlbook.figures.kit.controls import FINE, choice, choice_slider, linear_slider, log_slider
from dlbook.figures.kit.style import colour
from dlbook.figures.race import job
from dlbook.formulas.descent import EDGE
from dlbook.programs.operations import Trace

STEPS = 200
NAMES = ["bowl", "valleys", "saddle"]
OPTIMIZERS = list(RACERS)
DECADES = (-3.0, 0.5)

CODE = """\
from dlbook.experiments.landscapes import SURFACES
from dlbook.experiments.racing import RACERS, path_of

surface = SURFACES["{surface}"]
path = path_of(RACERS["{watch}"]({lr}), surface, ({w1}, {w2}), 200)
w = path[{step}]
print("w1_now", w[0])
print("w2_now", w[1])
print("loss", surface.value(w))
"""


class Race(Figure):
    """The seven optimisers of `experiments.racing`, all with the same learning rate and start.

    Parameters
    ----------
    surface : index into `NAMES`
    lr : learning rate η, from 0.001 to about 3
    w1, w2 : the start, in [-5, 5]
    watch : index into `OPTIMIZERS`, the one whose numbers are shown
    step : how many steps each has taken, 0 to 200

    Lecture point F3.
    """

    name = "race"
    title = "Seven optimisers, one landscape"
    try_this = (
        "press Play. Who leads at first, and who arrives first? Then change η by a factor of ten: "
        "whose path changes most, and whose least?"
    )
    caption = (
        "First panel, the map: the stronger the green, the lower the loss. The large handle is the "
        "start. Each numbered ball is an optimiser; one that would lie on another stands beside "
        "it, and a thin line leads to its place. Solid lines belong to the three that give all "
        "weights the same rate, dashed lines to the four that give each its own; the bold one is "
        "the one that you watch. Second panel: how far the loss is above the lowest of the map, on "
        "a logarithmic axis. In the table: each one's loss now, and when it came to rest (slope "
        "below 0.001 from then on, up to step 200)."
    )

    surface = traitlets.Int(0).tag(sync=True)
    lr = traitlets.Float(0.1).tag(sync=True)
    w1 = traitlets.Float(-5.0).tag(sync=True)
    w2 = traitlets.Float(-2.0).tag(sync=True)
    watch = traitlets.Int(1).tag(sync=True)
    step = traitlets.Int(40).tag(sync=True)
    names = traitlets.List(NAMES).tag(sync=True)
    labels = traitlets.List([SURFACES[name].label for name in NAMES]).tag(sync=True)
    optimizers = traitlets.List(OPTIMIZERS).tag(sync=True)
    verdicts = traitlets.List(list(VERDICTS)).tag(sync=True)

    def make_job(self) -> list[dict[str, Any]]:
        return job.steps(NAMES, STEPS)

    def make_programs(self) -> Mapping[str, Trace]:
        return job.programs(NAMES)

    def make_code(self) -> str:
        return CODE

    def make_code_words(self) -> Mapping[str, list[str]]:
        steps = [str(k) for k in range(STEPS + 1)]
        return {"surface": NAMES, "watch": OPTIMIZERS, "step": steps}

    def shared(self) -> Mapping[str, np.ndarray]:
        surfaces = [SURFACES[name] for name in NAMES]
        return {
            "side": descent_job.SIDE,
            "zero": np.zeros(2),
            "lowest": np.array([surface.value(surface.minima[0]) for surface in surfaces]),
            **descent_job.arrays({surface.name: surface.minima for surface in surfaces}),
        }

    def make_controls(self) -> dict[str, ipywidgets.Widget]:
        return {
            "surface": choice("Landscape", self.labels, self.surface),
            "lr": log_slider("Learning rate η", *DECADES, FINE, self.lr),
            "w1": linear_slider("Start w₁", -EDGE, EDGE, 0.1, self.w1),
            "w2": linear_slider("Start w₂", -EDGE, EDGE, 0.1, self.w2),
            "watch": choice("Watch", OPTIMIZERS, self.watch),
            "step": choice_slider("Step", [str(k) for k in range(STEPS + 1)], self.step),
        }

    def setting(self, **state: Any) -> Mapping[str, Any]:
        landscape, watched = self.labels[state["surface"]], OPTIMIZERS[state["watch"]]
        return {**state, "surface": landscape, "watch": watched}

    def numbers(self, **state: Any) -> Mapping[str, float]:
        start = state["w1"], state["w2"]
        w = _path(state["surface"], state["watch"], state["lr"], start)[state["step"]]
        loss = SURFACES[NAMES[state["surface"]]].value(w)
        return {"w1_now": float(w[0]), "w2_now": float(w[1]), "loss": float(loss)}

    def still(self) -> MatplotlibFigure:
        figure = MatplotlibFigure(figsize=(5.0, 4.4))
        axes = figure.subplots()
        surface = SURFACES[NAMES[self.surface]]
        sides = np.linspace(-EDGE, EDGE, 121)
        heights = surface.value(np.stack(np.meshgrid(sides, sides), axis=-1))
        levels = np.linspace(heights.min() ** 0.5, heights.max() ** 0.5, 14) ** 2
        axes.contour(sides, sides, heights, levels=levels, colors=colour("muted"), linewidths=0.5)
        for k, name in enumerate(OPTIMIZERS):
            path = _path(self.surface, k, self.lr, (self.w1, self.w2))[: self.step + 1]
            axes.plot(*path.T, "-" if k < 3 else "--", linewidth=1.3, label=f"{k + 1} {name}")
            axes.annotate(str(k + 1), path[-1])
        axes.set(xlabel="weight w₁", ylabel="weight w₂", aspect="equal")
        axes.set(xlim=(-EDGE, EDGE), ylim=(-EDGE, EDGE), title=f"η = {self.lr:.3g}")
        axes.legend(ncols=2, frameon=True, framealpha=1)
        return figure


@lru_cache(maxsize=64)
def _path(surface: int, watch: int, lr: float, start: tuple[float, float]) -> np.ndarray:
    optimizer = RACERS[OPTIMIZERS[watch]](lr)
    return path_of(optimizer, SURFACES[NAMES[surface]], start, STEPS)
