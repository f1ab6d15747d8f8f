"""Logits turned into probabilities."""

import numpy as np

from dlbook.exercises.definition import Exercise
from dlbook.exercises.tasks.loss import quiet

TASK = Exercise(
    name="softmax",
    chapter="losses",
    title="The softmax",
    task="""\
Turn every row of logits into probabilities, which add up to 1: eᶻ / Σ eᶻ. It has to work for any
logits. The row (0, ln 3) becomes (¼, ¾).""",
    hints=(
        "Taking the same number off a whole row changes no probability. Which number makes the "
        "largest power e⁰?",
        "E = np.exp(Z - Z.max(axis=1, keepdims=True)), then E / E.sum(axis=1, keepdims=True).",
    ),
)


@TASK.solution
def my_softmax(Z):
    """Probabilities (n, n_classes) of the logits Z (n, n_classes)."""
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


rng = np.random.default_rng(3)
TASK.given("two classes", np.array([[0.0, np.log(3.0)], [1.0, -1.0]]))
TASK.given("as many examples as classes", rng.normal(size=(3, 3)))
TASK.given("one example", rng.normal(size=(1, 4)))
TASK.given("logits of 1,000", np.array([[1000.0, 999.0], [0.0, 1000.0], [2.0, 1.0]]))
TASK.given("logits of −1,000", np.array([[-1000.0, -1001.0], [-2000.0, -1000.0], [0.0, 1.0]]))


def probabilities(Z, shift=0.0, axis=1, power=np.exp):
    """The softmax with other pieces."""
    E = power(Z - shift)
    return E / E.sum(axis=axis, keepdims=axis is not None)


TASK.wrong(
    "Right for ordinary logits; large ones overflow. Take each row's largest logit off first.",
    quiet(probabilities),
)
TASK.wrong(
    "You take the largest logit of the whole table off. A row that lies far below it becomes 0 / "
    "0: "
    "take each row's own largest.",
    quiet(lambda Z: probabilities(Z, Z.max())),
)
TASK.wrong(
    "The probabilities of a column add up to 1; those of one example, a row, should: axis=1.",
    quiet(lambda Z: probabilities(Z, Z.max(axis=0), axis=0)),
)
TASK.wrong(
    "You divide by the sum of the whole table; each row has its own.",
    quiet(lambda Z: probabilities(Z, axis=None)),
)
TASK.wrong(
    "The division is missing: the powers of a row have to be divided by their sum.",
    lambda Z: np.exp(Z - Z.max(axis=1, keepdims=True)),
)
TASK.wrong(
    "The exponential is missing: you divide the logits by their sum.",
    quiet(lambda Z: Z / Z.sum(axis=1, keepdims=True)),
)
TASK.wrong(
    "The sign in the exponent is wrong: the largest logit gets the largest probability.",
    lambda Z: my_softmax(-Z),
)
TASK.wrong("That is the sigmoid of each logit by itself.", quiet(lambda Z: 1 / (1 + np.exp(-Z))))
TASK.wrong(
    "You give the logarithms of the probabilities; the task asks for the probabilities.",
    quiet(lambda Z: Z - np.logaddexp.reduce(Z, axis=1, keepdims=True)),
)
TASK.wrong(
    "You say which class is largest (0 or 1); the task asks for the probabilities of all.",
    lambda Z: (Z == Z.max(axis=1, keepdims=True)) * 1.0,
)
TASK.wrong(
    "`E.sum(axis=1)` has the shape (n,), so NumPy divides the columns by the sums of the rows. "
    "With `keepdims=True` the sums have the shape (n, 1), and each row is divided by its own.",
    quiet(lambda Z: np.exp(Z) / np.exp(Z).sum(axis=1)),
)
