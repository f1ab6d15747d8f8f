"""Loss landscapes over two weights, and gradient descent on them, point by point.

The formulas are those of `dlbook.formulas.landscapes`; the neuron's examples are the book's made-up
students. The rules that `descend` and `verdict` follow are those of `dlbook.formulas.descent`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from dlbook import checks, data
from dlbook.formulas import descent
from dlbook.formulas.landscapes import (
    bowl,
    bowl_gradient,
    neuron,
    neuron_gradient,
    saddle,
    saddle_gradient,
    valleys,
    valleys_gradient,
)

VERDICTS = ("converges", "stops at a flat place", "too slow", "swings", "diverges")


@dataclass(frozen=True)
class Surface:
    """J over two weights. `value` takes (..., 2) to (...), `gradient` takes (..., 2) to (..., 2).

    `guesses` are places near the minima, one for each; `minima` finds them exactly.
    """

    name: str
    label: str
    value: Callable[[np.ndarray], np.ndarray]
    gradient: Callable[[np.ndarray], np.ndarray]
    guesses: tuple[tuple[float, float], ...]

    @cached_property
    def minima(self) -> np.ndarray:
        """The minima (n, 2), the deepest first, to rounding."""
        found = np.array([_newton(self.gradient, np.array(guess)) for guess in self.guesses])
        return found[np.argsort(np.round(self.value(found), 9), kind="stable")]


def check_surface(surface: object) -> None:
    """An error where it is no landscape."""
    if not isinstance(surface, Surface):
        raise TypeError(f"surface must be a Surface such as SURFACES['bowl'], got {surface!r}")


def two_numbers(name: str, value: object) -> np.ndarray:
    """A place on a landscape, (2,)."""
    w = checks.real_array(name, value).astype(float)
    if w.shape != (2,):
        raise ValueError(f"{name} must be two numbers, got shape {w.shape}")
    return w


def points_of(path: object) -> np.ndarray:
    """A path (n, 2) of at least one point; a ball that diverges may leave what is finite."""
    points = checks.real_array("path", path, finite=False).astype(float)
    if points.ndim != 2 or points.shape[1] != 2 or len(points) == 0:
        raise ValueError(f"path must have shape (n, 2), n at least 1, got {points.shape}")
    return points


@checks.quiet_floats()
def descend(surface: Surface, start: tuple[float, float], lr: float, steps: int) -> np.ndarray:
    """The path (steps + 1, 2) of w ← w - lr ∇J(w) from `start`; it stays where it passes `FAR`.

    Raises
    ------
    ValueError
        If `start` is not two finite numbers, `lr` is not above 0, or `steps` is below 1.
    """
    check_surface(surface)
    w = two_numbers("start", start)
    lr = checks.rate("lr", lr)
    steps = checks.integer("steps", steps, at_least=1)
    path = np.empty((steps + 1, 2))
    path[0] = w
    for k in range(steps):
        path[k + 1] = descent.step(path[k], surface.gradient(path[k]), lr)
    return path


@checks.quiet_floats()
def verdict(surface: Surface, path: np.ndarray) -> tuple[str, int]:
    """What became of the ball, one of `VERDICTS`, and the minimum it reached (-1 for none).

    diverges: it ends off the map and higher than it began. converges: it ends at rest at a
    minimum; at rest anywhere else, it stops at a flat place. swings: in a quarter or more of
    the last steps the slope turned against the one before. too slow: it is still on its way down.
    """
    check_surface(surface)
    path = points_of(path)
    values, slopes = surface.value(path), surface.gradient(path)
    code, minimum = descent.verdict(path, values, slopes, surface.minima)
    return VERDICTS[int(code[0])], int(minimum[0])


@lru_cache(maxsize=1)
def students() -> tuple[np.ndarray, np.ndarray]:
    """The pass/fail students, features standardised: X (200, 2), y (200,)."""
    made_up = data.pass_fail()
    X, _ = data.standardise(made_up.X)
    return X, made_up.y


@checks.quiet_floats()
def _neuron(w: np.ndarray) -> np.ndarray:
    return neuron(w, *students())


@checks.quiet_floats()
def _neuron_gradient(w: np.ndarray) -> np.ndarray:
    return neuron_gradient(w, *students())


HIMMELBLAU = ((3.0, 2.0), (-2.8, 3.1), (-3.8, -3.3), (3.6, -1.8))
SURFACES: dict[str, Surface] = {
    surface.name: surface
    for surface in (
        Surface("valleys", "four valleys", valleys, valleys_gradient, HIMMELBLAU),
        Surface("bowl", "a long bowl", bowl, bowl_gradient, ((0.0, 0.0),)),
        Surface("saddle", "a saddle", saddle, saddle_gradient, ((0.0, 3.0), (0.0, -3.0))),
        Surface("neuron", "a real neuron", _neuron, _neuron_gradient, ((1.5, 1.6),)),
    )
}
"""The landscapes by name."""


def _newton(gradient: Callable[[np.ndarray], np.ndarray], w: np.ndarray) -> np.ndarray:
    """The place near `w` where the gradient is zero; the Hessian from central differences."""
    h = 1e-5
    for _ in range(20):
        columns = [(gradient(w + d) - gradient(w - d)) / (2 * h) for d in h * np.eye(2)]
        w = w - np.linalg.solve(np.stack(columns, axis=-1), gradient(w))
    return w
