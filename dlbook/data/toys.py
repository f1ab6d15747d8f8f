"""Toy sets in the plane, made up and seeded: what a network must bend its boundary for."""

import numpy as np

from dlbook import checks
from dlbook.data.dataset import Dataset


def _check(n: int, noise: float, seed: int) -> tuple[int, float, np.random.Generator]:
    return (
        checks.integer("n", n, at_least=2),
        checks.number("noise", noise, at_least=0.0),
        np.random.default_rng(checks.integer("seed", seed, at_least=0)),
    )


def _noisy(X: np.ndarray, noise: float, rng: np.random.Generator) -> np.ndarray:
    return X + rng.normal(0.0, noise, X.shape)


def _dataset(parts: list[np.ndarray], noise: float, rng: np.random.Generator, what: str) -> Dataset:
    """One class for each array of points (n_k, 2), with Gaussian noise on both coordinates."""
    X = np.concatenate(parts)
    return Dataset(
        X=_noisy(X, noise, rng),
        y=np.repeat(np.arange(len(parts)), [len(part) for part in parts]),
        feature_names=("x1", "x2"),
        target_names=tuple(f"class {k}" for k in range(len(parts))),
        description=f"Made up: {what}, with noise of standard deviation {noise:g}.",
    )


def _sizes(n: int, n_classes: int) -> list[int]:
    return [len(part) for part in np.array_split(np.arange(n), n_classes)]


def spiral(n: int = 300, noise: float = 0.05, seed: int = 0, *, turns: float = 1.0) -> Dataset:
    """Two arms of a spiral within radius 1, half a turn apart; X (n, 2), y 0 or 1.

    turns: of each arm, above 0.
    """
    n, noise, rng = _check(n, noise, seed)
    turns = checks.number("turns", turns, above=0.0)
    parts = []
    for k, size in enumerate(_sizes(n, 2)):
        radius = np.linspace(0.1, 1.0, size)
        angle = 2 * np.pi * turns * radius + np.pi * k
        parts.append(np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]))
    return _dataset(parts, noise, rng, f"two spiral arms of {turns:g} turns")


def moons(n: int = 300, noise: float = 0.1, seed: int = 0) -> Dataset:
    """Two half-circles that reach into each other; X (n, 2), y 0 or 1."""
    n, noise, rng = _check(n, noise, seed)
    upper, lower = (np.linspace(0, np.pi, size) for size in _sizes(n, 2))
    parts = [
        np.column_stack([np.cos(upper), np.sin(upper)]),
        np.column_stack([1 - np.cos(lower), 0.5 - np.sin(lower)]),
    ]
    return _dataset(parts, noise, rng, "two interleaved half-circles")


def circles(n: int = 300, noise: float = 0.05, seed: int = 0, *, factor: float = 0.5) -> Dataset:
    """A circle of radius 1 (class 0) round one of radius `factor` (class 1); X (n, 2)."""
    n, noise, rng = _check(n, noise, seed)
    factor = checks.number("factor", factor, above=0.0, below=1.0)
    parts = []
    for radius, size in zip((1.0, factor), _sizes(n, 2), strict=True):
        angle = np.linspace(0, 2 * np.pi, size, endpoint=False)
        parts.append(radius * np.column_stack([np.cos(angle), np.sin(angle)]))
    return _dataset(parts, noise, rng, "one circle inside another")


def blobs(n: int = 300, noise: float = 0.3, seed: int = 0, *, n_classes: int = 2) -> Dataset:
    """`n_classes` round clouds, their centres evenly on the unit circle; X (n, 2)."""
    n, noise, rng = _check(n, noise, seed)
    n_classes = checks.integer("n_classes", n_classes, at_least=2)
    if n < n_classes:
        raise ValueError(f"n must be at least n_classes = {n_classes}, got {n}")
    angles = 2 * np.pi * np.arange(n_classes) / n_classes
    centres = np.column_stack([np.cos(angles), np.sin(angles)])
    parts = [np.tile(centres[k], (size, 1)) for k, size in enumerate(_sizes(n, n_classes))]
    return _dataset(parts, noise, rng, f"{n_classes} round clouds")


def xor(n: int = 300, noise: float = 0.05, seed: int = 0) -> Dataset:
    """Points evenly on the square from -1 to 1, class 1 where x1 and x2 have different signs.

    X (n, 2), y 0 or 1. A strip of 0.1 on both sides of the axes is left free.
    """
    n, noise, rng = _check(n, noise, seed)
    quarters = np.array([(1.0, 1.0), (1.0, -1.0), (-1.0, -1.0), (-1.0, 1.0)])
    sizes = _sizes(n, len(quarters))
    parts = [
        quarter * (0.1 + 0.9 * _evenly(size)) for quarter, size in zip(quarters, sizes, strict=True)
    ]
    parts = [np.concatenate(parts[0::2]), np.concatenate(parts[1::2])]
    return _dataset(parts, noise, rng, "four quarters of a square, opposite ones of one class")


def _evenly(n: int) -> np.ndarray:
    """n points (n, 2) that fill the unit square evenly: the additive sequence of the plastic
    number (Roberts 2018)."""
    k = np.arange(1, n + 1)[:, None]
    plastic = 1.3247179572447460
    return np.modf(0.5 + k * np.array([1 / plastic, 1 / plastic**2]))[0]


def plane(n: int = 300, noise: float = 0.05, seed: int = 0) -> Dataset:
    """A number to predict for each point of a square: y = (x1 + x2)/2, X (n, 2), y (n,)."""
    n, noise, rng = _check(n, noise, seed)
    X = 2 * _evenly(n) - 1
    return _numbers(X, (X[:, 0] + X[:, 1]) / 2, noise, rng, "a slanted plane")


HILLS = ((-0.5, 0.5, 1.0), (0.5, 0.5, -1.0), (-0.5, -0.5, -1.0), (0.5, -0.5, 1.0))
"""Place and height of each hill and hollow of `hills`."""


def hills(n: int = 300, noise: float = 0.05, seed: int = 0) -> Dataset:
    """A number to predict for each point of a square: two hills and two hollows of width 0.3.

    X (n, 2), y (n,) between -1 and 1.
    """
    n, noise, rng = _check(n, noise, seed)
    X = 2 * _evenly(n) - 1
    y = sum(h * np.exp(-((X[:, 0] - a) ** 2 + (X[:, 1] - b) ** 2) / 0.18) for a, b, h in HILLS)
    return _numbers(X, y, noise, rng, "two hills and two hollows")


def _numbers(
    X: np.ndarray, y: np.ndarray, noise: float, rng: np.random.Generator, what: str
) -> Dataset:
    """Numbers y (n,) for points X (n, 2), with Gaussian noise on the points."""
    return Dataset(
        X=_noisy(X, noise, rng),
        y=y,
        feature_names=("x1", "x2"),
        target_names=(),
        description=f"Made up: {what}, with noise of standard deviation {noise:g} on the points.",
    )
