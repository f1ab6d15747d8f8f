"""Gradient descent on a landscape over two weights, and the rules that say what became of it.

w and g = ∇J(w) are (…, 2); a path's are (n, 2), one row a step, the first from the start. Truths
are 1 or 0: their product is "and", their maximum is "or".
"""

import numpy as np

Array = np.ndarray

EDGE = 5.0
"""The map of every landscape reaches from -EDGE to EDGE in both weights."""
FAR = 1e3
"""A ball farther out than this in either weight has left: descent stops there."""
REST = 1e-3
"""A slope below this, as the length of the gradient, counts as at rest."""
NEAR = 0.1
"""At rest and closer than this to a minimum counts as having reached it."""
WATCHED = 20
"""How many of the last steps are looked at for going back and forth."""

CONVERGES, FLAT, TOO_SLOW, SWINGS, DIVERGES = range(5)


def length(v: Array) -> Array:
    """√(v₁² + v₂²), (…,)."""
    return np.sqrt(np.sum(v * v, axis=-1))


def reach(w: Array) -> Array:
    """How far out w lies in the weight in which it is farther, (…, 1)."""
    return np.max(np.abs(w), axis=-1, keepdims=True)


def step(w: Array, g: Array, lr: float | Array) -> Array:
    """w ← w - η ∇J(w); a ball that has left stays where it is."""
    return unless_left(w, w - lr * g)


def unless_left(w: Array, moved: Array) -> Array:
    """Where a step leads: to `moved`, but a ball that has left stays at w."""
    return np.where(reach(w) > FAR, w, moved)


def first_step(truths: Array) -> Array:
    """The first step (of n, on the last axis) at which something is true, or -1; (…, 1)."""
    ever = np.max(truths * 1.0, axis=-1, keepdims=True)
    return np.where(ever > 0, np.argmax(truths * 1.0, axis=-1, keepdims=True), -1.0)


def arrival(slope: Array) -> Array:
    """The first step (of n, on the last axis) from which the slope stays below `REST`, or -1.

    slope (…, n), the length of the gradient at every step; the result is (…, 1). Unlike plain
    gradient descent, an optimiser with momentum can cross a flat place at speed.
    """
    moving = 1.0 - (slope < REST)
    from_end = np.argmax(moving[..., ::-1], axis=-1, keepdims=True)  # 0: it still moves at the end
    at_rest = np.where(np.max(moving, axis=-1, keepdims=True) > 0, from_end, np.size(slope, -1))
    return np.where(at_rest > 0, np.size(slope, -1) - at_rest, -1.0)


def nearest(minima: Array, end: Array) -> tuple[Array, Array]:
    """Which of the minima (m, 2) lies nearest to `end` (…, 1, 2), and how far it is; (…, 1)."""
    away = -length(minima - end)
    return np.argmax(away, axis=-1, keepdims=True), -np.max(away, axis=-1, keepdims=True)


def verdict(path: Array, J: Array, g: Array, minima: Array) -> tuple[Array, Array]:
    """The code of what became of a ball, and the minimum that it reached (-1 for none); (…, 1).

    path (…, n, 2), J (…, n) and g (…, n, 2) of every step, minima (m, 2).
    """
    end, last = path[..., -1:, :], g[..., -WATCHED - 1 :, :]
    minimum, away = nearest(minima, end)
    turns = np.sum(
        np.sum(last[..., 1:, :] * last[..., :-1, :], axis=-1) < 0, axis=-1, keepdims=True
    )
    moving = np.where(turns >= WATCHED / 4, SWINGS, TOO_SLOW)
    resting = np.where(away < NEAR, CONVERGES, FLAT)
    left = (reach(end)[..., 0] > EDGE) * (J[..., -1:] > J[..., :1])
    code = np.where(left, DIVERGES, np.where(length(g[..., -1:, :]) < REST, resting, moving))
    return code, np.where(code == CONVERGES, minimum, -1.0)
