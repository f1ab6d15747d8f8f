"""The mini-batches of one epoch."""

import numpy as np

from dlbook.exercises.definition import Exercise

TASK = Exercise(
    name="batches",
    chapter="mini_batches",
    title="Mini-batches",
    task="""\
Cut one epoch into mini-batches. Shuffle the numbers 0 … n − 1 of the examples with
`rng.permutation(n)`, once, and return a list of arrays: the first `batch_size` of them, the next,
and so on. Every example comes exactly once, so the last batch may be shorter.

Ten examples in batches of four make batches of 4, 4 and 2.""",
    hints=(
        "`range(0, n, batch_size)` gives the places where batches start.",
        "A slice that goes beyond the end stops at the end: order[start : start + batch_size] is "
        "right for the last batch too.",
    ),
)


@TASK.solution
def my_batches(n, batch_size, rng):
    """A list of index arrays, batch_size each (the last may be shorter).

    rng: a NumPy Generator.
    """
    order = rng.permutation(n)
    starts = range(0, n, batch_size)
    return [order[start : start + batch_size] for start in starts]


def drawn(seed):
    """A generator of random numbers."""
    return np.random.default_rng(seed)


TASK.given("ten examples in batches of four", 10, 4, drawn(0), n=10)
TASK.given("batches that come out even", 12, 3, drawn(1), n=12)
TASK.given("one example a batch", 5, 1, drawn(2), n=5)
TASK.given("a batch of everything", 6, 6, drawn(3), n=6)
TASK.given("a batch larger than the data", 4, 100, drawn(4), n=4)
TASK.given("a last batch of one", 9, 4, drawn(5), n=9)


@TASK.case("two epochs from one generator")
def two_epochs(batches):
    """The second has another order."""
    rng = drawn(6)
    return [batches(7, 3, rng), batches(7, 3, rng)]


def cut(order, size):
    """The order in pieces."""
    return [order[start : start + size] for start in range(0, len(order), size)]


TASK.wrong(
    "The examples are not shuffled: cut `rng.permutation(n)` into pieces, not `np.arange(n)`.",
    lambda n, size, rng: cut(np.arange(n), size),
)
TASK.wrong(
    "The last, shorter batch is missing, so some examples are never seen.",
    lambda n, size, rng: cut(rng.permutation(n), size)[: n // size],
)
TASK.wrong(
    "The last batch is missing even where it is full: the loop ends one batch too early.",
    lambda n, size, rng: cut(rng.permutation(n), size)[:-1],
)
TASK.wrong(
    "There is an empty batch at the end: where n is a multiple of the batch size, n // "
    "batch_size batches are enough.",
    lambda n, size, rng: [
        o[k * size : (k + 1) * size] for o in [rng.permutation(n)] for k in range(n // size + 1)
    ],
)
TASK.wrong(
    "The last batch is filled up with examples from the start, so those come twice.",
    lambda n, size, rng: [
        np.take(o, np.arange(s, s + size), mode="wrap")
        for o in [rng.permutation(n)]
        for s in range(0, n, size)
    ],
)
TASK.wrong(
    "`batch_size` is the number of examples in a batch; you have made so many batches.",
    lambda n, size, rng: np.array_split(rng.permutation(n), size),
)
TASK.wrong(
    "The batches are all of about the same size (as `np.array_split` makes them). The task "
    "asks for full batches and what is left over.",
    lambda n, size, rng: np.array_split(rng.permutation(n), -(-n // size)),
)
TASK.wrong(
    "Each batch is drawn from a permutation of its own, so that an example can come twice in "
    "an epoch. Shuffle once.",
    lambda n, size, rng: [rng.permutation(n)[:size][: n - s] for s in range(0, n, size)],
)
TASK.wrong(
    "The examples are drawn with replacement: some come twice, others never.",
    lambda n, size, rng: cut(rng.integers(0, n, n), size),
)
TASK.wrong(
    "The batches overlap: the next one starts where the last has ended, not one later.",
    lambda n, size, rng: [o[s : s + size] for o in [rng.permutation(n)] for s in range(n)],
)
TASK.wrong(
    "The numbers of the examples start at 1; the first row is number 0.",
    lambda n, size, rng: cut(rng.permutation(n) + 1, size),
)
TASK.wrong(
    "You make a generator of your own with a fixed seed, so every epoch has the same order. "
    "Use the `rng` that you are given.",
    lambda n, size, rng: cut(drawn(0).permutation(n), size),
)
TASK.wrong(
    "The examples inside a batch are sorted; leave them as they were drawn.",
    lambda n, size, rng: [np.sort(batch) for batch in cut(rng.permutation(n), size)],
)
TASK.wrong(
    "The examples stand in order and only the batches are shuffled, so the same examples "
    "always meet in a batch. Shuffle the examples.",
    lambda n, size, rng: [cut(np.arange(n), size)[k] for k in rng.permutation(-(-n // size))],
)
