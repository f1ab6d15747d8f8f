"""NumPy's functions as operations on stand-ins: each is written in those that a program has.

The first argument that is a stand-in, `a`, says which trace is meant. Axes are turned into axes
from the end; where a result has fewer axes than the operation leaves, they are squeezed out.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from dlbook.programs.errors import CannotTrace

Axes = int | tuple[int, ...] | None


def record(name: str, operands: Sequence[Any], ndim: int, **settings: Any) -> Any:
    """Note an operation in the trace of the stand-ins among its operands."""
    stand_in = next(operand for operand in operands if hasattr(operand, "recorder"))
    return stand_in.recorder.record(name, tuple(operands), ndim, **settings)


def _axes(a: Any, axis: Axes) -> tuple[int, ...]:
    """Axes from the end, in order; None means all."""
    chosen = range(a.ndim) if axis is None else (axis if isinstance(axis, tuple) else (axis,))
    return tuple(sorted(_from_the_end(k, a.ndim) for k in chosen))


def _from_the_end(axis: int, ndim: int) -> int:
    if not -ndim <= axis < ndim:
        raise CannotTrace(f"axis {axis}", f"the array has {ndim} axes")
    return axis if axis < 0 else axis - ndim


def squeezed(a: Any, axes: tuple[int, ...]) -> Any:
    """a without axes of length 1, which are given from the end, in order."""
    for axis in axes:  # the first are farthest from the end: the others keep their numbers
        a = record("squeeze", (a,), a.ndim - 1, axis=axis)
    return a


def _reduction(name: str) -> Callable[..., Any]:
    def reduce(a: Any, axis: Axes = None, *, keepdims: bool = False) -> Any:
        axes = _axes(a, axis)
        if name == "argmax" and len(axes) > 1:
            raise CannotTrace("np.argmax over several axes", "name one")
        kept = record(name, (a,), a.ndim, axes=axes) if axes else a
        return kept if keepdims else squeezed(kept, axes)

    return reduce


_sum = _reduction("sum")


def _mean(a: Any, axis: Axes = None, *, keepdims: bool = False) -> Any:
    return _sum(a, axis, keepdims=keepdims) / _size(a, axis)


def transposed(a: Any) -> Any:
    """The last two axes swapped."""
    return record("transpose", (a,), a.ndim)


def _swapaxes(a: Any, axis1: int, axis2: int) -> Any:
    axes = {_from_the_end(axis1, a.ndim), _from_the_end(axis2, a.ndim)}
    if axes != {-1, -2}:
        raise CannotTrace(f"np.swapaxes of {axis1} and {axis2}", "only the last two can be swapped")
    return transposed(a)


def _transpose(a: Any, axes: Any = None) -> Any:
    if axes is not None:
        raise CannotTrace("np.transpose with axes", "only the last two axes can be swapped")
    return a.T


def _expand_dims(a: Any, axis: int) -> Any:
    return record("expand_dims", (a,), a.ndim + 1, axis=_from_the_end(axis, a.ndim + 1))


def _squeeze(a: Any, axis: Axes = None) -> Any:
    if axis is None:
        raise CannotTrace("np.squeeze of any axis", "name the axis, sizes are not known")
    return squeezed(a, _axes(a, axis))


def _concatenate(parts: Sequence[Any], axis: int = 0) -> Any:
    parts = tuple(parts)
    ndim = max(np.ndim(part) for part in parts)
    return record("concatenate", parts, ndim, axis=_from_the_end(axis, ndim))


def _stack(parts: Sequence[Any], axis: int = 0) -> Any:
    return _concatenate([_expand_dims(part, axis) for part in parts], axis)


def _where(condition: Any, a: Any, b: Any) -> Any:
    operands = condition, a, b
    return record("where", operands, max(np.ndim(operand) for operand in operands))


def _full_like(a: Any, fill_value: float) -> Any:
    full = record("full_like", (a,), a.ndim, value=float(fill_value))
    return full * full > 0 if a.recorder.is_truth(a.value) else full  # of truths a truth


def _matmul(a: Any, b: Any) -> Any:
    if not (np.ndim(a) and np.ndim(b)):
        raise CannotTrace("a product of matrices with a number", "* multiplies by a number")
    left = _expand_dims(a, 0) if a.ndim == 1 else a
    right = _expand_dims(b, 1) if b.ndim == 1 else b
    product = record("matmul", (left, right), max(left.ndim, right.ndim))
    if a.ndim == 1:
        product = squeezed(product, (-2,))
    return squeezed(product, (-1,)) if b.ndim == 1 else product


def _dot(a: Any, b: Any) -> Any:
    if max(np.ndim(a), np.ndim(b)) > 2:
        raise CannotTrace("np.dot of more than two axes", "a @ b multiplies stacks of matrices")
    return _matmul(a, b)


def _square(a: Any) -> Any:
    # of truths NumPy makes small integers here, which add up as numbers do
    return 1.0 * a if a.recorder.is_truth(a.value) else a * a


def _power(a: Any, exponent: Any) -> Any:
    # as NumPy itself has it for arrays: these are faster, and right to the last bit
    if np.ndim(exponent) == 0 and not hasattr(exponent, "recorder"):
        if exponent == 1:
            return a
        if exponent == 2:
            return _square(a)
        if exponent == 0.5:
            return np.sqrt(a)
    return record("power", (a, exponent), max(np.ndim(a), np.ndim(exponent)))


def _size(a: Any, axis: Axes = None) -> Any:
    return record("count", (a,), 0, axes=_axes(a, axis))


UFUNCS = {
    np.matmul: _matmul,
    np.power: _power,
    np.square: _square,
    np.reciprocal: lambda a: 1.0 / a,
    np.positive: lambda a: a,
    np.fabs: np.absolute,
}
REDUCED = {np.add: _sum, np.maximum: _reduction("max")}
FUNCTIONS = {
    np.size: _size,
    np.ndim: lambda a: a.ndim,
    np.sum: _sum,
    np.mean: _mean,
    np.max: _reduction("max"),
    np.argmax: _reduction("argmax"),
    np.swapaxes: _swapaxes,
    np.matrix_transpose: transposed,
    np.transpose: _transpose,
    np.expand_dims: _expand_dims,
    np.squeeze: _squeeze,
    np.concatenate: _concatenate,
    np.stack: _stack,
    np.where: _where,
    np.full_like: _full_like,
    np.ones_like: lambda a: _full_like(a, 1.0),
    np.zeros_like: lambda a: _full_like(a, 0.0),
    np.dot: _dot,
    np.clip: lambda a, low, high: np.minimum(np.maximum(a, low), high),
}
