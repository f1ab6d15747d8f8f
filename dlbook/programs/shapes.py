"""The shape and the kind of every operation's result, once the shapes of the inputs are known.

A result is a number (in the program's dtype), a truth (bool) or a place (argmax's, intp).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from dlbook.programs.operations import COMPARISONS

Shape = tuple[int, ...]
TRUTH, PLACE = np.dtype(bool), np.dtype(np.intp)


def result_shape(name: str, shapes: Sequence[Shape], settings: dict[str, Any]) -> Shape:
    """The shape of operation `name` on operands of these shapes; ValueError if they do not fit."""
    if name in _SHAPES:
        return _SHAPES[name](*shapes, **settings)
    return np.broadcast_shapes(*shapes)


def result_dtype(name: str, dtypes: Sequence[np.dtype], number: np.dtype) -> np.dtype:
    """What operation `name` makes of operands of these dtypes, where numbers have `number`."""
    if name in COMPARISONS or name == "as_truth":
        return TRUTH
    if name == "argmax":
        return PLACE
    if name in _KEEP or (name in OF_TRUTHS and all(dtype == TRUTH for dtype in dtypes)):
        chosen = dtypes[1:] if name == "where" else dtypes
        return chosen[0] if len(set(chosen)) == 1 else number
    return number


# what makes truths of truths; of a mixture it makes numbers
_KEEP = {"transpose", "slice", "expand_dims", "squeeze", "concatenate", "max", "where",
         "maximum", "minimum", "absolute"}  # fmt: skip
OF_TRUTHS = ("add", "multiply", "matmul")
"""Arithmetic that NumPy does with truths alone by its own rules: 1 + 1 is 1."""


def _reduced(shape: Shape, axes: tuple[int, ...]) -> Shape:
    _check_axes(shape, axes)
    kept = list(shape)
    for axis in axes:
        kept[axis] = 1
    return tuple(kept)


def _matmul(a: Shape, b: Shape) -> Shape:
    if len(a) < 2 or len(b) < 2 or a[-1] != b[-2]:
        raise ValueError(f"no product of matrices of shapes {a} and {b}")
    return (*np.broadcast_shapes(a[:-2], b[:-2]), a[-2], b[-1])


def _transpose(shape: Shape) -> Shape:
    _check_axes(shape, (-2,))
    return (*shape[:-2], shape[-1], shape[-2])


def _slice(shape: Shape, axis: int, start: Any, stop: Any, step: Any) -> Shape:
    _check_axes(shape, (axis,))
    kept = list(shape)
    kept[axis] = len(range(*slice(start, stop, step).indices(shape[axis])))
    return tuple(kept)


def _expand_dims(shape: Shape, axis: int) -> Shape:
    at = len(shape) + 1 + axis
    return (*shape[:at], 1, *shape[at:])


def _squeeze(shape: Shape, axis: int) -> Shape:
    _check_axes(shape, (axis,))
    if shape[axis] != 1:
        raise ValueError(f"axis {axis} of shape {shape} is longer than 1 and cannot be left out")
    at = len(shape) + axis
    return (*shape[:at], *shape[at + 1 :])


def _concatenate(*shapes: Shape, axis: int) -> Shape:
    first = shapes[0]
    for shape in shapes:
        _check_axes(shape, (axis,))
        at = len(shape) + axis
        rest, first_rest = (*shape[:at], *shape[at + 1 :]), (*first[:at], *first[at + 1 :])
        if len(shape) != len(first) or rest != first_rest:
            raise ValueError(f"shapes {first} and {shape} cannot be joined along axis {axis}")
    joined = list(first)
    joined[axis] = sum(shape[axis] for shape in shapes)
    return tuple(joined)


def _check_axes(shape: Shape, axes: tuple[int, ...]) -> None:
    if any(-axis > len(shape) for axis in axes):
        raise ValueError(f"shape {shape} has no axis {min(axes)}")


_SHAPES = {
    "sum": _reduced,
    "max": _reduced,
    "argmax": _reduced,
    "matmul": _matmul,
    "transpose": _transpose,
    "slice": _slice,
    "expand_dims": _expand_dims,
    "squeeze": _squeeze,
    "concatenate": _concatenate,
    "full": lambda shape, value: shape,
    "count": lambda shape, axes: (),
    "constant": lambda value: (),
}
