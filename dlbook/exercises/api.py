"""What a reader calls in a notebook or in the page."""

from collections.abc import Callable
from typing import Any

from dlbook import checks
from dlbook.exercises import showing
from dlbook.exercises.checking import Answer, answer
from dlbook.exercises.definition import Exercise
from dlbook.exercises.showing import Text
from dlbook.exercises.tasks import EXERCISES


def exercises(chapter: str | None = None) -> list[str]:
    """The names of all exercises in the order of the book, or of one chapter's.

    chapter: the name of its page, such as "early_stopping".
    """
    if chapter is not None:
        checks.choice("chapter", chapter, {e.chapter for e in EXERCISES.values()})
    return [name for name, e in EXERCISES.items() if chapter in (None, e.chapter)]


def exercise(name: str) -> Text:
    """What to write; name: one of `exercises()`."""
    return showing.task(_named(name))


def starter(name: str) -> Text:
    """The function to write, as code to copy: its first line, its docstring, nothing done."""
    return showing.starter(_named(name))


def check(name: str, function: Callable[..., Any]) -> Answer:
    """Try `function` on the inputs of the exercise, extremes included; the answer says what came.

    It takes at most ten seconds. What the function raises, prints or changes is in the answer.
    """
    return answer(_named(name), function)


def hint(name: str, number: int = 1) -> Text:
    """The first hint, or with number = 2 the second, which says more."""
    number = checks.integer("number", number, at_least=1)
    if number > 2:
        raise ValueError(f"number must be 1 or 2, not {number}: each exercise has two hints")
    return showing.hint(_named(name), number)


def solution(name: str) -> Text:
    """The worked solution, as code."""
    return showing.solution(_named(name))


def solved(name: str) -> Callable[..., Any]:
    """The worked solution, as a function: to build on where your own is not ready yet."""
    return _named(name).right


def _named(name: str) -> Exercise:
    return EXERCISES[checks.choice("name", name, EXERCISES)]
