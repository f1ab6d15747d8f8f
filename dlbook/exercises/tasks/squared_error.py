"""The mean squared error and its slope."""

import numpy as np

from dlbook.exercises.definition import Exercise

TASK = Exercise(
    name="squared_error",
    chapter="losses",
    title="The squared error, with its slope",
    task="""\
Write the mean squared error of predictions `y_hat` for targets `y`, without ½, and its slope: for
every prediction ŷ, by how much the mean changes as ŷ does. Return both.

For the predictions 3 and 5 of the targets 1 and 6 the error is 2.5 and the slopes are 2 and −1.""",
    hints=(
        "The mean is Σ (ŷ − y)² / n. What is the derivative of one term, and where does the n go?",
        "np.mean((y_hat - y) ** 2) and 2 * (y_hat - y) / len(y).",
    ),
    parts=("the error", "the slope"),
)


@TASK.solution
def my_squared_error(y_hat, y):
    """(the mean error, one number; its slopes (n,)).

    y_hat and y: predictions and targets (n,).
    """
    return np.mean((y_hat - y) ** 2), 2 * (y_hat - y) / len(y)


TASK.given("the two of the task", np.array([3.0, 5.0]), np.array([1.0, 6.0]))
TASK.given(
    "five predictions", np.array([1.0, -2.0, 0.5, 4.0, 3.0]), np.array([0.0, -1, 2, 4, -3.0])
)
TASK.given("one prediction", np.array([2.5]), np.array([4.0]))
TASK.given("no error", np.array([1.0, 2.0]), np.array([1.0, 2.0]))
TASK.given("grades out of 100", np.array([88.0, 45.5, 70.25]), np.array([92.0, 51.0, 40.0]))


def mistaken(error=None, slope=None):
    """One of the two by another formula of the difference d = ŷ − y and n."""

    def function(y_hat, y):
        d, n = y_hat - y, len(y)
        right = my_squared_error(y_hat, y)
        return error(d, n) if error else right[0], slope(d, n) if slope else right[1]

    return function


TASK.wrong(
    "The error has a ½ that the task does not ask for.", mistaken(lambda d, n: np.mean(d**2) / 2)
)
TASK.wrong("The error is a sum; the task asks for the mean.", mistaken(lambda d, n: np.sum(d**2)))
TASK.wrong(
    "The error is the root of the mean square; the task asks for the mean square itself.",
    mistaken(lambda d, n: np.sqrt(np.mean(d**2))),
)
TASK.wrong(
    "The error is that of |ŷ − y|; the differences are squared.",
    mistaken(lambda d, n: np.mean(abs(d))),
)
TASK.wrong(
    "The error is the square of the mean difference: square first, then take the mean.",
    mistaken(lambda d, n: np.mean(d) ** 2),
)
TASK.wrong("The slope lacks the factor 2.", mistaken(slope=lambda d, n: d / n))
TASK.wrong("The slope lacks the 1/n: it is that of the mean.", mistaken(slope=lambda d, n: 2 * d))
TASK.wrong(
    "The slope has the wrong sign: it is 2 (ŷ − y) / n.", mistaken(slope=lambda d, n: -2 * d / n)
)
TASK.wrong(
    "The slope lacks the factor 2 and the 1/n: it is 2 (ŷ − y) / n.", mistaken(slope=lambda d, n: d)
)
TASK.wrong(
    "You return the mean of the slopes; each prediction has its own.",
    mistaken(slope=lambda d, n: np.mean(2 * d)),
)
