"""The one mechanism of checking: from the reader's function to an answer that names the mistake."""

import inspect
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from dlbook.exercises.calling import NOT_WRITTEN, Outcome, outcome
from dlbook.exercises.comparing import difference, kind_of, listed, same
from dlbook.exercises.definition import Case, Exercise, Function
from dlbook.exercises.limits import SECONDS, TooMuch, printing
from dlbook.exercises.transforms import ON_VALUES, TRANSFORMS

PRINTED_LINES, PRINTED = 20, 2_000
"""So many lines, and characters, of what the reader's code printed are shown."""


@dataclass(frozen=True)
class Answer:
    """What a reader is told; true if the exercise is solved. Shown as text, in Jupyter as Markdown.

    printed: what the reader's code printed while it was tried. solves: the exercise's name if it is
    solved, else `""`.
    """

    right: bool
    text: str
    printed: str = ""
    solves: str = ""

    def __bool__(self) -> bool:
        return self.right

    def __repr__(self) -> str:
        return self.text + (f"\n\nYour code printed:\n{self.printed}" if self.printed else "")

    def _repr_markdown_(self) -> str:
        fence = f"\n\nYour code printed:\n\n```text\n{self.printed}\n```" if self.printed else ""
        return self.text + fence


def answer(exercise: Exercise, function: Any, seconds: float = SECONDS) -> Answer:
    """Try `function` on all inputs of the exercise, and say what comes of it.

    seconds: it may take so long for all of them together.
    """
    if problem := _not_callable(exercise, function):
        return Answer(False, f"Not yet. {problem}")
    with printing() as printed:
        outcomes = _outcomes(exercise, function, seconds)
        problem = _by_chance(exercise, function, outcomes) or problem_of(exercise, outcomes)
        text = f"Not yet. {problem}" if problem else _praise(exercise, function, outcomes)
    said = _beginning(printed.getvalue().strip())
    return Answer(not problem, text, said, "" if problem else exercise.name)


def _beginning(text: str) -> str:
    """As much of what was printed as is shown."""
    lines = text.splitlines()
    shown = "\n".join(lines[:PRINTED_LINES])[:PRINTED]
    return shown if shown == text else f"{shown}\n… ({len(lines):,} lines in all)"


def right_values(exercise: Exercise) -> list[Any]:
    """What the solution makes of every case."""
    return [listed(case.drive(exercise.right)) for case in exercise.cases]


def _not_callable(exercise: Exercise, function: Any) -> str | None:
    name = exercise.function_name
    if not callable(function):
        kind = kind_of(function)
        return f"Check the function itself, `{name}`, without calling it; this is {kind}."
    wanted = list(inspect.signature(exercise.right).parameters)
    try:
        inspect.signature(function).bind(*wanted)
    except TypeError:
        found = ", ".join(inspect.signature(function).parameters)
        return f"`{name}` is called with ({', '.join(wanted)}), and yours takes ({found})."
    except ValueError:  # some functions written in C tell nothing of their arguments
        pass
    return None


def _outcomes(exercise: Exercise, function: Function, seconds: float) -> list[Outcome]:
    """What the reader's function makes of the cases; the last may be one at which time was up."""
    end = time.monotonic() + seconds
    outcomes: list[Outcome] = []
    for case in exercise.cases:
        left = end - time.monotonic()
        outcomes.append(outcome(case, function, max(left, 0.1)))
        if time.monotonic() > end:
            break
    return outcomes


def _by_chance(exercise: Exercise, function: Function, outcomes: list[Outcome]) -> str | None:
    """What to say of a function that returns two things for the same question."""
    rights = right_values(exercise)
    for k, got in enumerate(outcomes):
        if got.fault:
            return None
        if not same(got.value, rights[k]):
            again = outcome(exercise.cases[k], function, 2.0)
            if again.fault or not same(got.value, got.value) or same(again.value, got.value):
                return None
            return (
                "Called twice with the same input, your function gives two answers. It must "
                "remember nothing from one call to the next, and random numbers have to come from "
                f"the generator that it is given, if any. Tried with {exercise.cases[k].label}."
            )
    return None


def problem_of(exercise: Exercise, outcomes: list[Outcome]) -> str | None:
    """What is wrong with the first outcome that is not right, and the likely mistake; else None."""
    with np.errstate(all="ignore"):  # mistakes overflow, and that is no business of the reader's
        return _problem_of(exercise, outcomes)


