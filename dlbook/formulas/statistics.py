"""What figures say of runs: of several at once, values are (…, n_runs, n), one row a run."""

import numpy as np

Array = np.ndarray


def mean_of_runs(values: Array) -> Array:
    """The mean over the runs, (…, n)."""
    return np.mean(values, axis=-2)


def inner_band(values: Array) -> tuple[Array, Array]:
    """The lowest and the highest value without the lowest run and the highest, each (…, n).

    Of fewer than two runs nothing is left: infinities.
    """
    return -_second(-values), _second(values)


def _second(values: Array) -> Array:
    """The highest of the values without one of those that are highest, (…, n)."""
    highest = np.max(values, axis=-2, keepdims=True)
    is_highest = values == highest
    several = np.sum(is_highest * 1.0, axis=-2, keepdims=True) > 1
    below = np.max(np.where(is_highest, -np.inf, values), axis=-2, keepdims=True)
    return np.squeeze(np.where(several, highest, below), axis=-2)


def strays(values: Array, at: Array) -> Array:
    """How far values (…, n) at places (n,) stray at most from the straight line between the first
    and the last, (…, 1)."""
    share = (at - at[..., :1]) / (at[..., -1:] - at[..., :1])
    straight = values[..., :1] + share * (values[..., -1:] - values[..., :1])
    return np.max(np.abs(values - straight), axis=-1, keepdims=True)


def place_of_least(values: Array) -> Array:
    """Where the least of values (…, n) stands, the first of equal ones, (…, 1)."""
    return np.argmax(-values, axis=-1, keepdims=True)


def ranks(values: Array, places: Array) -> Array:
    """How many of values (…, n) stand before each in ascending order, the first of equal ones
    first, (…, n). places: 0, 1, …, n - 1."""
    own, other = np.expand_dims(values, -1), np.expand_dims(values, -2)
    is_later = np.expand_dims(places, -1) > np.expand_dims(places, -2)
    return np.sum((own > other) * 1.0 + (own == other) * is_later, axis=-1)


def in_order(values: Array, places: Array) -> Array:
    """Values (…, n) in ascending order; all NaN where one is NaN. places: as for `ranks`."""
    at = np.expand_dims(ranks(values, places), -2) == np.expand_dims(places, -1)
    return np.squeeze((at * 1.0) @ np.expand_dims(values, -1), axis=-1)
