"""Inputs made of the two coordinates of a point: what the playground lets a network see."""

from collections.abc import Callable, Sequence
from math import pi

import numpy as np

from dlbook import checks

Array = np.ndarray


def sine(x: Array) -> Array:
    """sin(πx), as a cosine a quarter turn later."""
    return np.cos(pi * x - pi / 2)


INPUTS: dict[str, Callable[[Array, Array], Array]] = {
    "x1": lambda x1, x2: x1,
    "x2": lambda x1, x2: x2,
    "x1²": lambda x1, x2: x1 * x1,
    "x2²": lambda x1, x2: x2 * x2,
    "x1·x2": lambda x1, x2: x1 * x2,
    "sin πx1": lambda x1, x2: sine(x1),
    "sin πx2": lambda x1, x2: sine(x2),
}
"""Name -> the input, from the coordinates x1 and x2, arrays of one shape."""


@checks.quiet_floats()
def inputs(X: Array, names: Sequence[str]) -> Array:
    """The named inputs (n, len(names)) of points X (n, 2); names: any of `INPUTS`, at least one."""
    X = checks.examples("X", X, 2)
    if X.dtype.kind != "f":  # squares of small integers would wrap round
        X = X.astype(np.float64)
    names = checks.names("names", names, INPUTS)
    return np.column_stack([INPUTS[name](X[:, 0], X[:, 1]) for name in names])
