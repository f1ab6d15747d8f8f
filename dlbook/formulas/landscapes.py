"""Losses over two weights, with their gradients: w is (…, 2), J (…), the gradient (…, 2).

The first four are made of sums, products and quotients alone, so that every number is the same to
the last bit wherever it is worked out; the last is the loss of a real neuron.
"""

import numpy as np

from dlbook.formulas.activations import sigmoid
from dlbook.formulas.losses import sigmoid_cross_entropy
from dlbook.formulas.networks import transposed

Array = np.ndarray


def valleys(w: Array) -> Array:
    """Himmelblau's function (Applied Nonlinear Programming, 1972), scaled, tilted and raised."""
    w1, w2 = w[..., 0], w[..., 1]
    p, q = w1 * w1 + w2 - 11, w1 + w2 * w2 - 7
    return (p * p + q * q) * 0.05 + 0.15 * w1 + 0.1 * w2 + 1.5


def valleys_gradient(w: Array) -> Array:
    """The gradient of `valleys`."""
    w1, w2 = w[..., 0], w[..., 1]
    p, q = w1 * w1 + w2 - 11, w1 + w2 * w2 - 7
    return np.stack([0.1 * (2 * w1 * p + q) + 0.15, 0.1 * (p + 2 * w2 * q) + 0.1], axis=-1)


def bowl(w: Array) -> Array:
    """0.1 w1² + 2 w2²: a bowl twenty times as steep one way as the other."""
    w1, w2 = w[..., 0], w[..., 1]
    return 0.1 * (w1 * w1) + 2 * (w2 * w2)


def bowl_gradient(w: Array) -> Array:
    """The gradient of `bowl`."""
    return np.stack([0.2 * w[..., 0], 4 * w[..., 1]], axis=-1)


def saddle(w: Array) -> Array:
    """w1²/4 + (w2² - 9)²/40: two valleys at (0, ±3) with a pass between them at (0, 0)."""
    w1, w2 = w[..., 0], w[..., 1]
    p = w2 * w2 - 9
    return 0.25 * (w1 * w1) + 0.025 * (p * p)


def saddle_gradient(w: Array) -> Array:
    """The gradient of `saddle`."""
    w1, w2 = w[..., 0], w[..., 1]
    return np.stack([0.5 * w1, 0.1 * w2 * (w2 * w2 - 9)], axis=-1)


DIPS = ((0.7, 1.0, 0.35), (1.1, 3.0, 0.45))
"""Depth, place and half width of each narrow dip of `dips`."""


def dips(w: Array) -> Array:
    """(w1 + 2)²/10 less two narrow dips h / (1 + u²), u = (w1 - c)/s, plus w2²/20.

    Along w2 = 0, where a ball stays, it is a curve over one weight.
    """
    w1, w2 = w[..., 0], w[..., 1]
    J = 0.1 * ((w1 + 2) * (w1 + 2)) + 0.05 * (w2 * w2)
    for h, c, s in DIPS:
        u = (w1 - c) / s
        J = J - h / (1 + u * u)
    return J


def dips_gradient(w: Array) -> Array:
    """The gradient of `dips`."""
    w1, w2 = w[..., 0], w[..., 1]
    slope = 0.2 * (w1 + 2)
    for h, c, s in DIPS:
        u = (w1 - c) / s
        p = 1 + u * u
        slope = slope + 2 * h * u / (s * (p * p))
    return np.stack([slope, 0.1 * w2], axis=-1)


def neuron(w: Array, X: Array, y: Array) -> Array:
    """Mean cross-entropy of ŷ = σ(w1 x1 + w2 x2), no bias, on examples X (n, 2), y (n,)."""
    return np.mean(sigmoid_cross_entropy(w @ transposed(X), y), axis=-1)


def neuron_gradient(w: Array, X: Array, y: Array) -> Array:
    """The gradient of `neuron`: the mean of (ŷ - y) x."""
    return (sigmoid(w @ transposed(X)) - y) @ X / np.size(y, -1)
