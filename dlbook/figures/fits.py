"""What the figures of overfitting share: twenty noisy points, and networks fitted to them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes

from dlbook.figures.style import colour
from dlbook.numpy_engine import Adam, Network, sweep
from dlbook.training.schedules import cosine

N_TRAIN, N_VAL = 20, 300
EDGE = 3.0  # x runs from -EDGE to EDGE
TRAIN_SEED, VAL_SEED = 2, 100
SEEDS = tuple(range(9))  # odd, so that the median is one network's own loss
INSIDE = slice(1, -1)  # of the sorted seeds: the band leaves out the lowest and the highest
EPOCHS = 3000
RATE = cosine(0.03, steps=EPOCHS)
GRID = np.linspace(-EDGE, EDGE, 101)
VERDICTS = ["underfits", "about right", "overfits"]
NEAR, SLACK = 1.1, 0.01  # "about right": at most NEAR times the lowest loss, plus SLACK


class Setting(NamedTuple):
    """What varies within a figure: the width of the hidden layer, and the L2 strength."""

    width: int
    l2: float


class Fits(NamedTuple):
    """The networks of some settings at one noise; s settings, 9 seeds, sorted by nothing.

    train_loss, val_loss: (s, 9). curves: predictions on `GRID`, (s, 9, 101). flat: a list of
    parameters, (9, n_parameters) for each setting.
    """

    train_loss: np.ndarray
    val_loss: np.ndarray
    curves: np.ndarray
    flat: list[np.ndarray]


def truth(x: np.ndarray) -> np.ndarray:
    """The curve behind the points."""
    return np.sin(1.5 * x)


def sample(n: int, noise: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """n points of the curve with normal noise of standard deviation `noise`: x, y of (n, 1).

    The same seed gives the same x and, but for their size, the same deviations.
    """
    rng = np.random.default_rng(seed)
    x = np.sort(rng.uniform(-EDGE, EDGE, n))[:, None]
    return x, truth(x) + noise * rng.normal(size=(n, 1))


def fit(noise: float, settings: Sequence[Setting]) -> Fits:
    """Train nine networks for each setting on the points with this noise."""
    X, y = sample(N_TRAIN, noise, TRAIN_SEED)
    held_out = sample(N_VAL, noise, VAL_SEED)
    found: dict[str, list[np.ndarray]] = {name: [] for name in Fits._fields}
    for width, l2 in settings:
        sizes = (1, width, 1)
        result = sweep(
            sizes, X, y, activation="tanh", loss="mse", optimizer=Adam(), lr=RATE, dropout=0.0,
            seeds=SEEDS, epochs=EPOCHS, record=EPOCHS, validation=held_out, l2=l2,
            keep_parameters=True,
        )  # fmt: skip
        flat = result.parameters[:, -1]
        found["train_loss"].append(result.train_loss[:, -1])
        found["val_loss"].append(result.val_loss[:, -1])
        found["curves"].append(np.array([_predict(sizes, one) for one in flat]))
        found["flat"].append(flat)
    return Fits(*(np.array(found[name]) for name in Fits._fields[:3]), found["flat"])


def _predict(sizes: tuple[int, ...], flat: np.ndarray) -> np.ndarray:
    network = Network(sizes, activation="tanh")
    network.flat[:] = flat
    return network.predict(GRID[:, None])[:, 0]


def middle(val_loss: np.ndarray) -> np.ndarray:
    """For losses (s, 9), which of the nine has the median one, (s,)."""
    return np.argsort(val_loss, axis=1)[:, len(SEEDS) // 2]


def verdicts(val_loss: np.ndarray, *, simplest_first: bool) -> np.ndarray:
    """For median losses (s,) in the order of capacity, indices into `VERDICTS`."""
    losses = val_loss if simplest_first else val_loss[::-1]
    best = int(losses.argmin())
    codes = np.where(np.arange(len(losses)) < best, 0, 2)
    codes[losses <= NEAR * losses[best] + SLACK] = 1
    return codes if simplest_first else codes[::-1]


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
