"""Whether an answer equals the right one, and if not, a sentence that says where it differs."""

from collections.abc import Iterator
from typing import Any

import numpy as np

RTOL = 1e-6
"""Other orders of the same operations differ by less, and so does a rounding to float32."""
ATOL = 1e-9
"""In units of the largest entry: for entries that should be zero."""
SHOWN = 12
"""Up to so many entries an array is shown whole."""


def listed(value: Any) -> Any:
    """`value`, or the list of what it yields if it is a generator."""
    return list(value) if isinstance(value, Iterator) else value


def same(got: Any, right: Any) -> bool:
    """Whether `got` equals `right` in structure, shape and, to rounding, in every entry."""
    return difference(got, right) is None


def difference(
    got: Any, right: Any, name: str = "the answer", parts: tuple[str, ...] = ()
) -> str | None:
    """A sentence that says in what `got` differs from `right`, or None where it does not."""
    if isinstance(right, (tuple, list)):
        return _difference_of_parts(got, right, name, parts)
    return _wrong_type(got, right, name) or _difference_of_arrays(
        np.asarray(got), np.asarray(right), name
    )


def close(got: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Entry by entry, whether two arrays of the same shape are equal to rounding."""
    finite = np.abs(right[np.isfinite(right)])
    scale = finite.max() if finite.any() else 1.0
    with np.errstate(all="ignore"):
        return np.isclose(got, right, rtol=RTOL, atol=ATOL * scale, equal_nan=True)


def number(value: Any) -> str:
    """A number as it is shown: up to seven digits."""
    return f"{value:.7g}" if isinstance(value, (float, np.floating)) else f"{value}"


def brief(value: Any, shown: int = SHOWN) -> str:
    """A value as it is shown: arrays of up to `shown` entries whole, others by their shape."""
    if isinstance(value, np.random.Generator):
        return "a Generator"
    if isinstance(value, np.ndarray) and value.ndim:
        if value.size > shown:
            return f"an array of shape {value.shape}"
        return brief(value.tolist(), shown)
    if isinstance(value, (int, float, np.number, np.ndarray)):
        return number(float(value)) if not isinstance(value, (bool, int)) else f"{value}"
    if isinstance(value, (list, tuple)):
        more = ", …" if len(value) > SHOWN else ""
        inside = ", ".join(brief(part, shown) for part in value[:SHOWN]) + more
        return f"[{inside}]" if isinstance(value, list) else f"({inside})"
    return f"a {type(value).__name__}" if len(repr(value)) > 60 else repr(value)


def _difference_of_parts(got: Any, right: Any, name: str, parts: tuple[str, ...]) -> str | None:
    names = parts or tuple(f"part {k} of {name}" for k in range(len(right)))
    together = f" ({', '.join(parts)})" if parts else ""
    if not isinstance(got, (tuple, list)):
        what = kind_of(got)
        return f"{name} should be {len(right)} things{together}, and is {what}."
    if len(got) != len(right):
        return f"{name} should have {len(right)} parts{together}, and has {len(got)}."
    for part, one, other in zip(names, got, right, strict=False):
        if found := difference(one, other, part):
            return found
    return None


def kind_of(value: Any) -> str:
    """What a value is, with its article."""
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    article = "an" if type(value).__name__[0].lower() in "aeiou" else "a"
    return f"{article} {type(value).__name__}"


def _wrong_type(got: Any, right: Any, name: str) -> str | None:
    wanted = f"an array of shape {np.shape(right)}" if np.ndim(right) else "one number"
    if got is None:
        return f"{name} is None: is a `return` missing?"
    if isinstance(got, (list, tuple)) and np.ndim(right):
        return (
            f"{name} is {kind_of(got)}; the task asks for {wanted} "
            "(`np.array` makes one of a list)."
        )
    if not isinstance(got, (bool, int, float, np.number, np.bool_, np.ndarray)):
        return f"{name} is {kind_of(got)}; the task asks for {wanted}."
    kind = np.asarray(got).dtype.kind
    if kind not in "biuf":
        held = np.asarray(got).dtype
        return f"{name} holds entries of the type {held}; the task asks for plain numbers."
    if kind == "f" and np.asarray(right).dtype.kind in "iu" and np.ndim(right):
        return (
            f"{name} holds numbers with a decimal point; the task asks for whole numbers (indices)."
        )
    return None


def _difference_of_arrays(got: np.ndarray, right: np.ndarray, name: str) -> str | None:
    if got.shape != right.shape:
        return f"{name} should have the shape {right.shape}, and has {got.shape}."
    off = ~close(got, right)
    if not off.any():
        return None
    where = tuple(int(k) for k in np.argwhere(off)[0])
    what = f"entry [{', '.join(map(str, where))}] of {name}" if where else name
    count = f"; {int(off.sum())} of {right.size} entries differ" if right.size > 1 else ""
    return f"{what} should be {number(right[where])}, and is {number(got[where])}{count}."
