"""One step of gradient descent for a whole network."""

import numpy as np

from dlbook.exercises.definition import Exercise

TASK = Exercise(
    name="sgd",
    chapter="gradient_descent",
    title="A step downhill",
    task="""\
Write one step of gradient descent, W ← W − η ∂J/∂W, for all parameters of a network. `parameters`
and `gradients` are lists of arrays, in the same order. Return a new list with new arrays, so that
the caller's arrays stay as they are.

From W = 2 with the gradient 3 and η = 0.1, a step leads to 1.7.""",
    hints=(
        "`zip(parameters, gradients)` goes through both lists together.",
        "[p - lr * g for p, g in zip(parameters, gradients)] is the whole of it. `p -= lr * g` "
        "would "
        "write into the caller's array.",
    ),
)


@TASK.solution
def my_sgd(parameters, gradients, lr):
    """A list of new arrays.

    Each parameter takes one step of rate lr against its gradient.
    """
    return [p - lr * g for p, g in zip(parameters, gradients)]


def arrays(seed, *shapes):
    """Random arrays of these shapes."""
    rng = np.random.default_rng(seed)
    return [rng.normal(size=shape) for shape in shapes]


layer = (3, 2), (3,)
TASK.given("a single weight", [np.array([2.0])], [np.array([3.0])], 0.1)
TASK.given("a layer", arrays(0, *layer), arrays(1, *layer), 0.25)
TASK.given("two layers", arrays(2, *layer, (1, 3), (1,)), arrays(3, *layer, (1, 3), (1,)), 1.5)
TASK.given("gradients of zero", arrays(4, *layer), [np.zeros((3, 2)), np.zeros(3)], 0.5)
TASK.given("a rate of 0", arrays(5, *layer), arrays(6, *layer), 0.0)
TASK.given("huge gradients", arrays(7, (2, 2)), [1e200 * arrays(8, (2, 2))[0]], 0.1)


@TASK.case("five steps down the bowl J = W²")
def five_steps(step):
    """The gradient of W² is 2 W."""
    W = [np.array([1.0, -3.0])]
    for _ in range(5):
        W = step(W, [2 * W[0]], 0.2)
    return W


def each(formula):
    """A wrong step, with `formula` for one array."""
    return lambda parameters, gradients, lr: [
        formula(p, g, lr) for p, g in zip(parameters, gradients)
    ]


TASK.wrong(
    "You go uphill: the gradient points up, so the step is taken against it, with a minus.",
    each(lambda p, g, lr: p + lr * g),
)
TASK.wrong("The learning rate is missing: W − η · gradient.", each(lambda p, g, lr: p - g))
TASK.wrong(
    "You divide by the learning rate; the gradient is multiplied by it.",
    each(lambda p, g, lr: p - g / lr if lr else p),
)
TASK.wrong(
    "You return the move, η times the gradient; the task asks for the parameters after it.",
    each(lambda p, g, lr: lr * g),
)
TASK.wrong(
    "You return the negative move; the task asks for the parameters after it.",
    each(lambda p, g, lr: -lr * g),
)
TASK.wrong(
    "The parameters are multiplied by 1 − η · gradient; the move is subtracted from them.",
    each(lambda p, g, lr: p * (1 - lr * g)),
)
TASK.wrong(
    "The learning rate multiplies everything: W − η · gradient, only the gradient.",
    each(lambda p, g, lr: lr * (p - g)),
)
TASK.wrong(
    "Only the sign of the gradient is used; a step is longer where the slope is steeper.",
    each(lambda p, g, lr: p - lr * np.sign(g)),
)
TASK.wrong("The difference is the wrong way round.", each(lambda p, g, lr: lr * g - p))
TASK.wrong(
    "The gradients are averaged over each array, so that all its entries move alike. Every "
    "entry has its own.",
    each(lambda p, g, lr: p - lr * g.mean()),
)
TASK.wrong(
    "Only the first array has moved: is the `return` inside the loop, or an index fixed?",
    lambda parameters, gradients, lr: [parameters[0] - lr * gradients[0], *parameters[1:]],
)
TASK.wrong(
    "You return the first array alone: a `return` inside the loop ends the function.",
    lambda parameters, gradients, lr: [parameters[0] - lr * gradients[0]],
)
TASK.wrong(
    "The parameters come back as they went in. Inside a loop, `p = p - lr * g` gives the "
    "name p to a new array and leaves the list as it is; collect the new arrays.",
    lambda parameters, gradients, lr: list(parameters),
)
