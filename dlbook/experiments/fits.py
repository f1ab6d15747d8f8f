"""Twenty noisy points, and networks of one hidden layer fitted to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from dlbook import checks
from dlbook.numpy_engine import Adam, Network, sweep
from dlbook.training.schedules import cosine

N_TRAIN, N_VAL = 20, 300
EDGE = 3.0  # x runs from -EDGE to EDGE
TRAIN_SEED, VAL_SEED = 2, 100
SEEDS = tuple(range(9))  # odd, so that the median is one network's own loss
INSIDE = slice(1, -1)  # of the sorted seeds: the band leaves out the lowest and the highest
EPOCHS = 3000
HIGHEST_RATE = 0.03
RATE = cosine(HIGHEST_RATE, steps=EPOCHS)
GRID = np.linspace(-EDGE, EDGE, 101)
VERDICTS = ["underfits", "about right", "overfits"]
NEAR, SLACK = 1.1, 0.01  # "about right": at most NEAR times the lowest loss, plus SLACK


class Setting(NamedTuple):
    """What varies within a figure: the width of the hidden layer, and the L2 strength."""

    width: int
    l2: float


class Fits(NamedTuple):
    """The networks of some settings at one noise; s settings in their order, 9 seeds each.

    train_loss, val_loss: (s, 9). curves: predictions on `GRID`, (s, 9, 101). flat: a list of
    parameters, (9, n_parameters) for each setting.
    """

    train_loss: np.ndarray
    val_loss: np.ndarray
    curves: np.ndarray
    flat: list[np.ndarray]


@checks.quiet_floats()
def truth(x: np.ndarray) -> np.ndarray:
    """The curve behind the points."""
    return np.sin(1.5 * x)


@checks.quiet_floats()
def sample(n: int, noise: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """n points of the curve with normal noise of standard deviation `noise`: x, y of (n, 1).

    The same seed gives the same x and, but for their size, the same deviations.
    """
    n = checks.integer("n", n, at_least=0)
    noise = checks.number("noise", noise, at_least=0.0)
    rng = np.random.default_rng(checks.integer("seed", seed, at_least=0))
    x = np.sort(rng.uniform(-EDGE, EDGE, n))[:, None]
    return x, truth(x) + noise * rng.normal(size=(n, 1))


def fit(noise: float, settings: Sequence[Setting]) -> Fits:
    """Train nine networks for each setting on the points with this noise."""
    X, y = sample(N_TRAIN, noise, TRAIN_SEED)
    held_out = sample(N_VAL, noise, VAL_SEED)
    found: dict[str, list[np.ndarray]] = {name: [] for name in Fits._fields}
    for k, setting in enumerate(checks.sequence("settings", settings, "Setting")):
        width, l2 = _setting(f"settings[{k}]", setting)
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


def _setting(name: str, value: Setting) -> Setting:
    pair = checks.sequence(name, value, "a width and an l2")
    if len(pair) != 2:
        raise ValueError(f"{name} must be a width and an l2, got {value!r}")
    return Setting(checks.integer(f"{name}.width", pair[0], at_least=1), pair[1])


def _predict(sizes: tuple[int, ...], flat: np.ndarray) -> np.ndarray:
    network = Network(sizes, activation="tanh")
    network.flat[:] = flat
    return network.predict(GRID[:, None])[:, 0]


def middle(val_loss: np.ndarray) -> np.ndarray:
    """For losses (s, 9), which of the nine has the median one, (s,)."""
    val_loss = checks.real_array("val_loss", val_loss, finite=False)
    if val_loss.ndim != 2 or val_loss.shape[1] != len(SEEDS):
        raise ValueError(f"val_loss must have shape (s, {len(SEEDS)}), got {val_loss.shape}")
    return np.argsort(val_loss, axis=1)[:, len(SEEDS) // 2]


@checks.quiet_floats()
def verdicts(val_loss: np.ndarray, places: np.ndarray, *, simplest_first: bool) -> np.ndarray:
    """For median losses (s,) in the order of capacity, indices into `VERDICTS`. places: 0 to
    s - 1."""
    best = np.argmax(-val_loss)
    is_simpler = places < best if simplest_first else places > best
    is_near = val_loss <= NEAR * -np.max(-val_loss) + SLACK
    return np.where(is_near, 1, np.where(is_simpler, 0, 2))
