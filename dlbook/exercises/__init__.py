"""Exercises that check your code: write a function, and be told whether it is right, or why not.

In a notebook or in the page:

    from dlbook.exercises import check, exercise, hint, solution, starter

    exercise("perceptron")        # what to write
    starter("perceptron")         # the function to write, with nothing done yet
    check("perceptron", my_perceptron)   # how far you are
    hint("perceptron")            # a first hint; hint("perceptron", 2) says more
    solution("perceptron")        # the worked solution

In an editor, with files of your own: `dlbook exercises`, or `python -m dlbook.exercises`.
Needs NumPy alone.
"""

from dlbook.exercises.api import check, exercise, exercises, hint, solution, solved, starter
from dlbook.exercises.checking import Answer
from dlbook.exercises.showing import Text

__all__ = [
    "Answer",
    "Text",
    "check",
    "exercise",
    "exercises",
    "hint",
    "solution",
    "solved",
    "starter",
]
