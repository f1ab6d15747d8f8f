"""What a step of gradient descent costs: a fixed price for every call, and the work."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

Number = float | np.ndarray


def step_operations(sizes: Sequence[Number], batch_size: Number) -> Number:
    """2 B (3 Σ n_in n_out - that of the first layer): products and sums of a step.

    Every weight is used once on the way forward and once for its own slope; those above the first
    layer once more, to pass the slopes back. sizes: units of every layer.
    """
    weights = [n_in * n_out for n_in, n_out in pairwise(sizes)]
    return 2 * batch_size * (3 * sum(weights) - weights[0])


def step_seconds(operations: Number, calls: Number, call_seconds: Number, rate: Number) -> Number:
    """calls · call_seconds + operations / rate: every call at its price, then the work."""
    return calls * call_seconds + operations / rate


def break_even(
    calls: Number, slow_call: Number, slow_rate: Number, fast_call: Number, fast_rate: Number
) -> Number:
    """The operations in a step from which on the device of the higher rate is faster.

    calls · (its dearer price of a call) / (1/slow_rate - 1/fast_rate); 0 where its calls are no
    dearer.
    """
    dearer = np.maximum(0.0, calls * (fast_call - slow_call))
    return dearer / (1 / slow_rate - 1 / fast_rate)


def width_for(operations: Number, batch_size: Number, n_in: Number, n_out: Number) -> Number:
    """The width w of two hidden layers at which a step takes this many operations, not rounded.

    The positive root of 3 w² + (2 n_in + 3 n_out) w = operations / (2 B), without a difference of
    nearly equal numbers.
    """
    b = (2 * n_in + 3 * n_out) / 3
    c = operations / (6 * batch_size)
    return 2 * c / (b + np.sqrt(b * b + 4 * c))
