"""A random direction for a picture of a loss landscape, scaled neuron by neuron."""

import numpy as np

from dlbook.exercises.definition import Exercise

TASK = Exercise(
    name="direction",
    chapter="loss_landscapes",
    title="A direction on the network's own scale",
    task="""\
For a picture of a landscape, scale a random direction `D` to the weights `W`, neuron by neuron:
each row of `D` gets the length (the root of the sum of squares) of the same row of `W`, and
keeps its own direction. Return a new table. A row of `D` that is all 0 stays 0.""",
    hints=(
        "np.linalg.norm(W, axis=1, keepdims=True) has the length of each row, as a column.",
        "D * (length of W's rows / length of D's rows), with 1 in the place of a length of 0 "
        "below.",
    ),
)


@TASK.solution
def my_direction(D, W):
    """D (n_out, n_in) with each row as long as that of W (n_out, n_in)."""
    length = np.linalg.norm(D, axis=1, keepdims=True)
    wanted = np.linalg.norm(W, axis=1, keepdims=True)
    return D * wanted / np.where(length > 0, length, 1.0)


rng = np.random.default_rng(8)
TASK.given("one neuron", np.array([[3.0, 4.0]]), np.array([[0.0, 2.0]]))
TASK.given("four neurons with three inputs", rng.normal(size=(4, 3)), 5 * rng.normal(size=(4, 3)))
TASK.given(
    "a square table",
    rng.normal(size=(3, 3)),
    rng.normal(size=(3, 3)) * np.array([[1.0], [9], [0.1]]),
)
TASK.given(
    "a direction of 0 for one neuron",
    np.array([[0.0, 0.0], [1.0, 1.0]]),
    np.array([[1.0, 2.0], [3.0, 4.0]]),
)
TASK.given(
    "a neuron with weights of 0",
    np.array([[1.0, 2.0], [1.0, 1.0]]),
    np.array([[0.0, 0.0], [3.0, 4.0]]),
)


def scaled(size, size_of_d=None, guard=True):
    """Other measures of size."""

    def function(D, W):
        own = (size_of_d or size)(D)
        with np.errstate(all="ignore"):
            return D * size(W) / (np.where(own > 0, own, 1.0) if guard else own)

    return function


def rows(A):
    """The length of each row."""
    return np.linalg.norm(A, axis=1, keepdims=True)


TASK.wrong(
    "One length is taken for the whole table; each neuron, a row, has its own.",
    scaled(np.linalg.norm),
)
TASK.wrong(
    "The lengths are those of columns (axis=0), one for each input. A neuron is a row: axis=1.",
    scaled(lambda A: np.linalg.norm(A, axis=0, keepdims=True)),
)
TASK.wrong(
    "The rows of D have the length 1: multiply by the length of W's rows.",
    scaled(lambda A: 1.0, rows),
)
TASK.wrong(
    "D is multiplied by the length of W's rows, and keeps its own length as a factor: divide by "
    "it.",
    scaled(rows, lambda A: np.ones((len(A), 1))),
)
TASK.wrong("A row of 0 is divided by its length 0.", scaled(rows, guard=False))
TASK.wrong("The root is missing: those are squares of lengths.", scaled(lambda A: rows(A) ** 2))
TASK.wrong(
    "You measure a row by the sum of |entries|; its length is the root of the sum of squares.",
    scaled(lambda A: np.abs(A).sum(axis=1, keepdims=True)),
)
TASK.wrong(
    "You measure a row by its largest entry; its length is the root of the sum of squares.",
    scaled(lambda A: np.abs(A).max(axis=1, keepdims=True)),
)
TASK.wrong("W itself is scaled; the task asks for the direction D.", lambda D, W: W.copy())
TASK.wrong(
    "W and D are exchanged: D keeps its direction and gets the length of W.",
    lambda D, W: my_direction(W, D),
)
