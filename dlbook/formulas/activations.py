"""Activation functions a = g(z), each with its slope g'(z) beside it.

z is an array of any shape, and so are a and the slope. Slopes take both z and a = g(z), since many
are shorter in a. NaN goes through; e^-z may overflow to infinity, which gives the right answer.
"""

from collections.abc import Callable
from math import pi, sqrt
from typing import NamedTuple

import numpy as np

Array = np.ndarray


class Activation(NamedTuple):
    """An activation: g(z) -> a, and slope(z, a) -> g'(z), of the same shape.

    Any pair of functions made of NumPy's own can be one.
    """

    g: Callable[[Array], Array]
    slope: Callable[[Array, Array], Array] | None


def sigmoid(z: Array) -> Array:
    """σ(z) = 1 / (1 + e^-z), between 0 and 1."""
    return 1 / (1 + np.exp(-z))


def sigmoid_slope(z: Array, a: Array) -> Array:
    """σ'(z) = a (1 - a), at most ¼."""
    return a * (1 - a)


def tanh(z: Array) -> Array:
    """tanh z = (e^z - e^-z) / (e^z + e^-z), between -1 and 1."""
    return np.tanh(z)


def tanh_slope(z: Array, a: Array) -> Array:
    """tanh′(z) = 1 - a², at most 1."""
    return 1 - a * a


def relu(z: Array) -> Array:
    """max(z, 0)."""
    # maximum, not fmax: fmax turns NaN into 0 and so would hide divergence
    return np.maximum(z, 0.0)


def relu_slope(z: Array, a: Array) -> Array:
    """1 where z > 0, else 0, as truths; at the corner, 0, it is taken as 0, as in PyTorch."""
    return z > 0


def linear(z: Array) -> Array:
    """z itself."""
    return z


def linear_slope(z: Array, a: Array) -> Array:
    """1 everywhere."""
    return np.ones_like(z)


LEAK = 0.01
"""The slope of the leaky ReLU below 0 (Maas et al. 2013; torch.nn.LeakyReLU's default)."""


def leaky_relu(z: Array) -> Array:
    """z where z > 0, else 0.01 z."""
    return np.where(z > 0, z, LEAK * z)


def leaky_relu_slope(z: Array, a: Array) -> Array:
    """1 where z > 0, else 0.01."""
    return np.where(z > 0, np.ones_like(z), LEAK)


def softplus(z: Array) -> Array:
    """log(1 + e^z), a smooth ReLU; as max(z, 0) + log(1 + e^-|z|) it does not overflow."""
    return np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z)))


def softplus_slope(z: Array, a: Array) -> Array:
    """σ(z)."""
    return sigmoid(z)


def gelu(z: Array) -> Array:
    """½ z (1 + tanh u), u = √(2/π) (z + 0.044715 z³): z times about P(a normal draw < z).

    Hendrycks and Gimpel 2016, section 2, the approximation by tanh.
    """
    return 0.5 * z * (1 + np.tanh(_gelu_u(z)))


def gelu_slope(z: Array, a: Array) -> Array:
    """½ (1 + tanh u) + ½ z (1 - tanh² u) u′, u′ = √(2/π) (1 + 3 · 0.044715 z²)."""
    t = np.tanh(_gelu_u(z))
    return 0.5 * (1 + t) + 0.5 * z * (1 - t * t) * (sqrt(2 / pi) * (1 + 3 * 0.044715 * z * z))


def _gelu_u(z: Array) -> Array:
    return sqrt(2 / pi) * (z + 0.044715 * z * z * z)


def softmax(z: Array) -> Array:
    """e^z / Σ e^z over the features, axis -2: z (…, n_classes, B) to shares that add up to 1.

    Taking the largest z off every z changes no share, and nothing overflows.
    """
    e = np.exp(z - np.max(z, axis=-2, keepdims=True))
    return e / np.sum(e, axis=-2, keepdims=True)


ACTIVATIONS: dict[str, Activation] = {
    "sigmoid": Activation(sigmoid, sigmoid_slope),
    "tanh": Activation(tanh, tanh_slope),
    "relu": Activation(relu, relu_slope),
    "linear": Activation(linear, linear_slope),
    "leaky_relu": Activation(leaky_relu, leaky_relu_slope),
    "softplus": Activation(softplus, softplus_slope),
    "gelu": Activation(gelu, gelu_slope),
}
"""The activations of hidden layers by name."""

OUTPUTS: dict[str, Activation] = {
    "linear": ACTIVATIONS["linear"],
    "sigmoid": ACTIVATIONS["sigmoid"],
    "softmax": Activation(softmax, None),
}
"""What makes predictions ŷ of logits, by name; softmax mixes the features, so it has no slope."""
