"""How far the mean gradient of a mini-batch lies from that of all the data."""

import numpy as np

Number = float | np.ndarray


def variance(gradients: np.ndarray) -> np.ndarray:
    """σ²: over all parameters, the sum of the variance between examples (divisor n).

    gradients: (…, n, n_parameters), the gradient of each example by itself.
    """
    away = gradients - np.mean(gradients, axis=-2, keepdims=True)
    return np.sum(np.mean(away * away, axis=-2), axis=-1)


def standard_error(variance: Number, batch_size: Number) -> Number:
    """√(σ²/B), the root mean square distance for batches of B drawn with replacement."""
    return np.sqrt(variance / batch_size)


def standard_error_without_replacement(variance: Number, batch_size: Number, n: Number) -> Number:
    """√(σ²/B · (n - B)/(n - 1)), for B different ones of n ≥ 2 examples; at B = n it is 0.

    The last factor is the finite population correction (Cochran, Sampling Techniques, 1977,
    chapter 2).
    """
    return np.sqrt(variance / batch_size * ((n - batch_size) / (n - 1)))
