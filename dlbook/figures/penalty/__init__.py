"""Penalty: one wide network and twenty noisy points, at growing L2 strength."""

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

WIDTH = 32
STRENGTHS = (0.0, 1e-5, 1e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3)
ZERO = 1e-6  # where strength 0 stands on a logarithmic axis
NOISES = (0.0, 0.4)

CODE = """\
import numpy as np

from dlbook.experiments.fits import sample
from dlbook.numpy_engine import Adam, sweep
from dlbook.training.schedules import cosine

X, y = sample(20, {noise}, seed=2)
result = sweep((1, 32, 1), X, y, lr=cosine(0.03, steps=3000), dropout=0, seeds=range(9),
               optimizer=Adam(), activation="tanh", loss="mse", l2={strength}, epochs=3000,
               record=3000, validation=sample(300, {noise}, seed=100))
print("train_loss", np.median(result.train_loss[:, -1]))
print("val_loss", np.median(result.val_loss[:, -1]))
"""


class Penalty(Figure):
    """A network of width 32 fitted to twenty points with an L2 penalty on its weights.

    Parameters
    ----------
    strength : index into `STRENGTHS`, the λ of the penalty λ/2 · ΣW²
    noise : standard deviation of the noise on the points, from 0 to 0.4

    Points, seeds and training are those of `Capacity`. Lecture point H2.
    """

    name = "penalty"
    title = "Large weights have a price"
    try_this = (
        "raise λ step by step from 0. Which λ gives the lowest dashed curve, and what has happened "
        "to the line and to the weights by then?"
    )
    caption = (
        "Nine networks with 32 hidden units, trained on the twenty points as before, with the "
        "penalty λ/2 · ΣW² added to what is minimised. Losses are drawn without the penalty; "
        "lines, bands, ring and dotted line are as in the figure above. Third panel: the size of "
        "each of the 64 weights of the network with the solid line, from the largest to the "
        "smallest, and dotted, as they are at λ = 0."
    )

    strength = traitlets.Int(0).tag(sync=True)
    noise = traitlets.Float(0.4).tag(sync=True)
    settings = traitlets.List([max(strength, ZERO) for strength in STRENGTHS]).tag(sync=True)
    names = traitlets.List(
        [np.format_float_positional(strength, trim="-") for strength in STRENGTHS]
    ).tag(sync=True)
    verdicts = traitlets.List(fits.VERDICTS).tag(sync=True)

    def make_controls(self) -> dict[str, ipywidgets.Widget]:
        return {
            "strength": choice_slider("L2 strength λ", self.names, self.strength),
            "noise": linear_slider("Noise", *NOISES, 0.01, self.noise),
        }

    def make_job(self) -> list[dict[str, Any]]:
        return fits_job.steps([WIDTH], "strength", len(STRENGTHS), l2=True)

    def make_programs(self) -> Mapping[str, Trace]:
        return fits_job.programs(simplest_first=False, l2=True)

    def make_code(self) -> str:
        return CODE

    def make_code_words(self) -> Mapping[str, list[str]]:
        return {"strength": self.names}

    def shared(self) -> Mapping[str, np.ndarray]:
        return {
            "l2": np.array(STRENGTHS),
            "weights_in_order": np.arange(2 * WIDTH, dtype=np.uint8),
            **fits_job.arrays(len(STRENGTHS)),
        }

    def setting(self, **state: Any) -> Mapping[str, Any]:
        return {**state, "strength": STRENGTHS[state["strength"]]}

    def numbers(self, *, strength: int, noise: float) -> Mapping[str, float]:
        train, val = (np.median(losses, axis=1) for losses in _fits(noise)[:2])
        return {
            "train_loss": float(train[strength]),
            "val_loss": float(val[strength]),
            "sum_of_squares": float((_sizes(_fits(noise))[strength] ** 2).sum()),
            "best_val_loss": float(val.min()),
            "best_strength": STRENGTHS[int(val.argmin())],
        }

    def still(self) -> MatplotlibFigure:
        figure = MatplotlibFigure(figsize=(7.0, 3.3))
        left, right = figure.subplots(1, 2)
        drawn.draw_fit(left, _fits(self.noise), self.noise, self.strength)
        drawn.draw_losses(right, self.settings, _fits(self.noise), self.strength)
        right.set(xlabel="L2 strength λ")
        return figure


@lru_cache(maxsize=16)
def _fits(noise: float) -> fits.Fits:
    return fits.fit(noise, [fits.Setting(WIDTH, strength) for strength in STRENGTHS])


def _sizes(found: fits.Fits) -> np.ndarray:
    """|W| of each strength's middle network, largest first, (n_strengths, 2 · WIDTH)."""
    middles = np.array([
        flat[k] for flat, k in zip(found.flat, fits.middle(found.val_loss), strict=True)
    ])  # fmt: skip
    blocks = middles[:, : 2 * WIDTH].reshape(-1, WIDTH, 2)  # rows [w b] of the hidden layer
    weights = np.concatenate([blocks[:, :, 0], middles[:, 2 * WIDTH : -1]], axis=1)
    return np.sort(np.abs(weights), axis=1)[:, ::-1]
