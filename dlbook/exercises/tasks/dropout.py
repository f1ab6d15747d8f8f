"""Dropout with inverted scaling, for training and for evaluation."""

import numpy as np

from dlbook.exercises.definition import Exercise

TASK = Exercise(
    name="dropout",
    chapter="dropout",
    title="Dropout",
    task="""\
Write dropout at rate p. In training, draw a number between 0 and 1 for every entry of the
activations `A` with `rng.random(A.shape)`. Where it is below p the unit is off, and its activation
becomes 0; every other activation is divided by 1 − p. In evaluation nothing is changed.

At p = 0.5 about half of the entries become 0 and the others are doubled.""",
    hints=(
        "A comparison gives a mask: `rng.random(A.shape) >= p` is true, counted as 1, for units "
        "that stay.",
        "if not training: return A. Else: A * (rng.random(A.shape) >= p) / (1 - p).",
    ),
)


@TASK.solution
def my_dropout(A, p, rng, training):
    """Activations (n, n_units) after dropout at rate 0 <= p < 1.

    rng: a NumPy Generator.
    """
    if not training:
        return A
    kept = rng.random(A.shape) >= p
    return A * kept / (1 - p)


def drawn(seed):
    """A generator of random numbers."""
    return np.random.default_rng(seed)


A = drawn(9).normal(size=(4, 5))
TASK.given("half of the units off", A, 0.5, drawn(0), True)
TASK.given("a fifth of the units off", A, 0.2, drawn(1), True)
TASK.given("nine of ten off", A, 0.9, drawn(2), True)
TASK.given("a rate of 0", A, 0.0, drawn(3), True)
TASK.given("evaluation", A, 0.3, drawn(4), False)
TASK.given("one example with three units", np.array([[1.0, 2.0, 3.0]]), 0.4, drawn(5), True)


@TASK.case("two steps from one generator")
def two_steps(dropout):
    """The second has another mask."""
    rng = drawn(6)
    return [dropout(np.ones((2, 4)), 0.5, rng, True), dropout(np.ones((2, 4)), 0.5, rng, True)]


def masked(formula, always=False):
    """A wrong dropout: `formula` of A, the draws and p, in training, or always."""
    return lambda A, p, rng, training: (
        formula(A, rng.random(A.shape), p) if training or always else A
    )


TASK.wrong(
    "What stays is not scaled up: divide by 1 − p, so that the sums keep their size.",
    masked(lambda A, u, p: A * (u >= p)),
)
TASK.wrong(
    "p is the share that is switched off; you keep it and switch off the others.",
    masked(lambda A, u, p: A * (u < p) / (1 - p)),
)
TASK.wrong(
    "p is the share that is switched off; you have taken it for the share that stays.",
    masked(lambda A, u, p: A * (u < p) / p if p else A * 0),
)
TASK.wrong(
    "The share of units is right, but others are off than asked: a unit is off where its "
    "number is below p.",
    masked(lambda A, u, p: A * (u < 1 - p) / (1 - p)),
)
TASK.wrong(
    "You divide by p; what stays is divided by 1 − p, the share that stays.",
    masked(lambda A, u, p: A * (u >= p) / p if p else A),
)
TASK.wrong(
    "You multiply by 1 − p; what stays has to grow, so divide by it.",
    masked(lambda A, u, p: A * (u >= p) * (1 - p)),
)
TASK.wrong(
    "Units are dropped in evaluation too: `training` says when.",
    masked(lambda A, u, p: A * (u >= p) / (1 - p), always=True),
)
TASK.wrong(
    "Nothing is dropped in training, and everything in evaluation: the question is the "
    "wrong way round.",
    lambda A, p, rng, training: A if training else my_dropout(A, p, rng, True),
)
TASK.wrong(
    "Activations are scaled by 1 − p in evaluation, as in the first paper. The task asks for "
    "inverted scaling: divide in training, and leave evaluation alone.",
    lambda A, p, rng, training: A * (rng.random(A.shape) >= p) if training else A * (1 - p),
)
TASK.wrong(
    "Nothing is dropped, and everything is scaled: the mask is missing.",
    masked(lambda A, u, p: A / (1 - p)),
)
TASK.wrong("Nothing is dropped at all.", lambda A, p, rng, training: A)
TASK.wrong(
    "All examples share one mask: draw a number for every entry, with `A.shape`.",
    lambda A, p, rng, training: A * (rng.random(A.shape[1]) >= p) / (1 - p) if training else A,
)
TASK.wrong(
    "Whole examples are dropped: draw a number for every entry, with `A.shape`.",
    lambda A, p, rng, training: A * (rng.random((len(A), 1)) >= p) / (1 - p) if training else A,
)
TASK.wrong(
    "You make a generator of your own with a fixed seed, so that the same units are off in "
    "every step. Use the `rng` that you are given.",
    lambda A, p, rng, training: my_dropout(A, p, drawn(0), training),
)
TASK.wrong(
    "The random numbers are normal draws (`rng.normal`, `standard_normal`). The task asks for "
    "`rng.random`, evenly between 0 and 1; only then is a share p of them below p.",
    lambda A, p, rng, training: A * (rng.normal(size=A.shape) >= p) / (1 - p) if training else A,
)
TASK.wrong(
    "In evaluation activations are divided by 1 − p too. There every unit is on, and nothing is "
    "changed.",
    lambda A, p, rng, training: my_dropout(A, p, rng, True) if training else A / (1 - p),
)
