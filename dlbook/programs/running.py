"""`run`: a formula on arrays by way of a program, or directly where it cannot be traced."""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from dlbook.programs.errors import CannotTrace
from dlbook.programs.operations import Trace
from dlbook.programs.planning import plan
from dlbook.programs.tracing import by_name, leaves, replaced, traced

_KEPT: dict[tuple, tuple[Trace, Any] | None] = {}
_MOST_KEPT = 256


def run(function: Callable, *inputs: Any, **named_inputs: Any) -> Any:
    """What `function` gives for these inputs (see `trace`), computed by a program.

    Traces and plans are kept, by the function and the inputs' shapes and dtypes. Numbers and
    integers become numbers of the floats' dtype. A function that cannot be traced runs directly,
    slower, and a warning says so once, with the line.
    """
    given = leaves(by_name(function, inputs, named_inputs).arguments)
    known = _known(function, inputs, named_inputs, given)
    if known is None:
        return function(*inputs, **named_inputs)
    trace, template = known
    arrays = _as_arrays(given)
    program = plan(trace, arrays)
    program.run()
    results = {name: _own(array, arrays) for name, array in program.outputs.items()}
    return replaced(template, "", results)


def _known(
    function: Callable, inputs: tuple, named: dict, given: dict[str, Any]
) -> tuple[Trace, Any] | None:
    """The trace and the form of its results; None for a function that cannot be traced."""
    key = function, *((name, np.ndim(array)) for name, array in given.items())
    if key not in _KEPT:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.pop(next(iter(_KEPT)))
        try:
            _KEPT[key] = traced(function, *inputs, **named)
        except CannotTrace as reason:
            _KEPT[key] = None
            warnings.warn(f"{function!r} runs without a program, slower: {reason}", stacklevel=3)
    return _KEPT[key]


def _as_arrays(inputs: dict[str, Any]) -> dict[str, np.ndarray]:
    """Every input as an array of truths or of the floats' dtype, float64 if there are none."""
    arrays = {name: np.asarray(value) for name, value in inputs.items()}
    floats = [array.dtype for name, array in arrays.items()
              if array.dtype.kind == "f" and isinstance(inputs[name], np.ndarray)]  # fmt: skip
    number = floats[0] if floats else np.dtype(float)
    return {
        name: array if array.dtype.kind == "b" or array.dtype in floats else array.astype(number)
        for name, array in arrays.items()
    }


def _own(array: np.ndarray, inputs: dict[str, np.ndarray]) -> np.ndarray:
    shared = any(np.may_share_memory(array, given) for given in inputs.values())
    return array.copy() if shared else array
