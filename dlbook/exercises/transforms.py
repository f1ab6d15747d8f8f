"""Mistakes that can be seen in the answer alone, whatever the exercise: each with its sentence.

A transform takes the exercise, a case and the right value, and answers what a reader with this
mistake would have got, or None where the mistake makes no sense.
"""

import copy
import inspect
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from dlbook.exercises.comparing import listed
from dlbook.exercises.definition import Case, Exercise


class Transform(NamedTuple):
    """name, the sentence, and what the mistake makes of the right value."""

    name: str
    sentence: str
    make: Callable[[Exercise, Case, Any], Any]


def _each(change: Callable[[np.ndarray], Any]) -> Callable[[Exercise, Case, Any], Any]:
    """`change` on the right value, or on every part of it."""

    def make(exercise: Exercise, case: Case, right: Any) -> Any:
        if isinstance(right, (list, tuple)):
            parts = [make(exercise, case, part) for part in right]
            return None if any(part is None for part in parts) else parts
        return change(np.asarray(right))

    return make


def _real(change: Callable[[np.ndarray], Any]) -> Callable[[np.ndarray], Any]:
    """`change` for arrays of real numbers only: an index or a truth has no half."""
    return lambda a: change(a) if a.dtype.kind == "f" else None


def _times_n(power: int) -> Callable[[Exercise, Case, Any], Any]:
    def make(exercise: Exercise, case: Case, right: Any) -> Any:
        if not case.n:
            return None
        return _each(_real(lambda a: a * float(case.n) ** power))(exercise, case, right)

    return make


def _with_arguments(change: Callable[[str, Any], Any], back: bool = False) -> Callable:
    """The solution called with changed arguments; `back`: what comes out is transposed."""

    def make(exercise: Exercise, case: Case, right: Any) -> Any:
        names = list(inspect.signature(exercise.right).parameters)

        def changed(*arguments: Any) -> Any:
            new = [change(name, a) for name, a in zip(names, arguments, strict=False)]
            value = listed(exercise.right(*new))
            return value.T if back and np.ndim(value) == 2 else value

        try:
            return listed(case.drive(changed))
        except Exception:  # the mistake cannot be made with this input
            return None

    return make


def _transposed(name: str, value: Any) -> Any:
    return value.T if getattr(value, "ndim", 0) == 2 else value


def _no_bias(name: str, value: Any) -> Any:
    is_bias = name[:1] == "b" and name[1:].strip("0123456789_") == ""
    return copy.deepcopy(value) * 0.0 if is_bias else value


def _argument(exercise: Exercise, case: Case, right: Any) -> Any:
    """The first argument of the same shape, as it came."""
    found: list[Any] = []

    def spy(*arguments: Any) -> Any:
        alike = (a for a in arguments if np.shape(right) and np.shape(a) == np.shape(right))
        found.extend(alike)
        return exercise.right(*arguments)

    if isinstance(right, (list, tuple)):
        return None
    case.drive(spy)
    return found[0] if found else None


def _swapped(exercise: Exercise, case: Case, right: Any) -> Any:
    return list(right[::-1]) if isinstance(right, tuple) and len(right) > 1 else None


def _column(a: np.ndarray) -> Any:
    return a[:, None] if a.ndim == 1 else None


TRANSFORMS: tuple[Transform, ...] = (
    Transform(
        "negated",
        "Your answer has the right size and the wrong sign everywhere. Is a minus missing, or is a "
        "difference taken the wrong way round?",
        _each(_real(lambda a: -a)),
    ),
    Transform(
        "times n",
        "Your answer is too large by the number of examples. The task asks for a "
        "mean, and you have the sum: divide by n.",
        _times_n(1),
    ),
    Transform(
        "over n",
        "Your answer is too small by the number of examples. Is it divided by n once too often, or "
        "is there a mean in the place of a sum?",
        _times_n(-1),
    ),
    Transform(
        "twice",
        "Your answer is twice what it should be. Does a factor 2 stand there that does not belong?",
        _each(_real(lambda a: 2 * a)),
    ),
    Transform(
        "half",
        "Your answer is half of what it should be. Is a factor 2 missing, or does a ½ stand there "
        "that does not belong?",
        _each(_real(lambda a: a / 2)),
    ),
    Transform(
        "without bias",
        "Your answer is what comes out when every bias is zero. Is the bias left out?",
        _with_arguments(_no_bias),
    ),
    Transform(
        "wrong axis",
        "Your answer is what comes out when rows and columns are taken for each other. Look at "
        "each `axis=`: axis 0 goes down the rows (the examples), axis 1 along one row.",
        _with_arguments(_transposed, back=True),
    ),
    Transform(
        "transposed",
        "Your answer has the right numbers with rows and columns exchanged: it is transposed.",
        _each(lambda a: a.T if a.ndim == 2 else None),
    ),
    Transform(
        "column",
        "Your numbers are right, but they stand in a column of shape (n, 1). The task asks for "
        "the shape (n,); `a.ravel()` or `a[:, 0]` makes it, and it is better not to make the "
        "column at all.",
        _each(_column),
    ),
    Transform(
        "reversed",
        "Your numbers are right, in the opposite order.",
        _each(lambda a: a[::-1] if a.ndim == 1 else None),
    ),
    Transform(
        "parts swapped",
        "You return the right things in the wrong order. Compare your `return` with the docstring.",
        _swapped,
    ),
    Transform(
        "one minus",
        "Your answer is one minus what it should be: yes and no, or kept and dropped, are "
        "exchanged.",
        _each(_real(lambda a: 1 - a)),
    ),
    Transform(
        "an argument",
        "You give an argument back as it came: nothing has been done to it.",
        _argument,
    ),
    Transform(
        "zeros",
        "Your answer is zero everywhere. Is the result written into the array that you return?",
        _each(_real(np.zeros_like)),
    ),
)

ON_VALUES = tuple(
    t for t in TRANSFORMS if t.name in ("negated", "times n", "over n", "twice", "half")
)
"""Those that come on top of another mistake: they change the value alone."""
