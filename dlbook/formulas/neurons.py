"""A single neuron: its state, its gradient on each example, the plane that it divides."""

import numpy as np

from dlbook.formulas.activations import sigmoid

Array = np.ndarray


def state(w: Array, b: float | Array, x: Array) -> Array:
    """z = b + Σ w x over the last axis: w (n_in,), x (…, n_in), z (…)."""
    return b + np.sum(w * x, axis=-1)


def example_gradients(w: Array, b: float | Array, X: Array, y: Array) -> tuple[Array, Array]:
    """∂/∂w (n, n_in) and ∂/∂b (n,) of each example's cross-entropy for ŷ = σ(z): (ŷ - y) x, ŷ - y.

    X (n, n_in), y (n,).
    """
    error = sigmoid(state(w, b, X)) - y
    return np.expand_dims(error, -1) * X, error


def foot(w: Array, b: float | Array) -> Array:
    """The point of the boundary z = 0 nearest to the origin, -b w / ‖w‖²; w (…, n_in) not zero.

    From there z grows fastest along w.
    """
    return -b * w / np.sum(w * w, axis=-1, keepdims=True)


def boundary(w: Array, b: float | Array, reach: float) -> Array:
    """Two points of the line z = 0, `reach` to each side of its `foot`: (…, 2, 2); w (…, 2)."""
    across = np.concatenate([-w[..., 1:], w[..., :1]], axis=-1)
    way = reach * across / np.sqrt(np.sum(w * w, axis=-1, keepdims=True))
    middle = foot(w, b)
    return np.stack([middle - way, middle + way], axis=-2)
