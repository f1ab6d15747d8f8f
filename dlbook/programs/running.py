"""From a formula and its arrays to what runs: a program, or the formula itself if it must be.

Traces are kept, by the function and its inputs' numbers of axes; plans are kept in `planning`. What
`program_of` makes of functions that are not the book's is traced anew each time: they may depend on
something that has changed since.
"""

import warnings
from collections.abc import Callable, Collection, Hashable, Mapping
from functools import partial
from typing import Any

import numpy as np

from dlbook import checks
from dlbook.programs.calls import Call
from dlbook.programs.errors import CannotTrace
from dlbook.programs.operations import Trace
from dlbook.programs.planning import describe, number_dtype, plan, plan_of
from dlbook.programs.program import Program
from dlbook.programs.tracing import by_name, leaves, replaced, traced

_KEPT: dict[Hashable, tuple[Trace, Any] | None] = {}
_MOST_KEPT = 512
_WARNED: set[str] = set()


class Direct:
    """What cannot be traced, with the manners of a `Program`: its one call is the formula."""

    nbytes = 0

    def __init__(
        self, function: Callable, inputs: Mapping[str, Any], outputs: Mapping[str, Any]
    ) -> None:
        self.function, self.nested, self.inputs = function, dict(inputs), leaves(inputs)
        with np.errstate(all="ignore"):  # the inputs may hold anything yet
            results = leaves(function(**inputs))
        self.outputs = {
            name: np.array(results[name]) if array is None else array
            for name, array in outputs.items()
        }
        self.calls: list[Call] = [partial(_compute, function, self.nested, self.outputs)]

    def run(self, times: int = 1) -> None:
        """Compute the outputs, so many times."""
        for _ in range(times):
            self.calls[0]()

    def on(self, **inputs: np.ndarray) -> "Direct":
        """The same on other arrays for some inputs."""
        nested = {
            name: replaced(value, name, {**self.inputs, **inputs})
            for name, value in self.nested.items()
        }
        return Direct(self.function, nested, self.outputs)


def _compute(function: Callable, inputs: dict[str, Any], outputs: dict[str, np.ndarray]) -> None:
    results = leaves(function(**inputs))
    for name, array in outputs.items():
        np.copyto(array, results[name], "unsafe")


def one_by_one(function: Callable, leading: int) -> Callable:
    """`function` of stacks, called for each of their networks: it would mix them otherwise.

    What it gives is a mapping with the results by name (see `leaves`), stacked.
    """

    def of_stacks(**inputs: Any) -> dict[str, np.ndarray]:
        arrays = leaves(inputs)
        stacks = {name: array for name, array in arrays.items() if np.ndim(array) >= leading}
        lead = np.broadcast_shapes(*(stack.shape[:leading] for stack in stacks.values()))
        results = []
        for index in np.ndindex(lead):
            of_one = arrays | {name: _at(stack, index) for name, stack in stacks.items()}
            nested = {name: replaced(value, name, of_one) for name, value in inputs.items()}
            results.append(leaves(function(**nested)))
        return {
            name: np.stack([one[name] for one in results]).reshape(*lead, *np.shape(first))
            for name, first in results[0].items()
        }

    return of_stacks if leading else function


def _at(stack: np.ndarray, index: tuple[int, ...]) -> np.ndarray:
    """The part of a stack at an index; along axes of length 1 there is one part for all."""
    lengths = stack.shape[: len(index)]
    return stack[tuple(0 if n == 1 else k for k, n in zip(index, lengths, strict=True))]


def program_of(
    function: Callable,
    inputs: Mapping[str, Any],
    outputs: Mapping[str, np.ndarray | None],
    *,
    fixed: Collection[str] = (),
    leading: int = 0,
    key: Hashable = None,
) -> Program | Direct:
    """What computes `outputs` of `function` from `inputs`: see `plan`.

    inputs: arrays, and lists and mappings of them, by the names of the function's arguments.
    leading: how many axes all arrays but numbers have in front, for a stack of what the function is
    for.
    key: what tells functions with the same trace, if they are made anew each time.

    A function that cannot be traced runs directly, for a stack once for each network, slower, and
    a warning says so once, with the line.
    """
    known = trace_of(function, inputs, leading=leading, key=key)
    if known is None:
        return Direct(one_by_one(function, leading), inputs, outputs)
    return plan(known[0], leaves(inputs), outputs, fixed=fixed)


