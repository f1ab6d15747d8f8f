"""A step with momentum."""

import numpy as np

from dlbook.exercises.definition import Exercise

TASK = Exercise(
    name="momentum",
    chapter="optimizers",
    title="A step with momentum",
    task="""\
Write a step of gradient descent with momentum: the velocity becomes v ← μ v + g, and then
θ ← θ − η v with the new velocity. Return the new θ and the new v. At a constant gradient the steps
grow to η g / (1 − μ).""",
    hints=(
        "The velocity has no η in it; the rate comes in at the move.",
        "v = mu * v + g, then theta - lr * v, v.",
    ),
    parts=("theta", "v"),
)


@TASK.solution
def my_momentum(theta, g, v, lr, mu):
    """The new (theta, v), both (n,).

    g (n,): the gradient; v (n,): the velocity.
    """
    v = mu * v + g
    return theta - lr * v, v


theta, g, v = np.array([1.0, -2.0, 0.5]), np.array([0.3, -4.0, 0.1]), np.array([0.5, 1.0, -0.2])
TASK.given("from rest", theta, g, np.zeros(3), 0.1, 0.9)
TASK.given("in motion", theta, g, v, 0.1, 0.9)
TASK.given("no momentum", theta, g, v, 0.2, 0.0)
TASK.given("no gradient", theta, np.zeros(3), v, 0.1, 0.5)


@TASK.case("ten steps down a long bowl")
def ten_steps(step):
    """Where they end."""
    theta, v = np.array([1.0, 1.0]), np.zeros(2)
    for _ in range(10):
        theta, v = step(theta, np.array([1.0, 10.0]) * theta, v, 0.05, 0.8)
    return theta, v


def moved(velocity, move):
    """Other formulas for the new velocity and for the move."""

    def function(theta, g, v, lr, mu):
        new = velocity(v, g, lr, mu)
        return theta - move(new, v, g, lr, mu), new

    return function


def right_v(v, g, lr, mu):
    """μ v + g."""
    return mu * v + g


TASK.wrong(
    "The move uses the old velocity; it is the new one that moves θ.",
    moved(right_v, lambda new, v, g, lr, mu: lr * v),
)
TASK.wrong(
    "The velocity has the factor 1 − μ at the gradient, as in a running mean; here it is μ v + g.",
    moved(lambda v, g, lr, mu: mu * v + (1 - mu) * g, lambda new, v, g, lr, mu: lr * new),
)
TASK.wrong(
    "The rate is inside the velocity, v ← μ v + η g. Here it comes in at the move.",
    moved(lambda v, g, lr, mu: mu * v + lr * g, lambda new, v, g, lr, mu: new),
)
TASK.wrong(
    "The rate is in the velocity and in the move, so it counts twice.",
    moved(lambda v, g, lr, mu: mu * v + lr * g, lambda new, v, g, lr, mu: lr * new),
)
TASK.wrong(
    "μ is missing: the old velocity fades by the factor μ.",
    moved(lambda v, g, lr, mu: v + g, lambda new, v, g, lr, mu: lr * new),
)
TASK.wrong(
    "μ multiplies the gradient too; only the old velocity fades.",
    moved(lambda v, g, lr, mu: mu * (v + g), lambda new, v, g, lr, mu: lr * new),
)
TASK.wrong(
    "The old velocity is forgotten: v ← μ v + g.",
    moved(lambda v, g, lr, mu: g, lambda new, v, g, lr, mu: lr * new),
)
TASK.wrong(
    "That is Nesterov's move, η (g + μ v); the task asks for η v.",
    moved(right_v, lambda new, v, g, lr, mu: lr * (g + mu * new)),
)
TASK.wrong("You go uphill: θ − η v.", moved(right_v, lambda new, v, g, lr, mu: -lr * new))
TASK.wrong("The learning rate is missing.", moved(right_v, lambda new, v, g, lr, mu: new))
TASK.wrong(
    "You return the old velocity, so that it never grows.",
    lambda theta, g, v, lr, mu: (theta - lr * (mu * v + g), v),
)
TASK.wrong(
    "The gradient is subtracted in the velocity, and the velocity in the move: one minus is "
    "enough.",
    moved(lambda v, g, lr, mu: mu * v - g, lambda new, v, g, lr, mu: lr * new),
)
TASK.wrong(
    "Your velocity has the minus and the rate in it, v ← μ v − η g. Here it is v ← μ v + g; minus "
    "and rate come in at the move.",
    moved(lambda v, g, lr, mu: mu * v - lr * g, lambda new, v, g, lr, mu: -new),
)
