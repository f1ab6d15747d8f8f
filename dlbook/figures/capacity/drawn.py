"""What the stills of overfitting draw of the networks that were fitted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from dlbook.experiments.fits import GRID, N_TRAIN, TRAIN_SEED, Fits, middle, sample, truth
from dlbook.figures.kit.style import colour


def draw_fit(axes: Axes, fits: Fits, noise: float, at: int) -> None:
    """The points, the curve behind them, and the nine networks of setting `at`."""
    x, y = sample(N_TRAIN, noise, TRAIN_SEED)
    axes.plot(GRID, fits.curves[at].T, color=colour("ink"), alpha=0.18, linewidth=1)
    axes.plot(GRID, fits.curves[at, middle(fits.val_loss)[at]], color=colour("ink"))
    axes.plot(GRID, truth(GRID), ":", color=colour("muted"), label="the curve behind them")
    axes.plot(x, y, "o", color=colour("train"), label="training points")
    axes.set(xlabel="x", ylabel="y", ylim=(-2.6, 2.6))
    axes.legend()


def draw_losses(axes: Axes, places: Sequence[float], fits: Fits, at: int) -> None:
    """Median losses against the setting, with a rule at the one shown."""
    train, val = np.median(fits.train_loss, axis=1), np.median(fits.val_loss, axis=1)
    axes.plot(places, train, "-o", color=colour("train"), label="training")
    axes.plot(places, val, "--s", color=colour("validation"), label="validation")
    axes.axvline(places[at], color=colour("accent"), linewidth=1)
    axes.set(xscale="log", yscale="log", ylabel="loss (mean squared error)")
    axes.legend()
