"""Tracing: a formula is called once with stand-ins for its arrays, and each operation is noted.

As in JAX, what depends on a value (`if`, `while`) cannot be traced, and loops are unrolled. The
stand-ins know how many axes their arrays have and nothing of their sizes: axes are noted from the
end, so that a formula for one network can serve a stack of networks too (see `traced`).
"""

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from dlbook.programs.errors import CannotTrace
from dlbook.programs.operations import BROADCAST, Operation, Trace
from dlbook.programs.shapes import TRUTH, result_dtype
from dlbook.programs.stand_in import StandIn

_NUMBER = np.dtype(float)


def trace(function: Callable, *inputs: Any, **named_inputs: Any) -> Trace:
    """The operations of `function` on `inputs`.

    Each input is an array, a number, None, or lists, tuples and mappings of them; only the number
    of axes of each is used. What is no array, such as a function, is to be bound before, with
    functools.partial. The inputs take the names of the function's arguments.
    Raises CannotTrace where the function does what no program can.
    """
    return _traced(function, by_name(function, inputs, named_inputs))[0]


def _traced(
    function: Callable, arguments: inspect.BoundArguments, stacked: bool = False
) -> tuple[Trace, Any]:
    arrays = leaves(arguments.arguments)
    in_stacks = {k for k, array in enumerate(arrays.values()) if stacked and np.ndim(array)}
    recorder = Recorder(len(arrays), in_stacks)
    stand_ins = {
        name: StandIn(recorder, k, np.ndim(array)) for k, (name, array) in enumerate(arrays.items())
    }
    for name, value in arguments.arguments.items():
        arguments.arguments[name] = replaced(value, name, stand_ins)
    result = function(*arguments.args, **arguments.kwargs)
    outputs = {name: recorder.value(leaf) for name, leaf in leaves(result).items()}
    whole = Trace(tuple(arrays), tuple(recorder.operations), outputs)
    return _without_dead(whole), replaced(result, "", outputs)


class Recorder:
    """The operations noted so far; one that was noted before keeps its first number.

    in_stacks: the numbers of the values that may have the axes of a stack in front, the inputs
    among them to begin with.
    """

    def __init__(self, n_inputs: int, in_stacks: set[int]) -> None:
        self.n_inputs, self.in_stacks = n_inputs, in_stacks
        self.operations: list[Operation] = []
        self._known: dict[tuple, int] = {}
        self._dtypes = [_NUMBER] * n_inputs

    def record(self, name: str, operands: tuple[Any, ...], ndim: int, **settings: Any) -> StandIn:
        """The stand-in for the result of an operation; numbers among `operands` are constants."""
        if name in BROADCAST:
            operands = tuple(self._lined_up(operand, ndim) for operand in operands)
        operands = tuple(self.value(operand) for operand in operands)
        number = self._number(Operation(name, operands, settings), repr(settings))
        return StandIn(self, number, ndim)

    def _lined_up(self, operand: Any, ndim: int) -> Any:
        """An operand with `ndim` axes of its own, new ones behind those of a stack: else the axes
        of the stack would meet another operand's own."""
        if not isinstance(operand, StandIn) or operand.value not in self.in_stacks:
            return operand
        while operand.ndim < ndim:
            axis = -operand.ndim - 1
            operand = self.record("expand_dims", (operand,), operand.ndim + 1, axis=axis)
        return operand

    def value(self, operand: Any) -> int:
        """The number of a value: of a stand-in, or of a constant that is noted."""
        if isinstance(operand, StandIn):
            if operand.recorder is not self:
                raise CannotTrace("a value of another trace", "it is no input of this formula")
            return operand.value
        if np.ndim(operand) > 0:
            raise CannotTrace("an array from outside", "hand it in as an input of the formula")
        try:
            constant = float(operand)
        except (TypeError, ValueError):
            raise CannotTrace(repr(operand), "only arrays and numbers can be") from None
        return self._number(Operation("constant", (), {"value": constant}), constant.hex())

    def _number(self, operation: Operation, settings: str) -> int:
        key = operation.name, operation.operands, settings
        if key not in self._known:
            number = self._known[key] = self.n_inputs + len(self.operations)
            if operation.name != "count" and not self.in_stacks.isdisjoint(operation.operands):
                self.in_stacks.add(number)
            self.operations.append(operation)
            operands = [self._dtypes[k] for k in operation.operands]
            self._dtypes.append(result_dtype(operation.name, operands, _NUMBER))
        return self._known[key]

    def is_truth(self, value: int) -> bool:
        """Whether a value is a truth, where the inputs are numbers."""
        return self._dtypes[value] == TRUTH


def leaves(value: Any, name: str = "") -> dict[str, Any]:
    """The arrays in lists, tuples and mappings by their names: "blocks.0", "state.velocity"."""
    if value is None:
        return {}
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list | tuple):
        items = enumerate(value)
    else:
        return {name: value}
    found = {}
    for key, item in items:
        found.update(leaves(item, f"{name}.{key}" if name else str(key)))
    return found


def replaced(value: Any, name: str, new: dict[str, Any]) -> Any:
    """`value` with each leaf replaced by the one of its name in `new`; see `leaves`."""
    if value is None:
        return None
    if isinstance(value, dict):
        return {
            key: replaced(item, f"{name}.{key}" if name else str(key), new)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        items = [
            replaced(item, f"{name}.{key}" if name else str(key), new)
            for key, item in enumerate(value)
        ]
        return type(value)(*items) if hasattr(value, "_fields") else type(value)(items)
    return new[name]


def by_name(function: Callable, inputs: tuple, named: dict) -> inspect.BoundArguments:
    """The inputs by the names of the function's arguments."""
    return _signature(function, [f"input{k}" for k in range(len(inputs))]).bind(*inputs, **named)


def traced(
    function: Callable, arguments: Mapping[str, Any], *, stacked: bool = False
) -> tuple[Trace, Any]:
    """The trace on inputs by the names of the function's arguments, and the function's result with
    the values' numbers in the place of arrays.

    stacked: whether it serves a stack even where arrays with different numbers of axes meet. An
    input without axes is one number for all of the stack.
    """
    bound = inspect.BoundArguments(_signature(function, arguments), dict(arguments))
    return _traced(function, bound, stacked)


def _signature(function: Callable, names: Iterable[str]) -> inspect.Signature:
    try:
        return inspect.signature(function)
    except ValueError:  # functions of NumPy may not tell theirs
        kind = inspect.Parameter.POSITIONAL_ONLY
        return inspect.Signature([inspect.Parameter(name, kind) for name in names])


def _without_dead(whole: Trace) -> Trace:
    """The trace without the operations that no output needs, numbered anew."""
    n_inputs = len(whole.inputs)
    needed, waiting = set(), list(whole.outputs.values())
    while waiting:
        value = waiting.pop()
        if value >= n_inputs and value not in needed:
            needed.add(value)
            waiting.extend(whole.operations[value - n_inputs].operands)
    new = {k: k for k in range(n_inputs)}
    operations = []
    for value in sorted(needed):
        operation = whole.operations[value - n_inputs]
        new[value] = n_inputs + len(operations)
        operands = tuple(new[operand] for operand in operation.operands)
        operations.append(Operation(operation.name, operands, operation.settings))
    outputs = {name: new[value] for name, value in whole.outputs.items()}
    return Trace(whole.inputs, tuple(operations), outputs)
