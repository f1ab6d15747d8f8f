"""A gradient by nudging, to check one that was derived."""

import numpy as np

from dlbook.exercises.definition import Exercise

TASK = Exercise(
    name="numerical_gradient",
    chapter="backpropagation",
    title="Nudge and see",
    task="""\
Work out a gradient without any derivative. For every entry of `w`, nudge it up by ε and down by ε,
leave the others as they are, and take (J up − J down) / (2 ε). `J(w)` returns one number. Return an
array of the shape of `w`, which can have one or two dimensions; `w` itself stays as it is.""",
    hints=(
        "`np.ndindex(w.shape)` goes through all places of an array of any shape.",
        "At each place: up, down = w.copy(), w.copy(); up[place] += eps; down[place] -= eps; then "
        "g[place] = (J(up) - J(down)) / (2 * eps), with g = np.zeros(w.shape).",
    ),
)


@TASK.solution
def my_numerical_gradient(J, w, eps=1e-5):
    """The gradient of J at w, of the shape of w; J(w) returns one number."""
    g = np.zeros(w.shape)
    for place in np.ndindex(w.shape):
        up, down = w.copy(), w.copy()
        up[place] += eps
        down[place] -= eps
        g[place] = (J(up) - J(down)) / (2 * eps)
    return g


def cubes(w):
    """Σ w³ / 3 and products of neighbours."""
    flat = np.ravel(w)
    return float(np.sum(flat**3) / 3 + np.sum(flat[1:] * flat[:-1]))


TASK.given("J = w²", lambda w: float(np.sum(w**2)), np.array([3.0]), 1e-3)
TASK.given("three weights", cubes, np.array([1.0, -2.0, 0.5]), 1e-2)
TASK.given("a table of weights", cubes, np.array([[1.0, 2.0, 0.5], [-1.0, 0.3, 1.5]]), 1e-2)
TASK.given("a large nudge", cubes, np.array([0.5, 1.0]), 1.0)
TASK.given("a loss with a kink", lambda w: float(np.abs(w).sum()), np.array([0.0, 2.0]), 0.1)


def nudged(quotient, others=False):
    """Another quotient of J(w), the nudged values and ε."""

    def function(J, w, eps=1e-5):
        g = np.zeros(w.shape)
        for place in np.ndindex(w.shape):
            up, down = w.copy(), w.copy()
            up[place if not others else ...] += eps
            down[place if not others else ...] -= eps
            g[place] = quotient(J(w), J(up), J(down), eps)
        return g

    return function


def piled_up(J, w, eps=1e-5):
    """The nudges up stay."""
    g, w = np.zeros(w.shape), w.copy()
    for place in np.ndindex(w.shape):
        w[place] += eps
        up = J(w)
        w[place] -= 2 * eps
        g[place] = (up - J(w)) / (2 * eps)
    return g


TASK.wrong(
    "You nudge up only; with a nudge down as well the error is far smaller.",
    nudged(lambda J, up, down, e: (up - J) / e),
)
TASK.wrong(
    "You nudge down only; with a nudge up as well the error is far smaller.",
    nudged(lambda J, up, down, e: (J - down) / e),
)
TASK.wrong(
    "From down to up it is 2 ε: the 2 is missing.", nudged(lambda J, up, down, e: (up - down) / e)
)
TASK.wrong("The difference is not divided by 2 ε.", nudged(lambda J, up, down, e: up - down))
TASK.wrong(
    "Divided by 2 and then multiplied by ε: `/ 2 * eps` lacks brackets, `/ (2 * eps)`.",
    nudged(lambda J, up, down, e: (up - down) / 2 * e),
)
TASK.wrong(
    "The difference is the wrong way round: up minus down.",
    nudged(lambda J, up, down, e: (down - up) / (2 * e)),
)
TASK.wrong(
    "All entries are nudged together, so each gets the sum of all slopes.",
    nudged(lambda J, up, down, e: (up - down) / (2 * e), others=True),
)
TASK.wrong(
    "The nudges are not undone before the next entry: each starts from `w` itself.", piled_up
)
TASK.wrong(
    "That is the second derivative, (up − 2 J + down) / ε².",
    nudged(lambda J, up, down, e: (up - 2 * J + down) / e**2),
)
