"""How rough a cut through a landscape is: where it curves downwards, how many pits it has."""

import numpy as np

from dlbook import checks


@checks.quiet_floats()
def share_curving_down(heights: np.ndarray) -> float:
    """The share of the inner points at which the surface curves downwards in some direction.

    heights (n,) along a line or (rows, columns) on a plane, evenly spaced, at least 3 each way.
    On a line: the second difference is negative. On a plane: the smaller eigenvalue of the
    matrix of second differences is. A bowl has 0; the sign, and so the share, stays the same
    when the heights are multiplied or raised, and when an axis is stretched.
    """
    heights = _at_least_three("heights", heights)
    if heights.ndim == 1:
        return float(np.mean(np.diff(heights, 2) < 0))
    return float(np.mean(_smaller_curvature(heights) < 0))


def pits(heights: np.ndarray) -> int:
    """How many inner points lie lower than every neighbour: two on a line, eight on a plane."""
    heights = _at_least_three("heights", heights)
    inside = (slice(1, -1),) * heights.ndim
    lowest = np.ones(heights[inside].shape, bool)
    for by in np.ndindex((3,) * heights.ndim):
        if by != (1,) * heights.ndim:
            beside = tuple(slice(k, k + n - 2) for k, n in zip(by, heights.shape, strict=True))
            lowest &= heights[inside] < heights[beside]
    return int(lowest.sum())


def _smaller_curvature(h: np.ndarray) -> np.ndarray:
    """The smaller eigenvalue of [[h_xx, h_xy], [h_xy, h_yy]] at each inner point."""
    across = h[1:-1, 2:] - 2 * h[1:-1, 1:-1] + h[1:-1, :-2]
    up = h[2:, 1:-1] - 2 * h[1:-1, 1:-1] + h[:-2, 1:-1]
    mixed = (h[2:, 2:] - h[2:, :-2] - h[:-2, 2:] + h[:-2, :-2]) / 4
    return (across + up) / 2 - np.hypot((across - up) / 2, mixed)


def _at_least_three(name: str, value: object) -> np.ndarray:
    array = checks.real_array(name, value).astype(float)
    if array.ndim not in (1, 2) or min(array.shape) < 3:
        raise ValueError(
            f"{name} must have one or two dimensions of at least 3, got shape {array.shape}"
        )
    return array
