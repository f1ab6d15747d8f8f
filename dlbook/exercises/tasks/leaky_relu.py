"""A leaky ReLU and its slope."""

import numpy as np

from dlbook.exercises.definition import Exercise

TASK = Exercise(
    name="leaky_relu",
    chapter="activations",
    title="A leaky ReLU, with its slope",
    task="""\
Write the leaky ReLU, z where z is above 0 and leak · z elsewhere, and its slope g'(z): 1 above
0 and `leak` elsewhere, at the corner z = 0 too. Return both, for an array of any shape.

At z = −2 with leak 0.1 the activation is −0.2 and the slope 0.1.""",
    hints=(
        "`np.where(condition, a, b)` takes a where the condition is true, and b elsewhere.",
        "np.where(z > 0, z, leak * z) and np.where(z > 0, 1.0, leak).",
    ),
    parts=("the activation", "the slope"),
)


@TASK.solution
def my_leaky_relu(z, leak):
    """(a, slope), each of the shape of z; leak: a number."""
    return np.where(z > 0, z, leak * z), np.where(z > 0, 1.0, leak)


TASK.given("states on both sides", np.array([-2.0, -0.5, 0.5, 3.0]), 0.1)
TASK.given("the corner", np.array([0.0, -0.0, 1e-300, -1e-300]), 0.2)
TASK.given("a table of states", np.array([[1.0, -1.0], [-4.0, 2.0]]), 0.01)
TASK.given("a leak of 0, the plain ReLU", np.array([-1.0, 2.0]), 0.0)
TASK.given("a leak above 1", np.array([-1.0, 2.0, 0.5]), 2.0)
TASK.given("infinite states", np.array([-np.inf, np.inf]), 0.1)


def mistaken(a, slope):
    """The two answers by formulas of z and leak."""
    return lambda z, leak: (a(z, leak), slope(z, leak))


right_a, right_slope = (
    lambda z, leak: np.where(z > 0, z, leak * z),
    lambda z, leak: np.where(z > 0, 1.0, leak),
)

TASK.wrong(
    "The leak is missing: below zero the activation is leak · z, not 0.",
    mistaken(lambda z, leak: np.maximum(z, 0), right_slope),
)
TASK.wrong(
    "The slope below zero is the leak, not 0.", mistaken(right_a, lambda z, leak: (z > 0) * 1.0)
)
TASK.wrong(
    "At the corner, z = 0, the slope is the leak: compare with >, not >=.",
    mistaken(right_a, lambda z, leak: np.where(z >= 0, 1.0, leak)),
)
TASK.wrong(
    "np.maximum(z, leak * z) is right only for a leak of 1 or less; choose by the sign of z.",
    mistaken(lambda z, leak: np.maximum(z, leak * z), right_slope),
)
TASK.wrong(
    "Below zero the activation is the leak itself; it is leak · z.",
    mistaken(lambda z, leak: np.where(z > 0, z, leak), right_slope),
)
TASK.wrong(
    "Below zero the activation has the wrong sign: leak · z is negative there.",
    mistaken(lambda z, leak: np.where(z > 0, z, -leak * z), right_slope),
)
TASK.wrong(
    "You give leak · z as the slope; that is the activation. The slope is the leak alone.",
    mistaken(right_a, lambda z, leak: np.where(z > 0, 1.0, leak * z)),
)
TASK.wrong(
    "Above zero the slope is 1, not z.", mistaken(right_a, lambda z, leak: np.where(z > 0, z, leak))
)
TASK.wrong(
    "The two sides are exchanged: the leak belongs below zero.",
    mistaken(
        lambda z, leak: np.where(z > 0, leak * z, z), lambda z, leak: np.where(z > 0, leak, 1.0)
    ),
)
