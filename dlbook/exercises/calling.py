"""The reader's function on one checked input: its value, or a sentence about what went wrong."""

import copy
import inspect
import linecache
import os
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from dlbook.exercises.comparing import SHOWN, brief, listed
from dlbook.exercises.definition import Case, Function
from dlbook.exercises.limits import CHARACTERS, TooLong, TooMuch, deadline

NOT_WRITTEN = "Put your own lines in the place of `raise NotImplementedError`, then check again."


EXPLAINED = {
    "core dimension": "In `A @ B` the last size of A and the first of B have to agree: look at "
    "both shapes. Is one of them to be transposed?",
    "could not be broadcast": "Shapes are compared from the right, and two sizes have to be equal "
    "or one of them 1. A sum with `keepdims=True` keeps its axis.",
    "multiply sequence": "A list is not an array: go through it, or make an array of it.",
    "only length-1 arrays": "`math` takes single numbers; NumPy's functions take arrays.",
    "only 0-dimensional arrays": "`math` takes single numbers; NumPy's functions take arrays.",
}
"""What Python and NumPy say of shapes and types, and the same in words of the book."""


@dataclass(frozen=True)
class Outcome:
    """value: what came out. fault: a sentence, if nothing did. call: how it was called, in words.

    raised: whether the fault is an ordinary exception. warned: what NumPy warned of meanwhile.
    """

    value: Any = None
    fault: str | None = None
    call: str = ""
    raised: bool = False
    warned: str = ""


class InputChangedError(Exception):
    """The reader's function changed one of its arguments."""


def outcome(case: Case, function: Function, seconds: float) -> Outcome:
    """What `function` makes of the case; nothing that it raises gets through but Ctrl-C."""
    calls: list[str] = []
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            with deadline(seconds):
                value = listed(case.drive(_watched(function, calls)))
        except (KeyboardInterrupt, GeneratorExit):
            raise
        except BaseException as error:
            raised = isinstance(error, Exception) and not isinstance(error, InputChangedError)
            return Outcome(fault=sentence(error, function), call=_last(calls), raised=raised)
    said = next((str(w.message) for w in warned if w.category is RuntimeWarning), "")
    return Outcome(value, call=_last(calls), warned=said)


def _last(calls: list[str]) -> str:
    """How the function was called; of several calls in a row, the last."""
    if len(calls) < 2:
        return "".join(calls)
    return f"{len(calls)} calls in a row, the last with {calls[-1]}"


def _watched(function: Function, calls: list[str]) -> Function:
    """`function`, with a look at its arguments before and after."""
    names = _argument_names(function)

    def watched(*arguments: Any) -> Any:
        before = copy.deepcopy(arguments)
        calls.append(_described(names, arguments))
        value = listed(function(*arguments))
        for name, old, new in zip(names, before, arguments, strict=False):
            if not _unchanged(old, new):
                raise InputChangedError(name)
        # what is returned may be the argument itself, which the next step must not change
        return copy.deepcopy(value)

    return watched


def _described(names: list[str], arguments: tuple) -> str:
    """The arguments in words; where that gets long, arrays by their shapes."""
    for shown in (SHOWN, 4, 1):
        pairs = zip(names, arguments, strict=False)
        text = ", ".join(f"{name} = {brief(value, shown)}" for name, value in pairs)
        if len(text) < 200:
            break
    return text


def _argument_names(function: Function) -> list[str]:
    try:
        return list(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        return []


def _unchanged(old: Any, new: Any) -> bool:
    if isinstance(old, np.ndarray):
        return old.shape == new.shape and bool(np.array_equal(old, new, equal_nan=True))
    if isinstance(old, (list, tuple)):
        return len(old) == len(new) and all(map(_unchanged, old, new))
    if isinstance(old, dict):
        return old.keys() == new.keys() and all(_unchanged(old[k], new[k]) for k in old)
    is_nan = isinstance(old, float) and old != old
    return is_nan or isinstance(old, np.random.Generator) or old == new


def sentence(error: BaseException, function: Callable | None, file: str | None = None) -> str:
    """What the reader is told of an exception, with the line of their own that raised it."""
    if isinstance(error, NotImplementedError) and not str(error):
        return NOT_WRITTEN
    if isinstance(error, InputChangedError):
        return (
            f"Your function changes its argument `{error}` in place, so whoever called it finds "
            f"other numbers there afterwards. Make a new array instead: `a = a - b` makes one, "
            "`a -= b` and `a[...] = b` write into the old one."
        )
    if isinstance(error, TooMuch):
        return f"Your code prints more than {CHARACTERS:,} characters, so it was stopped."
    at = own_line(error, function, file)
    if isinstance(error, TooLong):
        return f"Your code did not end in time, so it was stopped{at} Does a loop never end?"
    if isinstance(error, RecursionError):
        return f"Your function calls itself without end{at}"
    if isinstance(error, MemoryError):
        return f"Your code asks for more memory than there is{at}"
    if isinstance(error, SystemExit):
        return f"Your code ends Python (`exit` or `quit`){at} Return the answer instead."
    said = " ".join(str(error).split())
    said = said if len(said) < 300 else said[:300] + " …"
    told = f"Your code raises {type(error).__name__}: {said or 'without a message'}{at}"
    return told + next((f" {more}" for words, more in EXPLAINED.items() if words in said), "")


def own_line(error: BaseException, function: Callable | None, file: str | None = None) -> str:
    """The last line of the reader's own in the traceback, as ", in line 3: `code`." or "."."""
    own = getattr(getattr(function, "__code__", None), "co_filename", file) or ""
    if isinstance(error, SyntaxError) and error.filename == own:
        return f", in line {error.lineno}: `{(error.text or '').strip()}`."
    room = os.path.dirname(own)  # the reader's folder, or that of a notebook's cells
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == own or (room and os.path.dirname(frame.filename) == room)
    ]
    if not frames:
        return "."
    last = frames[-1]
    of = (
        ""
        if last.filename == own or "ipykernel" in room
        else f" of {os.path.basename(last.filename)}"
    )
    code = (last.line or linecache.getline(last.filename, last.lineno or 0)).strip()
    return f", in line {last.lineno}{of}" + (f": `{code}`." if code else ".")
