"""Planning: a trace and arrays become a program, by way of a plan that is kept for the next time.

Making a plan takes up to a millisecond, binding one to arrays a tenth of that.
"""

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from dlbook.programs.calls import same_place
from dlbook.programs.graph import Given, build
from dlbook.programs.operations import Trace
from dlbook.programs.placing import Target, place
from dlbook.programs.program import Plan, Program


def plan(
    trace: Trace,
    inputs: Mapping[str, np.ndarray],
    outputs: Mapping[str, np.ndarray | None] | None = None,
    *,
    fixed: Collection[str] = (),
    reuse: bool = True,
) -> Program:
    """The program of `trace` on these arrays.

    inputs: an array of floats (all of one dtype) or truths for each of the trace's inputs, by name;
    each run reads what they then hold. outputs: the names of those that are asked for, each with
    the array that it is to be written to, or None; all of them if it is None. An array may be that
    of an input: the new value is written over the old. fixed: inputs that stay as they are; what
    depends on them alone is computed once, now. reuse: False gives every result a buffer of its
    own, which shows that sharing them changes nothing.

    Raises ValueError where names, shapes or dtypes do not fit.
    """
    asked = dict.fromkeys(trace.outputs) if outputs is None else dict(outputs)
    _check_names(trace, inputs, asked, fixed)
    number = number_dtype(inputs)
    given = {name: describe(inputs[name], name in fixed) for name in trace.inputs}
    targets = {name: array for name, array in asked.items() if array is not None}
    known = _overlaps(inputs, targets)
    for name, target in known.items():
        for over in set(target.over) & set(fixed):
            raise ValueError(f"outputs[{name!r}] shares memory with the fixed input {over!r}")
    made = plan_of(trace, given, number, tuple(asked), known, reuse)
    for name, array in targets.items():
        node = made.graph.outputs[name]
        if array.shape != node.shape or array.dtype != node.dtype:
            raise ValueError(
                f"outputs[{name!r}] must be an array of {node.dtype} of shape {node.shape}, got "
                f"{array.dtype} of shape {array.shape}"
            )
    return Program(made, {name: inputs[name] for name in trace.inputs}, targets)


def plan_of(
    trace: Trace,
    given: Mapping[str, Given],
    number: np.dtype,
    wanted: tuple[str, ...],
    targets: Mapping[str, Target] | None = None,
    reuse: bool = True,
) -> Plan:
    """The plan for inputs that are described only: its `nbytes` counts memory that none takes."""
    targets = targets or {}
    key = tuple(given.items()), number, wanted, tuple(targets.items()), reuse
    return _kept(_Same(trace), *key)


class _Same:
    """A trace as a key: equal to itself alone."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace

    def __hash__(self) -> int:
        return id(self.trace)

    def __eq__(self, other: object) -> bool:
        return self.trace is other.trace


@lru_cache(maxsize=256)
def _kept(trace: _Same, given: Any, number: Any, wanted: Any, targets: Any, reuse: bool) -> Plan:
    targets = dict(targets)
    graph = build(trace.trace, dict(given), number, wanted, targets)
    return Plan(graph, place(graph, targets, reuse), targets)


def describe(array: np.ndarray, fixed: bool = False) -> Given:
    """What a plan has to know of an input's array."""
    by_columns = (
        array.ndim > 1 and 1 not in array.shape[-2:] and array.strides[-1] > array.strides[-2]
    )
    return Given(array.shape, array.dtype, by_columns, fixed)


def number_dtype(inputs: Mapping[str, np.ndarray]) -> np.dtype:
    """The one dtype of all numbers among the inputs; float64 if there are none."""
    number = None
    for name, array in inputs.items():
        if not isinstance(array, np.ndarray) or array.dtype.kind not in "fb":
            raise ValueError(
                f"inputs[{name!r}] must be an array of floats or truths, got {array!r}"
            )
        if array.dtype.kind == "f":
            if number is not None and array.dtype != number:
                raise ValueError(
                    f"inputs[{name!r}] must be {number} as the others, got {array.dtype}"
                )
            number = array.dtype
    return np.dtype(float) if number is None else number


def _overlaps(
    inputs: Mapping[str, np.ndarray], targets: Mapping[str, np.ndarray]
) -> dict[str, Target]:
    """For each target the inputs that share its memory, and the one that is the same array."""
    bounds = {name: np.lib.array_utils.byte_bounds(array) for name, array in inputs.items()}
    known = {}
    for name, array in targets.items():
        low, high = np.lib.array_utils.byte_bounds(array)
        over = tuple(one for one, (start, stop) in bounds.items() if start < high and low < stop)
        same = [one for one in over if same_place(inputs[one], array)]
        known[name] = Target(over, same[0] if same else None)
    return known


def _check_names(trace: Trace, inputs: Any, outputs: Any, fixed: Collection[str]) -> None:
    for what, given, known in (
        ("inputs", inputs, trace.inputs),
        ("outputs", outputs, trace.outputs),
        ("fixed", fixed, trace.inputs),
    ):
        for name in given:
            if name not in known:
                raise ValueError(f"{what} must be among {tuple(known)}, got {name!r}")
    missing = [name for name in trace.inputs if name not in inputs]
    if missing:
        raise ValueError(f"inputs must hold an array for {missing[0]!r}")
