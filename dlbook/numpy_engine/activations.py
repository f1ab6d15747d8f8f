"""Activation functions g and their derivatives, side by side.

The public functions take any array of real numbers and return a new one, in its own dtype if that
is of floats, else in float64; NaN and infinities go through. The engine uses the pairs in
`ACTIVATIONS`: forward writes a = g(z) into `out` and may use z up; backward multiplies `da`, the
gradient with respect to a, by g'(z) in place, with the derivative worked out from a. Both take
`do`, which makes their calls or writes them down (see `calls`), and the constant 1 as a
zero-dimensional array of the network's dtype: NumPy converts a Python number at every call, which
on a small network costs as much as the arithmetic.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from dlbook import checks
from dlbook.numpy_engine.calls import at_once


class Activation(NamedTuple):
    """forward(do, z, out, one) and backward(do, a, da, work, one); all arrays of one shape."""

    forward: Callable[..., None]
    backward: Callable[..., None]


def _sigmoid_forward(do, z, out, one):
    # g(z) = 1 / (1 + e^-z); e^-z may overflow to infinity, which gives the right answer, 0
    do(np.negative, z, z)
    do(np.exp, z, z)
    do(np.add, z, one, z)
    do(np.divide, one, z, out)  # twice as fast as np.reciprocal


def _sigmoid_backward(do, a, da, work, one):
    # g'(z) = a (1 - a)
    do(np.subtract, one, a, work)
    do(np.multiply, work, a, work)
    do(np.multiply, da, work, da)


def _tanh_forward(do, z, out, one):
    do(np.tanh, z, out)


def _tanh_backward(do, a, da, work, one):
    # g'(z) = 1 - a²
    do(np.multiply, a, a, work)
    do(np.subtract, one, work, work)
    do(np.multiply, da, work, da)


def _relu_forward(do, z, out, one):
    # maximum, not fmax: fmax is faster but turns NaN into 0 and so would hide divergence
    do(np.maximum, z, 0.0, out=out)


def _relu_backward(do, a, da, work, one):
    # g'(z) = 1 where a > 0, else 0; at 0 it is taken as 0
    do(np.greater, a, 0.0, work)
    do(np.multiply, da, work, da)


def _linear_forward(do, z, out, one):
    do(np.copyto, out, z)


def _linear_backward(do, a, da, work, one):
    # g'(z) = 1
    pass


ACTIVATIONS = {
    "sigmoid": Activation(_sigmoid_forward, _sigmoid_backward),
    "tanh": Activation(_tanh_forward, _tanh_backward),
    "relu": Activation(_relu_forward, _relu_backward),
    "linear": Activation(_linear_forward, _linear_backward),
}


def softmax_forward(do, z, out, one, axis=-2):
    """out = e^z / Σ e^z over the features (axis -2, features first); shift-invariant, so max 0."""
    per_example = np.empty_like(z.take([0], axis))
    do(np.maximum.reduce, z, axis, out=per_example, keepdims=True)
    do(np.subtract, z, per_example, out)
    do(np.exp, out, out)
    do(np.add.reduce, out, axis, out=per_example, keepdims=True)
    do(np.divide, out, per_example, out)


OUTPUTS = {
    "linear": _linear_forward,
    "sigmoid": _sigmoid_forward,
    "softmax": softmax_forward,
}


def _apply(forward: Callable[..., None], z: ArrayLike) -> np.ndarray:
    z = checks.real_array("z", z, finite=False)
    z = np.array(z, z.dtype if z.dtype.kind == "f" else np.float64)
    out = np.empty_like(z)
    with checks.quiet_floats():
        forward(at_once, z, out, np.ones((), z.dtype))
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
    return _apply(partial(softmax_forward, axis=-1), z)
