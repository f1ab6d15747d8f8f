"""Checks of arrays: data, targets, parameters."""

from typing import Any

import numpy as np


def unmasked(name: str, value: Any) -> Any:
    """Anything but an array with masked entries, which others would show."""
    if np.ma.is_masked(value):
        raise ValueError(f"{name} must have no masked entries; fill them, or leave them out")
    return value


def array(name: str, value: Any) -> np.ndarray:
    """What NumPy can make an array of, without masked entries."""
    value = unmasked(name, value)
    try:
        return np.asarray(value)
    except ValueError as error:
        raise ValueError(f"{name} must be an array of numbers: {error}") from None
    except (RuntimeError, TypeError) as error:  # of a tensor that autograd follows, say
        raise TypeError(f"{name} must be an array of numbers: {error}") from None


def real_array(name: str, value: Any, *, finite: bool = True) -> np.ndarray:
    """An array of real numbers, finite unless said otherwise."""
    result = array(name, value)
    if result.dtype.kind not in "biuf":
        got = f"dtype {result.dtype}"
        if result.dtype == object and not result.ndim:  # no sequence at all
            got = "None" if value is None else f"a {type(value).__name__}"
        raise TypeError(f"{name} must be an array of real numbers, got {got}")
    if finite and not np.isfinite(result).all():
        bad = np.argwhere(~np.isfinite(result))[0]
        where = ", ".join(str(int(index)) for index in bad)
        raise ValueError(f"{name} must be finite, got {result[tuple(bad)]} at index ({where})")
    return result


def flags(name: str, value: Any) -> np.ndarray:
    """An array of truths; of numbers, which must be finite, those that are not zero are true."""
    if type(value) is np.ndarray and value.dtype == bool:
        return value
    return real_array(name, value) != 0


def in_dtype(name: str, array: np.ndarray, dtype: np.dtype) -> np.ndarray:
    """A copy of `array` in `dtype`; a ValueError where a finite number would become infinite."""
    with quiet_floats():
        result = array.astype(dtype)
    if array.dtype.itemsize > result.dtype.itemsize and array.dtype.kind == "f":
        lost = np.isinf(result) & np.isfinite(array)
        if lost.any():
            raise ValueError(
                f"{name} must lie within ±{np.finfo(dtype).max:.3g}, the range of {dtype}, "
                f"got {array[lost][0]}"
            )
    return result


def quiet_floats() -> np.errstate:
    """For a block that computes: too large is infinite, too small 0, undefined NaN, without a word.

    So the answer is the same whatever `np.seterr` says, and what is not finite shows in it.
    """
    return np.errstate(over="ignore", under="ignore", invalid="ignore")


def examples(name: str, value: Any, n_features: int | None = None) -> np.ndarray:
    """A matrix (n_examples, n_features) of finite numbers with at least one row."""
    array = real_array(name, value)
    columns = "n_features" if n_features is None else n_features
    if array.ndim != 2 or (n_features is not None and array.shape[1] != n_features):
        raise ValueError(
            f"{name} must have shape (n_examples, {columns}), rows are examples, "
            f"got shape {array.shape}"
        )
    if array.shape[0] == 0 or array.shape[1] == 0:
        raise ValueError(f"{name} must hold at least one example, got shape {array.shape}")
    return array


def targets(name: str, value: Any, n_examples: int, n_outputs: int) -> np.ndarray:
    """Real targets, (n,) for one output or (n, n_outputs); comes back as (n, n_outputs)."""
    array = real_array(name, value)
    allowed = [(n_examples, n_outputs)] + ([(n_examples,)] if n_outputs == 1 else [])
    if array.shape not in allowed:
        shapes = " or ".join(str(shape) for shape in allowed)
        raise ValueError(f"{name} must have shape {shapes}, got {array.shape}")
    return array.reshape(n_examples, n_outputs)


def probabilities(name: str, value: Any, n_examples: int, n_outputs: int) -> np.ndarray:
    """Targets within [0, 1], as sigmoid cross-entropy needs them; (n, n_outputs)."""
    array = targets(name, value, n_examples, n_outputs)
    if array.min() < 0 or array.max() > 1:
        bad = array.flat[np.argmax((array < 0) | (array > 1))]
        raise ValueError(f"{name} must lie in [0, 1], got {bad}")
    return array


def labels(name: str, value: Any, n_examples: int, n_classes: int) -> np.ndarray:
    """Class numbers 0 … n_classes - 1 of shape (n,), as int64."""
    array = real_array(name, value)
    if array.shape != (n_examples,):
        raise ValueError(
            f"{name} must hold one class number an example, shape ({n_examples},), "
            f"got shape {array.shape}"
        )
    if array.dtype.kind not in "iu":
        raise TypeError(f"{name} must hold integers (class numbers), got dtype {array.dtype}")
    if array.min() < 0 or array.max() >= n_classes:
        bad = array[np.argmax((array < 0) | (array >= n_classes))]
        raise ValueError(f"{name} must hold class numbers 0 to {n_classes - 1}, got {bad}")
    return array.astype(np.int64)
