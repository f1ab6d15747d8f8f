"""Data split into three sets."""

import numpy as np

from dlbook.exercises.definition import Exercise

TASK = Exercise(
    name="split",
    chapter="overfitting",
    title="Three sets",
    task="""\
Split n examples for training, validation and testing. Shuffle their numbers 0 … n − 1 with
`rng.permutation(n)`, once; the first `n_val` of them are for validation, the next `n_test` for the
test, all others for training. Return three arrays of numbers: training, validation, test.""",
    hints=(
        "Slices of one array have no example in common if each starts where the last one ends.",
        "order[n_val + n_test:], order[:n_val], order[n_val:n_val + n_test].",
    ),
    parts=("training", "validation", "test"),
)


@TASK.solution
def my_split(n, n_val, n_test, rng):
    """(training, validation, test), each an array of whole numbers.

    rng: a NumPy Generator.
    """
    order = rng.permutation(n)
    return order[n_val + n_test :], order[:n_val], order[n_val : n_val + n_test]


def drawn(seed):
    """A generator of random numbers."""
    return np.random.default_rng(seed)


TASK.given("ten examples, two and three held out", 10, 2, 3, drawn(0), n=10)
TASK.given("equal shares", 9, 3, 3, drawn(1), n=9)
TASK.given("no test set", 6, 2, 0, drawn(2), n=6)
TASK.given("no validation set", 6, 0, 2, drawn(3), n=6)
TASK.given("one example for training", 12, 6, 5, drawn(4), n=12)


def cut(order, parts):
    """Parts of an order: for each (start, end)."""
    return tuple(order[a:b] for a, b in parts)


TASK.wrong(
    "The examples are not shuffled. Data often lie sorted, and then the sets differ in kind.",
    lambda n, v, t, rng: cut(np.arange(n), [(v + t, n), (0, v), (v, v + t)]),
)
TASK.wrong(
    "Validation and test overlap: the test set starts where the validation set has ended.",
    lambda n, v, t, rng: cut(rng.permutation(n), [(v + t, n), (0, v), (0, t)]),
)
TASK.wrong(
    "The training set holds the test set: it starts after both of the others.",
    lambda n, v, t, rng: cut(rng.permutation(n), [(v, n), (0, v), (v, v + t)]),
)
TASK.wrong(
    "The training set holds all examples, those held out too.",
    lambda n, v, t, rng: cut(rng.permutation(n), [(0, n), (0, v), (v, v + t)]),
)
TASK.wrong(
    "The training examples are the first of the shuffled ones; the first are for validation.",
    lambda n, v, t, rng: cut(rng.permutation(n), [(0, n - v - t), (n - v - t, n - t), (n - t, n)]),
)
TASK.wrong(
    "The test set comes first among the shuffled ones; validation does.",
    lambda n, v, t, rng: cut(rng.permutation(n), [(v + t, n), (t, v + t), (0, t)]),
)
TASK.wrong(
    "Each set is shuffled anew, so that an example can be in several. Shuffle once.",
    lambda n, v, t, rng: (
        rng.permutation(n)[v + t :],
        rng.permutation(n)[:v],
        rng.permutation(n)[v : v + t],
    ),
)
TASK.wrong(
    "You return validation, training and test in another order than the task asks for.",
    lambda n, v, t, rng: cut(rng.permutation(n), [(0, v), (v, v + t), (v + t, n)]),
)
TASK.wrong(
    "The sets are sorted; leave them as they were drawn.",
    lambda n, v, t, rng: tuple(np.sort(part) for part in my_split(n, v, t, rng)),
)
TASK.wrong(
    "The examples are drawn with replacement, so one can be in several sets.",
    lambda n, v, t, rng: cut(rng.integers(0, n, n), [(v + t, n), (0, v), (v, v + t)]),
)
TASK.wrong(
    "You make a generator of your own with a fixed seed; use the `rng` that you are given.",
    lambda n, v, t, rng: my_split(n, v, t, drawn(99)),
)
