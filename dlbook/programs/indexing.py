"""Basic indexing of a stand-in: slices, squeezed axes and new ones."""

from types import EllipsisType
from typing import Any

import numpy as np

from dlbook.programs.errors import CannotTrace
from dlbook.programs.functions import record, squeezed

_TRACED = slice | int | np.integer | None | EllipsisType


def indexed(a: Any, key: Any) -> Any:
    """a[key] for slices, integers, None and an ellipsis."""
    keys = list(key) if isinstance(key, tuple) else [key]
    for item in keys:
        # Python counts True among the integers, NumPy takes it for a mask
        if isinstance(item, bool) or not isinstance(item, _TRACED):
            raise CannotTrace(f"an index {item!r}", "slices, integers, None and ... can be traced")
    taken = sum(item is not None and item is not ... for item in keys)
    if taken > a.ndim:
        raise CannotTrace(f"{taken} indices", f"the array has {a.ndim} axes")
    if ... not in keys:
        keys.append(...)
    at = keys.index(...)
    keys[at : at + 1] = [slice(None)] * (a.ndim - taken)
    along = [item for item in keys if item is not None]
    for axis, item in zip(range(-len(along), 0), along, strict=True):
        a = _sliced(a, axis, item)
    gone = [axis for axis, item in zip(range(-len(along), 0), along, strict=True)
            if not isinstance(item, slice)]  # fmt: skip
    a = squeezed(a, tuple(gone))
    left = [item for item in keys if item is None or isinstance(item, slice)]
    for axis, item in zip(range(-1, -len(left) - 1, -1), reversed(left), strict=True):
        if item is None:
            a = record("expand_dims", (a,), a.ndim + 1, axis=axis)
    return a


def _sliced(a: Any, axis: int, item: slice | int) -> Any:
    if not isinstance(item, slice):
        item = slice(int(item), None if item == -1 else int(item) + 1)
    if item == slice(None):
        return a
    bounds = {"start": item.start, "stop": item.stop, "step": item.step}
    return record("slice", (a,), a.ndim, axis=axis, **bounds)
