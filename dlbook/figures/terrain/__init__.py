"""The landscape of a deep network, plain and residual, cut along planes, to be turned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ipywidgets
import numpy as np
import traitlets
from matplotlib.figure import Figure as MatplotlibFigure

from dlbook.figures.kit.base import Figure
from dlbook.figures.kit.controls import choice, choice_slider, linear_slider
from dlbook.figures.kit.style import colour

NAMES = ["at random", "at random, another", "along the path"]
KINDS = {"plain": False, "residual": True}
EPOCHS = 40
HEIGHTS = (-2.0, 3.0)  # powers of ten of the loss: lower and higher ones are cut off


class Terrain(Figure):
    """The loss of two networks of `terrain.survey` on planes through the trained weights.

    Parameters
    ----------
    plane : index into `NAMES`, the planes of `dlbook.experiments.terrain.survey.PLANES`
    turn : the direction from which the surfaces are seen, in degrees, -180 to 180
    epoch : how far the training has come, 0 to 40

    The plain network has 21 hidden layers of 24 units, the residual one the same with shortcuts
    around ten pairs of them; both are trained on 1,437 digits from the same initial weights. Each
    surface has 41 × 41 points. Needs PyTorch. Lecture point F1.
    """

    name = "terrain"
    title = "Two landscapes: plain and residual"
    try_this = (
        "drag a surface, or move Turn, to walk around it. Which of the two would you rather roll a "
        "ball on? Then choose the plane along the path, and press Play."
    )
    caption = (
        "Two networks from the same initial weights, with and without shortcuts. The height is the "
        "loss on all 1,437 training digits, at 41 × 41 points of a plane through the weights; the "
        "pin is the trained network. Heights are logarithmic, the same for both, and cut off at "
        "0.01 and 1,000. Below, the same from above, the stronger the green the lower; two lines "
        "further on, the loss is ten times as high. The path is the shadow of the training on the "
        "plane: the dot is the network after the chosen epoch, and need not lie on the surface. α "
        "and β: on a random plane, how far "
        "each unit's weights are moved, as a share of their length; along the path, distances "
        "between weights."
    )

    plane = traitlets.Int(0).tag(sync=True)
    turn = traitlets.Float(30.0).tag(sync=True)
    epoch = traitlets.Int(EPOCHS).tag(sync=True)
    names = traitlets.List(NAMES).tag(sync=True)
    heights = traitlets.List(list(HEIGHTS)).tag(sync=True)
    epochs = traitlets.Int(EPOCHS).tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        super().__init__(axes={"plane": list(range(len(NAMES)))}, **traits)

    def make_controls(self) -> dict[str, ipywidgets.Widget]:
        return {
            "plane": choice("Plane", NAMES, self.plane),
            "turn": linear_slider("Turn (degrees)", -180, 180, 5, self.turn),
            "epoch": choice_slider("Epoch", [str(k) for k in range(EPOCHS + 1)], self.epoch),
        }

    def answer(self, *, plane: int) -> Mapping[str, np.ndarray]:
        arrays = {}
        for kind in KINDS:
            seen, trail = _seen(plane, kind)
            arrays[f"{kind}_surface"] = np.log10(seen.heights).astype(np.float16)
            arrays[f"{kind}_path"] = seen.shadow(trail.points).astype(np.float32)
            ends = [seen.across[0], seen.across[-1], seen.up[0], seen.up[-1]]
            arrays[f"{kind}_ends"] = np.array(ends, np.float32)
            arrays[f"{kind}_measures"] = np.array(_measures(seen), np.float32)
        return arrays

    def shared(self) -> Mapping[str, np.ndarray]:
        return {f"{kind}_losses": _seen(0, kind)[1].losses.astype(np.float32) for kind in KINDS}

    def setting(self, **state: Any) -> Mapping[str, Any]:
        return {**state, "plane": NAMES[state["plane"]]}

    def numbers(self, *, plane: int, turn: float, epoch: int) -> Mapping[str, float]:
        found = {}
        for kind in KINDS:
            seen, trail = _seen(plane, kind)
            highest, curving = _measures(seen)
            found[f"{kind}_loss"] = float(trail.losses[epoch])
            found[f"{kind}_highest"] = highest
            found[f"{kind}_curving_down"] = curving
        return found

    def still(self) -> MatplotlibFigure:
        figure = MatplotlibFigure(figsize=(7.0, 3.6))
        for k, kind in enumerate(KINDS):
            axes = figure.add_subplot(1, 2, k + 1, projection="3d")
            seen, _ = _seen(self.plane, kind)
            heights = np.clip(np.log10(seen.heights), *HEIGHTS)
            axes.plot_surface(
                *np.meshgrid(seen.across, seen.up), heights, cmap="viridis", vmin=HEIGHTS[0],
                vmax=HEIGHTS[1], rcount=41, ccount=41,
            )  # fmt: skip
            axes.view_init(elev=30, azim=-90 + self.turn)
            axes.set(xlabel="α", ylabel="β", zlabel="log₁₀ of the loss", zlim=HEIGHTS)
            axes.set_title(kind, color=colour("ink"))
        return figure


def _seen(plane: int, kind: str) -> tuple[Any, Any]:
    """The `Plane` of that index through one network's landscape, and its `Trail`."""
    # the figures can be imported without PyTorch; this one can be shown only with it
    from dlbook.experiments.terrain import survey

    made = survey.survey(KINDS[kind])
    return survey.plane(NAMES[plane], KINDS[kind]), made.trail


def _measures(seen: Any) -> tuple[float, float]:
    """The highest loss on the plane, and the share of its points that curve down, in per cent."""
    from dlbook.experiments.terrain.roughness import share_curving_down

    return float(seen.heights.max()), float(round(100 * share_curving_down(seen.heights)))
