"""Activation functions for anybody's arrays, and what a network's names for them mean.

The public functions take any array of real numbers and return a new one, in its own dtype if that
is of floats, else in float64; NaN and infinities go through. `formulas.activations` has the
arithmetic, with the slopes.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from dlbook import checks
from dlbook.formulas import activations as formulas
from dlbook.formulas.activations import ACTIVATIONS, Activation


class Tried(Activation):
    """A pair of functions of the user's own that has been called with a few numbers."""

    __slots__ = ()
    __repr__ = tuple.__repr__


def activation_of(name: str, value: Any) -> str | Activation:
    """The checked name of an activation, or a pair (g(z), slope(z, a)) of the user's own."""
    if isinstance(value, Tried):
        return value
    if isinstance(value, tuple | list) and len(value) == 2 and all(map(callable, value)):
        _try(name, *value)
        return Tried(*value)
    if not isinstance(value, str):
        raise TypeError(
            f"{name} must be one of {checks.listed(ACTIVATIONS)} or a pair of functions g(z) and "
            f"slope(z, a), got {value!r}"
        )
    return checks.choice(name, value, ACTIVATIONS)


def _try(name: str, g: Callable, slope: Callable) -> None:
    """Call functions of the user's own with a few numbers: an error if they return another kind."""
    checks.takes(f"{name}'s g", g, "z")
    checks.takes(f"{name}'s slope", slope, "z", "a")
    z = np.linspace(-2.0, 2.0, 6).reshape(2, 3)
    with checks.quiet_floats():
        a = _returned(name, "g(z)", g(z.copy()), (z.shape,))
        _returned(name, "slope(z, a)", slope(z.copy(), a.copy()), (z.shape, ()))


def _returned(name: str, call: str, result: Any, shapes: tuple) -> np.ndarray:
    array = np.empty(0) if isinstance(result, list | tuple) else np.asarray(result)
    if array.dtype.kind not in "biuf" or array.shape not in shapes:
        raise TypeError(
            f"{name} must be functions whose {call} is an array of real numbers of z's shape, "
            f"got for one of shape {shapes[0]} {result!r}"
        )
    return array


def formula_of(activation: str | Activation) -> Activation:
    """g and its slope, by name or as they were given."""
    return ACTIVATIONS[activation] if isinstance(activation, str) else activation


def _applied(g: Callable[[np.ndarray], np.ndarray], z: ArrayLike) -> np.ndarray:
    z = checks.real_array("z", z, finite=False)
    z = np.array(z, z.dtype if z.dtype.kind == "f" else np.float64)
    with checks.quiet_floats():
        return np.asarray(g(z))


def sigmoid(z: ArrayLike) -> np.ndarray:
    """1 / (1 + e^-z), elementwise, between 0 and 1. Any shape."""
    return _applied(formulas.sigmoid, z)


def tanh(z: ArrayLike) -> np.ndarray:
    """The hyperbolic tangent, elementwise, between -1 and 1. Any shape."""
    return _applied(formulas.tanh, z)


def relu(z: ArrayLike) -> np.ndarray:
    """max(z, 0), elementwise. Any shape."""
    return _applied(formulas.relu, z)


def linear(z: ArrayLike) -> np.ndarray:
    """z itself, as a new array. Any shape."""
    return _applied(formulas.linear, z)


def softmax(z: ArrayLike) -> np.ndarray:
    """e^z / Σ e^z over the last axis: rows (n, n_classes) of logits to rows of probabilities."""
    z = checks.real_array("z", z, finite=False)
    if z.ndim == 0 or z.shape[-1] == 0:
        raise ValueError(f"z must have at least one axis, and a class on the last, got {z.shape}")
    return _applied(lambda rows: formulas.softmax(rows[..., None])[..., 0], z)
