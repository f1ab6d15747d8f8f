"""The check of a gradient by central differences, which tells kinks from faults.

At a kink, such as ReLU's at 0, a function has two slopes, one to each side, and no gradient could
agree with their mean.
"""

import warnings
from collections.abc import Callable

import numpy as np

# what rounding leaves of a value, against what a kink does, both as parts of the value's size
ROUNDING = 100 * np.finfo(np.float64).eps
LEAST_KINK = 1e-6
# of how far the two slopes are apart, a kink is all, curvature that changes a tiny part
LEAST_SHARE = 1e-3


def relative_error(
    analytic: np.ndarray,
    value: Callable[[np.ndarray], float],
    theta: np.ndarray,
    eps: float,
    stacklevel: int = 3,
) -> float:
    """The largest relative error of a gradient (n_parameters,) of value(θ) at `theta`.

    The error of a parameter is |difference| / max(|numeric|, |analytic|, 1e-4 · the largest
    entry). A parameter at a kink within eps has none: a warning says how many there are, and the
    result is NaN if all are. stacklevel: how far up the warning points, as in `warnings.warn`.
    """
    numeric, apart, kink = differences(value, theta, eps)
    size = np.maximum(np.abs(numeric), np.abs(analytic))
    size = np.maximum(size, 1e-4 * max(size.max(), 1e-12))
    at_kink = kink > LEAST_KINK * size + ROUNDING * abs(value(theta)) / eps
    at_kink &= kink > LEAST_SHARE * np.abs(apart)  # at a minimum of 0 both bounds above are tiny
    if at_kink.any():
        warnings.warn(
            f"{at_kink.sum()} of {theta.size} parameters are at a kink, such as ReLU's at 0: to "
            "each side the slope is another, and they are left out of the check; other examples "
            "or weights have their kinks elsewhere",
            stacklevel=stacklevel,
        )
    if at_kink.all():
        return float("nan")
    return float((np.abs(numeric - analytic) / size)[~at_kink].max())


def differences(
    value: Callable[[np.ndarray], float], theta: np.ndarray, eps: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """By each parameter: the central difference, how far the slopes to the two sides are apart, and
    how much of that a kink within eps makes.

    The slopes to the two sides differ by eps times the curvature where there is no kink, and so by
    half as much for eps/2: what is left of the one after twice the other tells the kink's part.
    """
    at = value(theta)
    numeric, apart, kink = (np.empty_like(theta) for _ in range(3))
    for k in range(theta.size):
        sides = {}
        for by in (eps, -eps, eps / 2, -eps / 2):
            nudged = theta.copy()
            nudged[k] += by
            sides[by] = value(nudged)
        numeric[k] = (sides[eps] - sides[-eps]) / (2 * eps)
        apart[k] = (sides[eps] - 2 * at + sides[-eps]) / eps
        half_apart = (sides[eps / 2] - 2 * at + sides[-eps / 2]) / (eps / 2)
        kink[k] = abs(apart[k] - 2 * half_apart)
    return numeric, apart, kink