def _problem_of(exercise: Exercise, outcomes: list[Outcome]) -> str | None:
    rights = right_values(exercise)
    for k, got in enumerate(outcomes):
        found = got.fault or difference(got.value, rights[k], parts=exercise.parts)
        if not found:
            continue
        mistake = _mistake(exercise, outcomes, rights, k)
        called = f": {got.call}" if got.call else ""
        if got.fault == NOT_WRITTEN:
            return NOT_WRITTEN
        where = f"Tried with {exercise.cases[k].label}{called}."
        if k:
            where += f" ({k} of {len(rights)} checks before it came out right.)"
        return "\n\n".join(filter(None, [mistake, _begun(found, exercise.parts), where]))
    return None


def _begun(found: str, parts: tuple[str, ...]) -> str:
    """As a sentence begins; a part's name, such as w, keeps its small letter."""
    named = any(found.startswith(f"{part} ") for part in parts if " " not in part)
    return f"In your answer, {found}" if named else found[0].upper() + found[1:]


def _mistake(exercise: Exercise, outcomes: list[Outcome], rights: list[Any], first: int) -> str:
    """The sentence of the mistake that explains what came out, or nothing.

    One that explains every case goes before one that explains only the first that is wrong, and
    the exercise's own go before those of all exercises.
    """
    every = range(len(outcomes))
    if outcomes[first].fault:
        shown = any(not o.fault and not same(o.value, rights[k]) for k, o in enumerate(outcomes))
        return _own_mistake(exercise, outcomes, every) if outcomes[first].raised and shown else ""
    return (
        _own_mistake(exercise, outcomes, every)
        or _general_mistake(exercise, outcomes, rights, every)
        or _own_mistake(exercise, outcomes, [first])
        or _general_mistake(exercise, outcomes, rights, [first])
        or _two_mistakes(exercise, outcomes, every)
        or _two_mistakes(exercise, outcomes, [first])
        or _no_number(outcomes[first].value, rights[first])
    )


def _own_mistake(exercise: Exercise, outcomes: list[Outcome], cases: Iterable[int]) -> str:
    for wrong in exercise.wrongs:
        if all(_explains(made_by(wrong.function, exercise.cases[k]), outcomes[k]) for k in cases):
            return wrong.sentence
    return ""


def _general_mistake(
    exercise: Exercise, outcomes: list[Outcome], rights: list[Any], cases: Iterable[int]
) -> str:
    """As above; where a mistake cannot be made with a case, that has to be right."""
    for transform in TRANSFORMS:
        made = {k: transform.make(exercise, exercise.cases[k], rights[k]) for k in cases}
        expected = {k: rights[k] if m is None else m for k, m in made.items()}
        changes = any(not same(expected[k], rights[k]) for k in cases)
        if changes and all(_explains(expected[k], outcomes[k]) for k in cases):
            return transform.sentence
    return ""


def _two_mistakes(exercise: Exercise, outcomes: list[Outcome], cases: Iterable[int]) -> str:
    """One of the exercise's own and a general one together."""
    for wrong in exercise.wrongs:
        made = {k: made_by(wrong.function, exercise.cases[k]) for k in cases}
        if any(value is None for value in made.values()):
            continue
        for transform in ON_VALUES:
            both = {k: transform.make(exercise, exercise.cases[k], made[k]) for k in cases}
            if all(_explains(both[k], outcomes[k]) for k in cases):
                return f"Two mistakes at once. {wrong.sentence} {transform.sentence}"
    return ""


def _no_number(got: Any, right: Any) -> str:
    """A word on NaN and infinity where numbers should be."""
    if isinstance(right, (list, tuple)):
        parts = got if isinstance(got, (list, tuple)) else ()
        return next(filter(None, map(_no_number, parts, right)), "")
    if not isinstance(got, (float, np.floating, np.ndarray)) or np.asarray(got).dtype.kind != "f":
        return ""
    if np.isfinite(right).all() and not np.isfinite(got).all():
        return (
            "There is NaN or infinity in your answer: somewhere a power gets too large, a "
            "logarithm "
            "is taken of 0, or something is divided by 0."
        )
    return ""


def made_by(function: Function, case: Case) -> Any:
    """What a wrong solution makes of a case; None where it raises."""
    try:
        return listed(case.drive(function))
    except Exception:
        return None


def _explains(made: Any, got: Outcome) -> bool:
    if made is None or got.fault:
        return made is None and got.raised
    return same(got.value, made)


def _praise(exercise: Exercise, function: Function, outcomes: list[Outcome]) -> str:
    text = f"Right, in all {len(outcomes)} checks."
    warned = next(
        ((c, o) for c, o in zip(exercise.cases, outcomes, strict=False) if o.warned), None
    )
    if warned:
        case, got = warned
        text += (
            f" With {case.label} NumPy warned: {got.warned}. The numbers are right all the same."
        )
    if exercise.finish:
        try:
            text += f" {exercise.finish(function)}"
        except TooMuch:
            text += " Take out what it prints before you train with it."
    return text
