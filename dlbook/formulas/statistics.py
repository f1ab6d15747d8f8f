"""What figures say of several runs at once: values are (…, n_runs, n), one row a run."""

import numpy as np

Array = np.ndarray


def mean_of_runs(values: Array) -> Array:
    """The mean over the runs, (…, n)."""
    return np.mean(values, axis=-2)


def inner_band(values: Array, run: Array) -> tuple[Array, Array]:
    """The lowest and the highest value without the lowest run and the highest, each (…, n).

    run: the numbers of the runs, (n_runs, 1). Of fewer than two runs nothing is left: infinity.
    """
    lowest = np.argmax(-values, axis=-2, keepdims=True)
    highest = np.argmax(values, axis=-2, keepdims=True)
    low = -np.max(np.where(run == lowest, -np.inf, -values), axis=-2)
    high = np.max(np.where(run == highest, -np.inf, values), axis=-2)
    return low, high


def place_of_least(values: Array) -> Array:
    """Where the least of values (…, n) stands, the first of equal ones, (…, 1)."""
    return np.argmax(-values, axis=-1, keepdims=True)
