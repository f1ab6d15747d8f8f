"""The gradient of a batch from those of its shares."""

import numpy as np

from dlbook.exercises.definition import Exercise

TASK = Exercise(
    name="workers",
    chapter="many_workers",
    title="One gradient from many workers",
    task="""\
A batch is shared out among workers. Each works out the mean gradient of its own examples: row k
of `gradients`, from `counts[k]` examples. Return the mean gradient of the whole batch. Shares
may differ in size, and a worker without any example has a row of NaN, which must not count.""",
    hints=(
        "A worker with three times as many examples counts three times as much.",
        "Leave out rows with a count of 0 (gradients[counts > 0]), then Σ count · gradient / Σ "
        "count.",
    ),
)


@TASK.solution
def my_workers(gradients, counts):
    """The mean gradient (m,) of all.

    gradients (n_workers, m), counts (n_workers,).
    """
    busy = counts > 0
    share = counts[busy] / counts.sum()
    return share @ gradients[busy]


rng = np.random.default_rng(6)
TASK.given("two equal shares", np.array([[1.0, 2.0], [3.0, -2.0]]), np.array([4, 4]))
TASK.given("a short first share", rng.normal(size=(3, 2)), np.array([1, 4, 4]))
TASK.given("one worker", np.array([[1.0, -1.0, 0.5]]), np.array([7]))
TASK.given("as many workers as parameters", rng.normal(size=(3, 3)), np.array([2, 5, 1]))
TASK.given(
    "a worker without work",
    np.array([[1.0, 2.0], [np.nan, np.nan], [4.0, 0.0]]),
    np.array([2, 0, 1]),
)

TASK.wrong(
    "All workers count the same, so examples in a small share count more than others. Weight "
    "each row by its count.",
    lambda G, c: G[c > 0].mean(axis=0),
)
TASK.wrong(
    "The rows are added up without regard to the counts; the task asks for a mean over examples.",
    lambda G, c: G[c > 0].sum(axis=0),
)
TASK.wrong(
    "You divide by the number of workers instead of the number of examples.",
    lambda G, c: (c[c > 0] @ G[c > 0]) / np.sum(c > 0),
)
TASK.wrong(
    "The division by the number of all examples is missing.", lambda G, c: c[c > 0] @ G[c > 0]
)
TASK.wrong(
    "NaN · 0 is NaN: a worker without work has to be left out, not multiplied by 0.",
    lambda G, c: (c @ G) / c.sum(),
)
TASK.wrong(
    "The rows are weighted by 1 / count, so small shares count most. Multiply by the counts.",
    lambda G, c: (1 / c[c > 0]) @ G[c > 0] / np.sum(1 / c[c > 0]),
)
TASK.wrong("You take the largest share's gradient alone.", lambda G, c: G[c.argmax()])
TASK.wrong("You take the first worker's gradient alone.", lambda G, c: G[0])
