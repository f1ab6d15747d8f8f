"""Which class is taken for which."""

import numpy as np

from dlbook.exercises.definition import Exercise

TASK = Exercise(
    name="confusion",
    chapter="final_project",
    title="Which digit is taken for which",
    task="""\
Count mistakes by kind. Return a table of whole numbers with a row for each true class and a
column for each class that was said: entry [i, j] says how many examples of class i were taken
for j. Right answers are on the diagonal. All `k` classes have their row and column, even those
that never occur.""",
    hints=(
        "Start from np.zeros((k, k), dtype=int), and add 1 for each pair of zip(y, said).",
        "table[y, said] += 1 counts a pair only once, however often it comes; np.add.at counts "
        "all.",
    ),
)


@TASK.solution
def my_confusion(y, said, k):
    """Counts (k, k) for true classes y (n,) and answers said (n,).

    y and said: whole numbers from 0.
    """
    table = np.zeros((k, k), dtype=int)
    for true, told in zip(y, said):
        table[true, told] += 1
    return table


y, said = np.array([0, 0, 1, 2, 2, 2, 1, 0]), np.array([0, 1, 1, 2, 0, 2, 2, 1])
TASK.given("three classes", y, said, 3)
TASK.given("a class that never occurs", y, said, 4)
TASK.given("all right", y, y, 3)
TASK.given("all wrong in one way", np.zeros(5, int), np.ones(5, int), 2)
TASK.given("a single example", np.array([1]), np.array([0]), 3)
TASK.given("a class that is never said", np.array([0, 1, 2, 2]), np.array([0, 1, 1, 0]), 3)

TASK.wrong(
    "Rows and columns are exchanged: rows are the true classes.",
    lambda y, said, k: my_confusion(said, y, k),
)
TASK.wrong(
    "Each pair counts once only: `table[y, said] += 1` does not add up pairs that come again. "
    "`np.add.at(table, (y, said), 1)` does, and so does a loop.",
    lambda y, said, k: np.minimum(my_confusion(y, said, k), 1),
)
TASK.wrong(
    "Only mistakes are counted; right answers belong on the diagonal.",
    lambda y, said, k: my_confusion(y, said, k) * (1 - np.eye(k, dtype=int)),
)
TASK.wrong(
    "Only right answers are counted.",
    lambda y, said, k: my_confusion(y, said, k) * np.eye(k, dtype=int),
)
TASK.wrong(
    "These are shares of each true class; the task asks for counts.",
    lambda y, said, k: (
        my_confusion(y, said, k) / np.maximum(np.bincount(y, minlength=k), 1)[:, None]
    ),
)
TASK.wrong(
    "These are shares of all examples; the task asks for counts.",
    lambda y, said, k: my_confusion(y, said, k) / len(y),
)
TASK.wrong(
    "The table is as large as the classes that occur; all k have their row and column.",
    lambda y, said, k: my_confusion(y, said, max(y.max(), said.max()) + 1),
)
TASK.wrong("The last example is missing.", lambda y, said, k: my_confusion(y[:-1], said[:-1], k))
TASK.wrong(
    "You return the number of right answers alone.", lambda y, said, k: int(np.sum(y == said))
)
TASK.wrong(
    "The counts are right, but they are numbers with a decimal point: start from a table of whole "
    "numbers, np.zeros((k, k), dtype=int).",
    lambda y, said, k: my_confusion(y, said, k).astype(float),
)
