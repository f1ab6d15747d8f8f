"""The stand-in for an array while a formula is traced: it notes what is done to it.

NumPy hands its own functions over to objects of other kinds, by two protocols: `__array_ufunc__`
for elementwise functions and @, `__array_function__` for the others (see `functions`).
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from dlbook.programs import functions
from dlbook.programs.errors import CannotTrace
from dlbook.programs.indexing import indexed
from dlbook.programs.operations import BINARY, UNARY

_NO_VALUE = "the formula is traced without values and sizes; "
_ELEMENTWISE = {getattr(np, name): name for name in (*UNARY, *BINARY)}


def _noted(name: str, function: Callable, inputs: Any, settings: dict[str, Any]) -> Any:
    """What NumPy's function `name` becomes, said with the arguments that `function` takes."""
    try:
        return function(*inputs, **settings)
    except CannotTrace:
        raise
    except (AttributeError, TypeError) as error:
        raise CannotTrace(f"{name} with these arguments", str(error)) from None


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
            return _noted(name, functions.REDUCED[ufunc], inputs, {"axis": 0, **settings})
        if method != "__call__" or settings:
            raise CannotTrace(f"{name} with {method} {settings}", "it is not among the operations")
        if ufunc in functions.UFUNCS:
            return _noted(name, functions.UFUNCS[ufunc], inputs, {})
        if ufunc not in _ELEMENTWISE:
            raise CannotTrace(name, "it is not among the operations of a program")
        ndim = max(np.ndim(operand) for operand in inputs)
        return self.recorder.record(_ELEMENTWISE[ufunc], inputs, ndim)

    def __array_function__(self, function: Any, types: Any, inputs: Any, settings: Any) -> Any:
        name = f"np.{function.__name__}"
        if function not in functions.FUNCTIONS:
            raise CannotTrace(name, "it is not among the operations of a program")
        return _noted(name, functions.FUNCTIONS[function], inputs, settings)

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
        return indexed(self, key)

    def sum(self, *args: Any, **settings: Any) -> "StandIn":
        return self.__array_function__(np.sum, (), (self, *args), settings)

    def mean(self, *args: Any, **settings: Any) -> "StandIn":
        return self.__array_function__(np.mean, (), (self, *args), settings)

    def max(self, *args: Any, **settings: Any) -> "StandIn":
        return self.__array_function__(np.max, (), (self, *args), settings)

    def argmax(self, *args: Any, **settings: Any) -> "StandIn":
        return self.__array_function__(np.argmax, (), (self, *args), settings)

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
