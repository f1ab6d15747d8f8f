"""The check of a gradient by central differences, which tells kinks from faults.

At a kink, such as ReLU's at 0, a function has two slopes, one to each side, and no gradient could
agree with their mean.
"""

import warnings
from collections.abc import Callable

import numpy as np

# what rounding leaves of a value, against what a kink does, both as parts of the value's size
ROUNDING = 100 * np.finfo(np.float64).eps
LEAST_KINK = 2e-7
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

    Raises ValueError for an eps too small to move a parameter, or so large that the value at
    θ ± eps is not finite where that at θ is.
    """
    if (np.isfinite(theta) & (theta + eps / 2 == theta)).any():
        raise ValueError(f"eps must be large enough to move every parameter, got {eps!r}")
    numeric, apart, kink = differences(value, theta, eps)
    if np.isfinite(value(theta)) and not np.isfinite(numeric).all():
        raise ValueError(f"eps must be so small that J stays finite at θ ± eps, got {eps!r}")
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
    how much of the one or the other a kink within eps makes."""
    at = value(theta)
    numeric, apart, kink = (np.empty_like(theta) for _ in range(3))
    for k in range(theta.size):
        slopes, gaps = [], []
        for step in (eps, 3 / 4 * eps, eps / 2):
            right, left = theta.copy(), theta.copy()
            right[k] += step
            left[k] -= step
            J_right, J_left = value(right), value(left)
            slopes.append((J_right - J_left) / (2 * step))
            gaps.append((J_right - 2 * at + J_left) / step)
        numeric[k], apart[k], kink[k] = slopes[0], gaps[0], _kink(slopes, gaps)
    return numeric, apart, kink


def _kink(slopes: list[float], gaps: list[float]) -> float:
    """What a kink within eps makes of the central differences for eps, ¾ eps and ½ eps, and of the
    gaps between the slopes to the two sides.

    Without a kink a gap grows with the step: 4/3 of the second is the first, and twice the third.
    A kink at distance d adds to a gap in proportion to 1 - d/step where that is above 0; only one
    of the two comparisons can miss that, at d = 3/7 eps or 1/3 eps. Two kinks that turn opposite
    ways at the same distance to either side leave no gap, but then the central differences differ,
    by more than the square of the step, which curvature adds.
    """
    by_gaps = max(abs(gaps[0] - 4 / 3 * gaps[1]), abs(gaps[0] - 2 * gaps[2]))
    return max(by_gaps, abs(slopes[0] - 2.4 * slopes[1] + 1.4 * slopes[2]))
