"""The loss of a choice between classes, from logits."""

import numpy as np

from dlbook.exercises.definition import Exercise

TASK = Exercise(
    name="loss",
    chapter="losses",
    title="The cross-entropy of a choice between classes",
    task="""\
Write the mean cross-entropy of many examples. `Z` has a row of logits for each example, and `y`
says which class is right. The softmax turns a row z into probabilities ŷ = eᶻ / Σ eᶻ, and the loss
of the example is −ln ŷ of its right class. Return the mean over the examples.

It has to stay finite for any logits. With Z = [[0, 0]] it is ln 2 = 0.6931 for either class.""",
    hints=(
        "−ln ŷ of class k is ln Σ eᶻ − zₖ. Taking the largest z off a whole row changes no "
        "probability, and then no power is too large.",
        "After Z = Z - Z.max(axis=1, keepdims=True), the terms are "
        "np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(y)), y].",
    ),
)


@TASK.solution
def my_loss(Z, y):
    """The mean loss, one number, for logits Z (n, n_classes).

    y (n,): the right classes, from 0.
    """
    # a new array: the caller's stays as it is
    Z = Z - Z.max(axis=1, keepdims=True)
    log_sum = np.log(np.exp(Z).sum(axis=1))
    return np.mean(log_sum - Z[np.arange(len(y)), y])


rng = np.random.default_rng(1)
TASK.given("two classes", np.array([[0.0, 1.0], [2.0, -1.0], [0.5, 0.25]]), np.array([1, 0, 1]))
TASK.given("four classes", rng.normal(size=(5, 4)), np.array([0, 3, 1, 1, 2]))
TASK.given("one example", np.array([[1.0, 3.0, -2.0]]), np.array([0]))
TASK.given("as many examples as classes", rng.normal(size=(3, 3)), np.array([2, 0, 1]))
TASK.given("whole numbers as logits", np.array([[0, 1], [3, 1]]), np.array([0, 1]))
TASK.given("logits of 1,000", np.array([[1000.0, 0.0], [999.0, 1000.0]]), np.array([0, 0]))
TASK.given("logits of −1,000", np.array([[-1000.0, -1001.0], [-1000.0, 0.0]]), np.array([1, 0]))


def softmax(Z, axis=1):
    """The probabilities, kept from overflow."""
    e = np.exp(Z - Z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def of_right(P, y):
    """From each row the entry of its right class."""
    return P[np.arange(len(y)), y]


def quiet(function):
    """`function` without NumPy's warnings, as if nobody read them."""

    def called(*arguments):
        with np.errstate(all="ignore"):
            return function(*arguments)

    return called


def naive(Z, y):
    """The formula as it stands, which overflows."""
    e = np.exp(Z)
    return -np.log(of_right(e / e.sum(axis=1, keepdims=True), y)).mean()


TASK.wrong(
    "Right for ordinary logits, but not for large ones: e¹⁰⁰⁰ is too large for a number. Take the "
    "largest logit off each row first; that changes no probability.",
    quiet(naive),
)
TASK.wrong(
    "Right for ordinary logits, but a probability can be so small that it becomes 0, and ln 0 is "
    "−∞. Don't take its logarithm: −ln ŷ = ln Σ eᶻ − z, worked out from the logits.",
    quiet(lambda Z, y: -np.log(of_right(softmax(Z), y)).mean()),
)
TASK.wrong(
    "You add a small number inside the logarithm, which bounds the loss of a confident mistake. "
    "Worked out from the logits, as ln Σ eᶻ − z, it needs no such help.",
    quiet(lambda Z, y: -np.log(of_right(softmax(Z), y) + 1e-12).mean()),
)
TASK.wrong(
    "You cut the probabilities off before the logarithm (`clip`), which bounds the loss of a "
    "confident mistake. Worked out from the logits, as ln Σ eᶻ − z, it needs no such help.",
    quiet(lambda Z, y: -np.log(np.clip(of_right(softmax(Z), y), 1e-7, 1)).mean()),
)
TASK.wrong(
    "The mean is missing: you return the sum over the examples.",
    lambda Z, y: my_loss(Z, y) * len(y),
)
TASK.wrong(
    "The mean is missing: you return the loss of each example.",
    lambda Z, y: np.array([my_loss(Z[k : k + 1], y[k : k + 1]) for k in range(len(y))]),
)
TASK.wrong(
    "You divide by the number of all entries, n × n_classes. There is one loss for each example, "
    "so the mean divides by n.",
    lambda Z, y: my_loss(Z, y) / Z.shape[1],
)
TASK.wrong(
    "The minus sign is missing: the logarithm of a probability is negative, and the loss is −ln ŷ.",
    lambda Z, y: -my_loss(Z, y),
)
TASK.wrong(
    "The softmax runs over the wrong axis: the probabilities of one example, a row, add up "
    "to 1, so it is axis=1.",
    quiet(lambda Z, y: -np.log(of_right(softmax(Z, axis=0), y)).mean()),
)
TASK.wrong(
    "You have used the sigmoid of the right class's logit; the task asks for the softmax of the "
    "whole row.",
    lambda Z, y: np.logaddexp(0.0, -of_right(Z, y)).mean(),
)
TASK.wrong(
    "The logarithm is missing: you return the mean of 1 − ŷ.",
    lambda Z, y: np.mean(1 - of_right(softmax(Z), y)),
)
TASK.wrong(
    "You divide by the sum of the whole table; the probabilities of each row add up to 1 (axis=1).",
    quiet(lambda Z, y: -np.log(of_right(np.exp(Z) / np.exp(Z).sum(), y)).mean()),
)
TASK.wrong(
    "You take the largest logit off inside the exponential, and not off the right class's logit: "
    "use the shifted logits in both places.",
    lambda Z, y: my_loss(Z, y) - Z.max(axis=1).mean(),
)
TASK.wrong(
    "You take the largest logit of the whole table off every row. With rows of very different "
    "size a whole row then becomes 0: take the largest of each row (axis=1).",
    quiet(lambda Z, y: naive(Z - Z.max(), y)),
)
TASK.wrong(
    "The logarithm of Σ eᶻ is missing: the loss is ln Σ eᶻ − z.",
    quiet(
        lambda Z, y: np.mean(
            np.exp(Z - Z.max(axis=1, keepdims=True)).sum(axis=1)
            - of_right(Z - Z.max(axis=1, keepdims=True), y)
        )
    ),
)
TASK.wrong(
    "`Z[:, y]` takes the columns of all right classes for every example, a table of n × n. "
    "`Z[np.arange(len(y)), y]` takes one entry from each row.",
    lambda Z, y: np.mean(np.logaddexp.reduce(Z, axis=1) - Z[:, y]),
)
