"""Rosenblatt's rule: one pass over the examples."""

import numpy as np

from dlbook.exercises.definition import Exercise

TASK = Exercise(
    name="perceptron_rule",
    chapter="perceptron",
    title="Rosenblatt's learning rule",
    task="""\
Let a neuron with a threshold learn: it answers 1 where z = w · x + b is above 0, else 0. Go through
the examples once, in order. After each, work out the error y − answer, 0, 1 or −1, and add
error · x to w and error to b, at once, so that the next example meets the new weights. Return the
weights and the bias after the pass.""",
    hints=(
        "A loop over `zip(X, y)`; inside it the answer is `float(w @ x + b > 0)`.",
        "error = target - (w @ x + b > 0); w = w + error * x; b = b + error. `w += …` would change "
        "the caller's array.",
    ),
    parts=("w", "b"),
)


@TASK.solution
def my_perceptron_rule(X, y, w, b):
    """(w, b) after one pass over X (n, m) with targets y (n,) of 0 and 1.

    w (m,), b a number.
    """
    for x, target in zip(X, y):
        error = target - float(w @ x + b > 0)
        w = w + error * x
        b = b + error
    return w, b


corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
AND, OR = np.array([0.0, 0, 0, 1]), np.array([0.0, 1, 1, 1])
rng = np.random.default_rng(0)
TASK.given("AND from zero", corners, AND, np.zeros(2), 0.0)
TASK.given("OR from a wrong start", corners, OR, np.array([-1.0, 0.5]), 1.0)
TASK.given("a state of exactly 0", np.array([[0.0, 0.0]]), np.array([1.0]), np.ones(2), 0.0)
TASK.given(
    "three inputs", rng.normal(size=(8, 3)), np.array([1.0, 0, 0, 1, 1, 0, 1, 0]), np.zeros(3), 0.5
)


@TASK.case("six passes over AND")
def six_passes(one_pass):
    """Then it has learned it."""
    w, b = np.zeros(2), 0.0
    for _ in range(6):
        w, b = one_pass(corners, AND, w, b)
    return w, b


def passing(update, at_once=True, above=lambda z: z > 0):
    """The rule with another update of w and b."""

    def function(X, y, w, b):
        first = w, b
        for x, target in zip(X, y):
            seen = (w, b) if at_once else first
            z = seen[0] @ x + seen[1]
            w, b = update(w, b, x, target - float(above(z)), target, z)
        return w, b

    return function


TASK.wrong(
    "The error has the wrong sign: it is y − answer, so that a neuron that says 0 and should say 1 "
    "is pushed up.",
    passing(lambda w, b, x, e, y, z: (w - e * x, b - e)),
)
TASK.wrong(
    "The bias does not learn: it changes by the error, like a weight whose input is always 1.",
    passing(lambda w, b, x, e, y, z: (w + e * x, b)),
)
TASK.wrong(
    "All examples are judged with the weights from the start of the pass. Each has to meet the "
    "weights as the example before has left them.",
    passing(lambda w, b, x, e, y, z: (w + e * x, b + e), at_once=False),
)
TASK.wrong(
    "A state of exactly 0 counts as yes; the neuron answers 1 only above 0: `>`, not `>=`.",
    passing(lambda w, b, x, e, y, z: (w + e * x, b + e), above=lambda z: z >= 0),
)
TASK.wrong(
    "The error is y − z. Rosenblatt's rule looks at the answer, 0 or 1, not at the state.",
    passing(lambda w, b, x, e, y, z: (w + (y - z) * x, b + y - z)),
)
TASK.wrong(
    "You use only the errors where the answer should have been 1; those where it should have been "
    "0 count as well, with −1.",
    passing(lambda w, b, x, e, y, z: (w + max(e, 0) * x, b + max(e, 0))),
)
TASK.wrong(
    "The size |error| is used, so the weights are only ever pushed one way.",
    passing(lambda w, b, x, e, y, z: (w + abs(e) * x, b + abs(e))),
)
TASK.wrong(
    "The weights change by the error alone; an input that was 0 had no part in it, so the error is "
    "multiplied by x.",
    passing(lambda w, b, x, e, y, z: (w + e, b + e)),
)


def by_answer(answer):
    """The update with another answer to a state."""
    return lambda w, b, x, e, y, z: (w + (y - answer(z)) * x, b + y - answer(z))


TASK.wrong(
    "The answer is 1 or −1 in your rule; in this exercise it is 1 or 0, as the targets are.",
    passing(by_answer(lambda z: 1.0 if z > 0 else -1.0)),
)
TASK.wrong(
    "The error is that of a sigmoid. Rosenblatt's neuron has a threshold: its answer is 0 or 1.",
    passing(by_answer(lambda z: 1 / (1 + np.exp(-z)))),
)
