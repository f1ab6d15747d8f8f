"""Gradient descent on any function, with the path that it takes."""

import numpy as np

from dlbook.exercises.definition import Exercise

TASK = Exercise(
    name="descent",
    chapter="gradient_descent",
    title="The path of a descent",
    task="""\
Write gradient descent: from `w`, take `steps` steps w ← w − η ∇J(w), where `gradient(w)` returns
∇J(w). Return the whole path: a table with a row for each place, the start first, so steps + 1 rows.

On J = w² (gradient 2 w) from w = 1 with η = 0.25 the path is 1, 0.5, 0.25, …""",
    hints=(
        "Keep the places in a list that starts as [w], and make one array of it at the end.",
        "for _ in range(steps): w = w - lr * gradient(w); path.append(w). Then np.array(path). "
        "With "
        "`w -= …` every entry of the list would be the same array.",
    ),
)


@TASK.solution
def my_descent(gradient, w, lr, steps):
    """The path (steps + 1, m) from w (m,); gradient(w) returns ∇J(w) (m,)."""
    path = [w]
    for _ in range(steps):
        w = w - lr * gradient(w)
        path.append(w)
    return np.array(path)


def bowl(w):
    """The gradient of w₀² + 5 w₁²."""
    return np.array([2.0, 10.0]) * w


def valley(w):
    """The gradient of w⁴ / 4, for each weight."""
    return w**3


TASK.given("J = w²", lambda w: 2 * w, np.array([1.0]), 0.25, 3, n=4)
TASK.given("a long bowl", bowl, np.array([1.0, -2.0]), 0.05, 6, n=7)
TASK.given("a rate that overshoots", bowl, np.array([1.0, 1.0]), 0.15, 4, n=5)
TASK.given("a flat valley", valley, np.array([1.0, -0.5, 0.2]), 0.5, 5, n=6)
TASK.given("no step", bowl, np.array([1.0, -2.0]), 0.05, 0, n=1)
TASK.given("a rate of 0", bowl, np.array([1.0, -2.0]), 0.0, 2, n=3)


def walked(move, first=True, cut=None):
    """The path with another move; `first`: the start belongs to it."""

    def function(gradient, w, lr, steps):
        start, path = w, [w]
        for k in range(steps):
            w = move(w, gradient, lr, start, k)
            path.append(w)
        return np.array(path if first else path[1:])[slice(cut)]

    return function


def step(w, gradient, lr, start, k):
    """The right one."""
    return w - lr * gradient(w)


TASK.wrong("You go uphill: w − η ∇J(w).", walked(lambda w, g, lr, start, k: w + lr * g(w)))
TASK.wrong("The start is missing from the path.", walked(step, first=False))
TASK.wrong(
    "The last place is missing from the path: steps steps have steps + 1 places.",
    lambda g, w, lr, steps: my_descent(g, w, lr, max(steps - 1, 0)),
)
TASK.wrong(
    "The gradient is always that of the start; it has to be worked out anew at every place.",
    walked(lambda w, g, lr, start, k: w - lr * g(start)),
)
TASK.wrong(
    "Every step starts from the first place.", walked(lambda w, g, lr, start, k: start - lr * g(w))
)
TASK.wrong("The learning rate is missing.", walked(lambda w, g, lr, start, k: w - g(w)))
TASK.wrong(
    "You return the last place alone; the task asks for the whole path.",
    lambda g, w, lr, steps: my_descent(g, w, lr, steps)[-1],
)
TASK.wrong(
    "Every row is the last place: with `w -= …` the list holds the same array again and again. "
    "`w = w - …` makes a new one.",
    lambda g, w, lr, steps: np.tile(my_descent(g, w, lr, steps)[-1], (steps + 1, 1)),
)
TASK.wrong(
    "The gradient is divided by its length, so that all steps are equally long.",
    walked(lambda w, g, lr, start, k: w - lr * g(w) / np.linalg.norm(g(w))),
)
TASK.wrong(
    "The learning rate shrinks from step to step; here it stays the same.",
    walked(lambda w, g, lr, start, k: w - lr / (k + 1) * g(w)),
)
