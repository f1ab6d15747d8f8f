"""Activation functions g and their derivatives, side by side.

The public functions take any array of real numbers and return a new one, in its own dtype if that
is of floats, else in float64; NaN and infinities go through. The engine uses the pairs in
`ACTIVATIONS`: forward writes a = g(z) into `out` and may use z up; backward multiplies `da`, the
gradient with respect to a, by g'(z) in place, with the derivative worked out from a. Both take
the constant 1 as a zero-dimensional array of the network's dtype: NumPy converts a Python number
at every call, which on a small network costs as much as the arithmetic.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from dlbook import checks


class Activation(NamedTuple):
    """forward(z, out, one) and backward(a, da, work, one); all arrays of one shape."""

    forward: Callable[..., None]
    backward: Callable[..., None]


def _sigmoid_forward(z, out, one):
    # g(z) = 1 / (1 + e^-z); e^-z may overflow to infinity, which gives the right answer, 0
    np.negative(z, z)
    np.exp(z, z)
    np.add(z, one, z)
    np.divide(one, z, out)  # twice as fast as np.reciprocal


def _sigmoid_backward(a, da, work, one):
    # g'(z) = a (1 - a)
    np.subtract(one, a, work)
    np.multiply(work, a, work)
    np.multiply(da, work, da)


def _tanh_forward(z, out, one):
    np.tanh(z, out)


def _tanh_backward(a, da, work, one):
    # g'(z) = 1 - a²
    np.multiply(a, a, work)
    np.subtract(one, work, work)
    np.multiply(da, work, da)


def _relu_forward(z, out, one):
    # maximum, not fmax: fmax is faster but turns NaN into 0 and so would hide divergence
    np.maximum(z, 0.0, out=out)


def _relu_backward(a, da, work, one):
    # g'(z) = 1 where a > 0, else 0; at 0 it is taken as 0
    np.multiply(da, np.greater(a, 0.0), da)


def _linear_forward(z, out, one):
    np.copyto(out, z)


def _linear_backward(a, da, work, one):
    # g'(z) = 1
    pass


ACTIVATIONS = {
    "sigmoid": Activation(_sigmoid_forward, _sigmoid_backward),
    "tanh": Activation(_tanh_forward, _tanh_backward),
    "relu": Activation(_relu_forward, _relu_backward),
    "linear": Activation(_linear_forward, _linear_backward),
}


def softmax_forward(z, out, one, axis=-2):
    """out = e^z / Σ e^z over the features (axis -2, features first); shift-invariant, so max 0."""
    np.subtract(z, z.max(axis=axis, keepdims=True), out)
    np.exp(out, out)
    np.divide(out, out.sum(axis=axis, keepdims=True), out)


OUTPUTS = {
    "linear": _linear_forward,
    "sigmoid": _sigmoid_forward,
    "softmax": softmax_forward,
}


def _apply(forward: Callable[..., None], z: ArrayLike) -> np.ndarray:
    z = checks.real_array("z", z, finite=False)
    z = np.array(z, z.dtype if z.dtype.kind == "f" else np.float64)
    out = np.empty_like(z)
    with np.errstate(over="ignore", invalid="ignore"):
        forward(z, out, np.ones((), z.dtype))
    return out


def sigmoid(z: ArrayLike) -> np.ndarray:
    """1 / (1 + e^-z), elementwise, between 0 and 1. Any shape."""
    return _apply(_sigmoid_forward, z)


def tanh(z: ArrayLike) -> np.ndarray:
    """The hyperbolic tangent, elementwise, between -1 and 1. Any shape."""
    return _apply(_tanh_forward, z)


def relu(z: ArrayLike) -> np.ndarray:
    """max(z, 0), elementwise. Any shape."""
    return _apply(_relu_forward, z)


def linear(z: ArrayLike) -> np.ndarray:
    """z itself, as a new array. Any shape."""
    return _apply(_linear_forward, z)


def softmax(z: ArrayLike) -> np.ndarray:
    """e^z / Σ e^z over the last axis: rows (n, n_classes) of logits to rows of probabilities."""
    z = checks.real_array("z", z, finite=False)
    if z.ndim == 0 or z.shape[-1] == 0:
        raise ValueError(f"z must have at least one axis, and a class on the last, got {z.shape}")
    return _apply(lambda z, out, one: softmax_forward(z, out, one, axis=-1), z)
