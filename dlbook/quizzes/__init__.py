"""The questions at the end of each chapter, and the function that asks them.

`dlbook/quizzes/chapters/` has one module a chapter, with its questions as `QUESTIONS`. They are
answered with the keyboard or the pointer, as often as the reader likes, by the same mechanism as
the prediction boxes.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from dlbook.quizzes import chapters
from dlbook.quizzes.question import Question

__all__ = ["CHAPTERS", "Question", "questions", "quiz"]

CHAPTERS = tuple(sorted(found.name for found in iter_modules(chapters.__path__)))
"""The chapters that have questions, by the names of their notebooks."""


def questions(chapter: str) -> tuple[Question, ...]:
    """The questions of a chapter, in their order.

    Parameters
    ----------
    chapter : one of `CHAPTERS`, such as ``"perceptron"``

    Raises
    ------
    ValueError
        If the chapter has no questions.
    """
    if chapter not in CHAPTERS:
        raise ValueError(f"chapter={chapter!r} has no questions; it must be one of {CHAPTERS}")
    return import_module(f"{chapters.__name__}.{chapter}").QUESTIONS


def quiz(chapter: str) -> None:
    """Ask all questions of a chapter, one below the other, in a notebook or a page of the site.

    Parameters
    ----------
    chapter : one of `CHAPTERS`

    Raises
    ------
    ValueError
        If the chapter has no questions.
    """
    from IPython.display import display

    for question in questions(chapter):
        display(question.widget())
