"""What the figures of overfitting draw of the networks that were fitted: arrays and stills."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from matplotlib.axes import Axes

from dlbook.experiments.fits import (
    GRID,
    INSIDE,
    N_TRAIN,
    SEEDS,
    TRAIN_SEED,
    Fits,
    middle,
    sample,
    truth,
    verdicts,
)
from dlbook.figures.kit.style import colour


def arrays(fits: Fits, *, simplest_first: bool) -> dict[str, np.ndarray]:
    """What is drawn at one noise; bands are (2, s): low, high."""
    train, val = np.sort(fits.train_loss, axis=1), np.sort(fits.val_loss, axis=1)
    half = len(SEEDS) // 2
    return {
        "train_loss": train[:, half].astype(np.float32),
        "val_loss": val[:, half].astype(np.float32),
        "train_band": train[:, INSIDE][:, [0, -1]].T.astype(np.float32),
        "val_band": val[:, INSIDE][:, [0, -1]].T.astype(np.float32),
        "curves": fits.curves.astype(np.float16),
        "middle": middle(fits.val_loss).astype(np.uint8),
        "verdict": verdicts(val[:, half], simplest_first=simplest_first).astype(np.uint8),
    }


@cache
def shared() -> dict[str, np.ndarray]:
    """The places of the points and of the curves, and the curve behind them."""
    x, noisy = sample(N_TRAIN, 1.0, TRAIN_SEED)
    return {
        "x": x[:, 0].astype(np.float32),
        "level": truth(x)[:, 0].astype(np.float32),
        "deviation": (noisy - truth(x))[:, 0].astype(np.float32),
        "grid": GRID.astype(np.float32),
        "truth": truth(GRID).astype(np.float32),
    }


def draw_fit(axes: Axes, fits: Fits, noise: float, at: int) -> None:
    """The points, the curve behind them, and the nine networks of setting `at`."""
    x, y = sample(N_TRAIN, noise, TRAIN_SEED)
    axes.plot(GRID, fits.curves[at].T, color=colour("ink"), alpha=0.18, linewidth=1)
    axes.plot(GRID, fits.curves[at, middle(fits.val_loss)[at]], color=colour("ink"))
    axes.plot(GRID, truth(GRID), ":", color=colour("muted"), label="the curve behind them")
    axes.plot(x, y, "o", color=colour("train"), label="training points")
    axes.set(xlabel="x", ylabel="y", ylim=(-2.6, 2.6))
    axes.legend()


def draw_losses(axes: Axes, places: Sequence[float], drawn: dict[str, np.ndarray], at: int) -> None:
    """Median losses against the setting, with a rule at the one shown."""
    axes.plot(places, drawn["train_loss"], "-o", color=colour("train"), label="training")
    axes.plot(places, drawn["val_loss"], "--s", color=colour("validation"), label="validation")
    axes.axvline(places[at], color=colour("accent"), linewidth=1)
    axes.set(xscale="log", yscale="log", ylabel="loss (mean squared error)")
    axes.legend()
