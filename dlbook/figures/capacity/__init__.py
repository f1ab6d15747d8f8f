"""Capacity: wider and wider networks through twenty noisy points, and both losses by width."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import ipywidgets
import numpy as np
import traitlets
from matplotlib.figure import Figure as MatplotlibFigure

from dlbook.experiments import fits
from dlbook.figures.capacity import drawn
from dlbook.figures.kit import fits_job
from dlbook.figures.kit.base import Figure
from dlbook.figures.kit.controls import choice_slider, linear_slider
from dlbook.programs.operations import Trace

WIDTHS = (1, 2, 3, 4, 6, 8, 16, 32, 64)
NOISES = (0.0, 0.5)

CODE = """\
import numpy as np

from dlbook.experiments.fits import sample
from dlbook.numpy_engine import Adam, sweep
from dlbook.training.schedules import cosine

X, y = sample(20, {noise}, seed=2)
result = sweep((1, {width}, 1), X, y, lr=cosine(0.03, steps=3000), dropout=0, seeds=range(9),
               optimizer=Adam(), activation="tanh", loss="mse", epochs=3000, record=3000,
               validation=sample(300, {noise}, seed=100))
print("train_loss", np.median(result.train_loss[:, -1]))
print("val_loss", np.median(result.val_loss[:, -1]))
"""


class Capacity(Figure):
    """Networks of growing width fitted to twenty points, and the losses against the width.

    Parameters
    ----------
    width : index into `WIDTHS`, the number of hidden units
    noise : standard deviation of the noise on the points, from 0 to 0.5

    Nine networks (seeds 0 to 8) a width, tanh, mean squared error, Adam, 3,000 epochs of all points
    with a learning rate that falls from 0.03 to 0 along a cosine. Lecture point H1.
    """

    name = "capacity"
    title = "Too little, enough, too much"
    try_this = (
        "move the width from 1 to 64 and watch the line, then the dashed curve in the second "
        "panel. Then set the noise to 0 and do it again."
    )
    caption = (
        "First panel: twenty training points, the curve that they were drawn from (dotted), and "
        "nine networks that differ in their seed alone; the solid line is the one with the median "
        "validation loss. Second panel: the median loss of the nine on the training points and on "
        "300 held-out points of the same kind, by width; a band holds the middle seven. The ring "
        "marks the lowest validation loss. The dotted line is the square of the noise, the least "
        "loss on average for new points. A network of width w has 3w + 1 parameters."
    )

    width = traitlets.Int(1).tag(sync=True)
    noise = traitlets.Float(0.4).tag(sync=True)
    settings = traitlets.List(list(WIDTHS)).tag(sync=True)
    verdicts = traitlets.List(fits.VERDICTS).tag(sync=True)

    def make_controls(self) -> dict[str, ipywidgets.Widget]:
        return {
            "width": choice_slider("Width (hidden units)", [str(w) for w in WIDTHS], self.width),
            "noise": linear_slider("Noise", *NOISES, 0.01, self.noise),
        }

    def make_job(self) -> list[dict[str, Any]]:
        return fits_job.steps(WIDTHS, "width", len(WIDTHS))

    def make_programs(self) -> Mapping[str, Trace]:
        return fits_job.programs(simplest_first=True, l2=False)

    def make_code(self) -> str:
        return CODE

    def make_code_words(self) -> Mapping[str, list[str]]:
        return {"width": [str(width) for width in WIDTHS]}

    def shared(self) -> Mapping[str, np.ndarray]:
        return fits_job.arrays(len(WIDTHS))

    def setting(self, **state: Any) -> Mapping[str, Any]:
        return {**state, "width": WIDTHS[state["width"]]}

    def numbers(self, *, width: int, noise: float) -> Mapping[str, float]:
        train, val = (np.median(losses, axis=1) for losses in _fits(noise)[:2])
        return {
            "parameters": 3 * WIDTHS[width] + 1,
            "train_loss": float(train[width]),
            "val_loss": float(val[width]),
            "best_val_loss": float(val.min()),
            "best_width": WIDTHS[int(val.argmin())],
        }

    def still(self) -> MatplotlibFigure:
        figure = MatplotlibFigure(figsize=(7.0, 3.3))
        left, right = figure.subplots(1, 2)
        drawn.draw_fit(left, _fits(self.noise), self.noise, self.width)
        drawn.draw_losses(right, WIDTHS, _fits(self.noise), self.width)
        right.set(xlabel="width (hidden units)")
        return figure


@lru_cache(maxsize=16)
def _fits(noise: float) -> fits.Fits:
    return fits.fit(noise, [fits.Setting(width, 0.0) for width in WIDTHS])
