"""The cross-entropy of a yes-or-no answer, from its logit."""

import numpy as np

from dlbook.exercises.definition import Exercise
from dlbook.exercises.tasks.loss import quiet

TASK = Exercise(
    name="logistic_loss",
    chapter="losses",
    title="Yes or no: the cross-entropy from the logit",
    task="""\
Write the mean cross-entropy of yes-or-no answers, −[y ln ŷ + (1 − y) ln(1 − ŷ)] with ŷ =
σ(z), from the logits `z` and the targets `y`, 0 or 1. It has to be finite for every logit, and
right in its small values too: a logit of 40 with target 1 has the loss e⁻⁴⁰, not 0.""",
    hints=(
        "With target 1 the loss is ln(1 + e⁻ᶻ), with target 0 it is ln(1 + eᶻ). The larger of z "
        "and 0 can be taken out of the logarithm.",
        "np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))), and the mean of it.",
    ),
)


@TASK.solution
def my_logistic_loss(z, y):
    """The mean loss, one number, of logits z (n,).

    y (n,): the targets, 0 or 1.
    """
    return np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))


TASK.given("three answers", np.array([0.5, -1.0, 2.0]), np.array([1.0, 0.0, 0.0]))
TASK.given("a logit of 0", np.array([0.0]), np.array([1.0]))
TASK.given("sure and wrong", np.array([-1000.0, 1000.0]), np.array([1.0, 0.0]))
TASK.given("sure and right", np.array([1000.0, -1000.0, 1.0]), np.array([1.0, 0.0, 1.0]))
TASK.given("very sure and right", np.array([40.0, -40.0]), np.array([1.0, 0.0]))


def sigmoid(z):
    """Without overflow."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


def naive(z, y, eps=0.0):
    """The formula as it stands."""
    p = sigmoid(z)
    return np.mean(-(y * np.log(p + eps) + (1 - y) * np.log(1 - p + eps)))


TASK.wrong(
    "Right for ordinary logits. For very large ones ŷ becomes exactly 0 or 1 and its logarithm "
    "infinite, or, if you work from the logit, eᶻ does. Take the larger of z and 0 out of the "
    "logarithm, so that no power is large.",
    quiet(naive),
)
TASK.wrong(
    "A small number inside the logarithms bounds the loss of a sure and wrong answer. From the "
    "logit none is needed.",
    quiet(lambda z, y: naive(z, y, 1e-12)),
)
TASK.wrong(
    "ŷ is cut off near 0 and 1 (`clip`), which bounds the loss of a sure and wrong answer. Work "
    "from the logit instead.",
    lambda z, y: np.mean(
        -np.log(np.clip(np.where(y > 0.5, sigmoid(z), 1 - sigmoid(z)), 1e-7, 1 - 1e-7))
    ),
)
TASK.wrong(
    "The small values are lost: e⁻⁴⁰ disappears beside a number like 1, as in `np.log(1 + e)`, or "
    "40, as in `np.logaddexp(0, z) - z * y`. `np.log1p(e)` of the small number alone keeps it.",
    lambda z, y: np.mean(np.maximum(z, 0) - z * y + np.log(1 + np.exp(-np.abs(z)))),
)
TASK.wrong(
    "Inside the exponential stands −z instead of −|z|, so e¹⁰⁰⁰ overflows.",
    quiet(lambda z, y: np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-z)))),
)
TASK.wrong("The minus sign is missing.", lambda z, y: -my_logistic_loss(z, y))
TASK.wrong(
    "You return the sum; the task asks for the mean.", lambda z, y: my_logistic_loss(z, y) * len(z)
)
TASK.wrong("The targets are exchanged: y = 1 means yes.", lambda z, y: my_logistic_loss(z, 1 - y))
TASK.wrong(
    "Only the yes answers count in your sum; a target of 0 has the loss −ln(1 − ŷ).",
    lambda z, y: np.mean(np.logaddexp(0, -z) * y),
)
TASK.wrong("That is the squared error of ŷ.", lambda z, y: np.mean((sigmoid(z) - y) ** 2))
