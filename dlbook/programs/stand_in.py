"""The stand-in for an array while a formula is traced: it notes what is done to it.

NumPy hands its own functions over to objects of other kinds, by two protocols: `__array_ufunc__`
for elementwise functions and @, `__array_function__` for the others (see `functions`).
"""

from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from dlbook.programs import functions
from dlbook.programs.errors import CannotTrace
from dlbook.programs.operations import BINARY, UNARY

_NO_VALUE = "the formula is traced without values and sizes; "
_ELEMENTWISE = {getattr(np, name): name for name in (*UNARY, *BINARY)}


class StandIn(NDArrayOperatorsMixin):
    """Value number `value` of a trace, an array with `ndim` axes."""

    __slots__ = ("ndim", "recorder", "value")
    __hash__ = object.__hash__

    def __init__(self, recorder: Any, value: int, ndim: int) -> None:
        self.recorder, self.value, self.ndim = recorder, value, ndim

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **settings: Any) -> Any:
        name = f"np.{ufunc.__name__}"
        if settings.get("out") is not None:
            raise CannotTrace(f"{name} into an array", "a formula makes new arrays, it writes none")
        if method == "reduce" and ufunc in functions.REDUCED:
            return functions.REDUCED[ufunc](*inputs, **{"axis": 0, **settings})
        if method != "__call__" or settings:
            raise CannotTrace(f"{name} with {method} {settings}", "it is not among the operations")
        if ufunc in functions.UFUNCS:
            return functions.UFUNCS[ufunc](*inputs)
        if ufunc not in _ELEMENTWISE:
            raise CannotTrace(name, "it is not among the operations of a program")
        ndim = max(np.ndim(operand) for operand in inputs)
        return self.recorder.record(_ELEMENTWISE[ufunc], inputs, ndim)

    def __array_function__(self, function: Any, types: Any, inputs: Any, settings: Any) -> Any:
        name = f"np.{function.__name__}"
        if function not in functions.FUNCTIONS:
            raise CannotTrace(name, "it is not among the operations of a program")
        try:
            return functions.FUNCTIONS[function](*inputs, **settings)
        except CannotTrace:
            raise
        except TypeError as error:
            raise CannotTrace(f"{name} with these arguments", str(error)) from None

    @property
    def T(self) -> "StandIn":
        if self.ndim < 2:
            return self
        if self.ndim > 2:
            raise CannotTrace(".T of three axes", "np.swapaxes(a, -1, -2) swaps the last two")
        return functions.transposed(self)

    @property
    def mT(self) -> "StandIn":
        return functions.transposed(self)

    def __getitem__(self, key: Any) -> "StandIn":
        return functions.indexed(self, key)

    def sum(self, axis: Any = None, keepdims: bool = False) -> "StandIn":
        return functions.FUNCTIONS[np.sum](self, axis, keepdims=keepdims)

    def mean(self, axis: Any = None, keepdims: bool = False) -> "StandIn":
        return functions.FUNCTIONS[np.mean](self, axis, keepdims=keepdims)

    def max(self, axis: Any = None, keepdims: bool = False) -> "StandIn":
        return functions.FUNCTIONS[np.max](self, axis, keepdims=keepdims)

    def argmax(self, axis: Any = None, keepdims: bool = False) -> "StandIn":
        return functions.FUNCTIONS[np.argmax](self, axis, keepdims=keepdims)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise CannotTrace(f".{name} of an array", _NO_VALUE + "take what it holds as an input")

    def __len__(self) -> int:
        raise CannotTrace("len of an array", _NO_VALUE + "np.mean divides by a number of entries")

    def __iter__(self) -> Any:
        raise CannotTrace("going through an array", _NO_VALUE + "a list of arrays can be an input")

    def __bool__(self) -> bool:
        raise CannotTrace("a branch on a value", _NO_VALUE + "np.where chooses entry by entry")

    def __setitem__(self, key: Any, value: Any) -> None:
        raise CannotTrace("writing into an array", "a formula makes new arrays, it writes none")

    def _as_value(self, *ignored: Any, **also: Any) -> Any:
        raise CannotTrace("a number or array made of it", _NO_VALUE + "use NumPy's functions")

    __float__ = __int__ = __index__ = __complex__ = __array__ = _as_value