def bytes_of(
    function: Callable,
    inputs: Mapping[str, Any],
    outputs: Collection[str] | None = None,
    *,
    fixed: Collection[str] = (),
    leading: int = 0,
    key: Hashable = None,
) -> int | None:
    """The memory of the program that `program_of` would make, with all outputs in its own buffers;
    only the inputs' shapes, dtypes and layouts are looked at. None for what cannot be traced."""
    known = trace_of(function, inputs, leading=leading, key=key)
    if known is None:
        return None
    arrays = leaves(inputs)
    given = {name: describe(arrays[name], name in fixed) for name in known[0].inputs}
    wanted = tuple(known[0].outputs if outputs is None else outputs)
    return plan_of(known[0], given, number_dtype(arrays), wanted).nbytes


def trace_of(
    function: Callable,
    inputs: Mapping[str, Any],
    *,
    leading: int = 0,
    key: Hashable = None,
    keep: bool = False,
) -> tuple[Trace, Any] | None:
    """The trace and the form of the results (see `traced`); None if it cannot be traced.

    keep: whether a trace that was made before is taken again, whoever's the function is.
    """
    axes = {name: max(0, np.ndim(array) - leading) for name, array in leaves(inputs).items()}
    whole = (_key(function) if key is None else key), leading > 0, *axes.items()
    if whole in _KEPT and (keep or _is_the_books(function)):
        return _KEPT[whole]
    if len(_KEPT) >= _MOST_KEPT:
        _KEPT.pop(next(iter(_KEPT)))
    thin = {name: np.empty((1,) * n) for name, n in axes.items()}
    try:
        nested = {name: replaced(value, name, thin) for name, value in inputs.items()}
        _KEPT[whole] = traced(function, nested, stacked=leading > 0)
    except CannotTrace as reason:
        _KEPT[whole] = None
        if str(reason) not in _WARNED:
            _WARNED.add(str(reason))
            shown = getattr(function, "__name__", None) or repr(key or function)
            warnings.warn(f"{shown} runs without a program, slower: {reason}", stacklevel=4)
    return _KEPT[whole]


def _is_the_books(function: Any) -> bool:
    """Whether a function, and those that are bound to it, are this package's or NumPy's."""
    if isinstance(function, partial):
        bound = (function.func, *function.args, *function.keywords.values())
        return all(map(_is_the_books, bound))
    if isinstance(function, tuple):
        return all(map(_is_the_books, function))
    if not callable(function) or isinstance(function, np.ufunc):
        return True
    return (getattr(function, "__module__", None) or "").partition(".")[0] in ("dlbook", "numpy")


def _key(function: Callable) -> Hashable:
    """What tells a function from others; partials of the same are the same."""
    if isinstance(function, partial):
        key = _key(function.func), function.args, tuple(sorted(function.keywords.items()))
    else:
        key = function
    try:
        hash(key)
    except TypeError:
        return object()  # equal to no other: traced anew each time
    return key


def run(function: Callable, *inputs: Any, **named_inputs: Any) -> Any:
    """What `function` gives for these inputs (see `trace`), computed by a program.

    Traces and plans are kept, by the function and the inputs' shapes and dtypes: what it computes
    must depend on its inputs alone. Numbers and integers become numbers of the floats' dtype;
    complex numbers and texts are a TypeError. A function that cannot be traced runs directly,
    slower, and a warning says so once, with the line.
    """
    arguments = by_name(function, inputs, named_inputs).arguments
    known = trace_of(function, arguments, keep=True)
    if known is None:
        return function(*inputs, **named_inputs)
    trace, template = known
    program = plan(trace, _as_arrays(leaves(arguments)))
    program.run()
    return replaced(template, "", program.outputs)


def _as_arrays(inputs: dict[str, Any]) -> dict[str, np.ndarray]:
    """Every input as an array of truths or of the floats' dtype, float64 if there are none."""
    arrays = {name: checks.real_array(name, value, finite=False) for name, value in inputs.items()}
    floats = [array.dtype for name, array in arrays.items()
              if array.dtype.kind == "f" and isinstance(inputs[name], np.ndarray)]  # fmt: skip
    number = floats[0] if floats else np.dtype(float)
    return {
        name: array if array.dtype.kind == "b" or array.dtype in floats else array.astype(number)
        for name, array in arrays.items()
    }
