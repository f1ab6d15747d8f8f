"""NumPy's machine: each operation as calls of NumPy's functions, bound to their arrays.

No name is looked up and no array made when a bound call is made: on small networks that saves more
than the arithmetic costs.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from dlbook.programs.operations import BINARY, UNARY

Call = Callable[[], object]
Arrays = Sequence[np.ndarray]

LONG = 4096
"""How many products of float32 BLAS may add up by itself: where one of the matrices has a single
row or column, it adds one after the other, and each loses some digits to the sum so far."""


def calls_of(name: str, operands: Arrays, settings: dict[str, Any], out: np.ndarray) -> list[Call]:
    """The calls that write the result of an operation into `out`."""
    if name in ("maximum", "minimum"):
        return [partial(getattr(np, name), *operands, out=out)]
    if name in UNARY or name in BINARY:
        return [partial(getattr(np, name), *operands, out)]
    return _CALLS[name](out, *operands, **settings)


def copy(out: np.ndarray, source: np.ndarray) -> list[Call]:
    """out = source, which may be broadcast or of another type."""
    return [partial(np.copyto, out, source, "unsafe")]


def _where(out: np.ndarray, condition: np.ndarray, a: np.ndarray, b: np.ndarray) -> list[Call]:
    below = [] if same_place(out, b) else copy(out, b)
    return [*below, partial(np.copyto, out, a, where=condition)]


def same_place(a: np.ndarray, b: np.ndarray) -> bool:
    """Whether two arrays are the same place in memory, and both or neither may be written to."""
    return (
        a.shape == b.shape
        and a.strides == b.strides
        and a.__array_interface__["data"] == b.__array_interface__["data"]
    )


def _sum(out: np.ndarray, a: np.ndarray, axes: tuple[int, ...]) -> list[Call]:
    return [partial(np.add.reduce, a, axes, out.dtype, out, True)]


def _max(out: np.ndarray, a: np.ndarray, axes: tuple[int, ...]) -> list[Call]:
    return [partial(np.maximum.reduce, a, axes, None, out, True)]


def _argmax(out: np.ndarray, a: np.ndarray, axes: tuple[int, ...]) -> list[Call]:
    return [partial(np.ndarray.argmax, a, axes[0], out, keepdims=True)]


def _matmul(out: np.ndarray, a: np.ndarray, b: np.ndarray) -> list[Call]:
    a, b, out = _fewer_axes(a, b, out)
    if out.itemsize < 8 and a.shape[-1] > LONG:
        return [partial(_long_product, a, b, out)]
    if a.ndim == 2 and b.ndim == 2 and out.flags.c_contiguous:
        return [partial(np.ndarray.dot, a, b, out)]  # on small matrices a third faster than matmul
    if a.shape[-1] == 1:
        return [partial(np.multiply, a, b, out)]  # an outer product, which broadcasting does faster
    return [partial(np.matmul, a, b, out)]


def _long_product(a: np.ndarray, b: np.ndarray, out: np.ndarray) -> None:
    """out = a b, block after block of the axis that is added over, the blocks in float64."""
    total = np.zeros(out.shape)
    for start in range(0, a.shape[-1], LONG):
        block = slice(start, start + LONG)
        total += a[..., block] @ b[..., block, :]
    out[...] = total


def _fewer_axes(a: np.ndarray, b: np.ndarray, out: np.ndarray) -> tuple[np.ndarray, ...]:
    """The same product with as few leading axes as the arrays' memory allows.

    Matrices that meet the same right-hand one lie underneath each other: one product serves all.
    """
    while out.ndim > 2:
        n_a, n_b = (array.shape[-3] if array.ndim > 2 else 1 for array in (a, b))
        if n_b == 1:
            shorter = _merged(a, -3, -2), _without(b, -3), _merged(out, -3, -2)
        elif out.ndim > 3 and n_a == n_b and a.shape[:-2] == b.shape[:-2]:
            shorter = _merged(a, -4, -3), _merged(b, -4, -3), _merged(out, -4, -3)
        else:
            break
        if any(array is None for array in shorter):
            break
        a, b, out = shorter
    return a, b, out


def _without(array: np.ndarray, axis: int) -> np.ndarray:
    return array.squeeze(axis) if array.ndim >= -axis else array


def _merged(array: np.ndarray, first: int, second: int) -> np.ndarray | None:
    """A view in which two neighbouring axes are one, or None if memory does not allow it."""
    if array.ndim < -first:
        return array
    at = array.ndim + first
    shape = (*array.shape[:at], array.shape[first] * array.shape[second], *array.shape[at + 2 :])
    merged = array.reshape(shape)
    return merged if array.size and np.may_share_memory(merged, array) else None


_CALLS = {
    "as_number": copy,
    "as_truth": lambda out, a: [partial(np.not_equal, a, 0, out)],
    "contiguous": copy,
    "where": _where,
    "sum": _sum,
    "max": _max,
    "argmax": _argmax,
    "matmul": _matmul,
}


def view_of(array: np.ndarray, name: str, settings: dict[str, Any]) -> np.ndarray:
    """The view of `array` that an operation of `operations.VIEWS` takes."""
    if name == "transpose":
        return array.swapaxes(-1, -2)
    axis = settings["axis"]
    if name == "expand_dims":
        return np.expand_dims(array, axis)
    if name == "squeeze":
        return array.squeeze(axis)
    bounds = slice(settings["start"], settings["stop"], settings["step"])
    return array[(..., bounds, *[slice(None)] * (-axis - 1))]


def part_of(array: np.ndarray, axis: int, start: int, length: int) -> np.ndarray:
    """Where a part of a join lies in it."""
    return array[(..., slice(start, start + length), *[slice(None)] * (-axis - 1))]
