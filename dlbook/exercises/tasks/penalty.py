"""A penalty on large weights, with its gradient."""

import numpy as np

from dlbook.exercises.definition import Exercise

TASK = Exercise(
    name="penalty",
    chapter="overfitting",
    title="A penalty on large weights",
    task="""\
Add a penalty to a loss: λ/2 times the sum of the squares of all weights; biases are not
penalised. `weights` is a list of arrays, `gradients` the list of the loss's gradients for them.
Return the loss with the penalty, and the list of gradients with the penalty's added.""",
    hints=(
        "The derivative of λ/2 w² is λ w.",
        "loss + lam / 2 * sum(np.sum(W**2) for W in weights), and [g + lam * W for …].",
    ),
    parts=("the loss", "the gradients"),
)


@TASK.solution
def my_penalty(loss, weights, gradients, lam):
    """(loss with the penalty, a list of gradients with it).

    lam: λ, at least 0.
    """
    total = loss + lam / 2 * sum(np.sum(W**2) for W in weights)
    return total, [g + lam * W for W, g in zip(weights, gradients)]


def arrays(seed):
    """Two layers' arrays."""
    rng = np.random.default_rng(seed)
    return [rng.normal(size=(3, 2)), rng.normal(size=(1, 3))]


TASK.given("a single weight", 1.0, [np.array([[2.0]])], [np.array([[0.5]])], 0.1, n=3)
TASK.given("two layers", 0.7, arrays(0), arrays(1), 0.3, n=5)
TASK.given("no penalty", 0.7, arrays(2), arrays(3), 0.0, n=5)
TASK.given("a large penalty", 0.1, arrays(4), arrays(5), 20.0, n=5)
TASK.given("weights of 0", 0.4, [np.zeros((2, 2))], [np.ones((2, 2))], 0.5, n=4)


def mistaken(total=None, slope=None):
    """Another penalty of the weights, or another slope of it."""

    def function(loss, weights, gradients, lam):
        right = my_penalty(loss, weights, gradients, lam)
        J = loss + total(weights, lam) if total else right[0]
        if slope is None:
            return J, right[1]
        return J, [slope(W, g, lam) for W, g in zip(weights, gradients)]

    return function


def squares(weights):
    """Σ w²."""
    return sum(np.sum(W**2) for W in weights)


TASK.wrong("The ½ is missing in the loss: λ/2 Σ w².", mistaken(lambda ws, lam: lam * squares(ws)))
TASK.wrong(
    "The gradient has a factor too many: the derivative of λ/2 w² is λ w.",
    mistaken(slope=lambda W, g, lam: g + 2 * lam * W),
)
TASK.wrong(
    "The gradient has a ½ too many: the derivative of λ/2 w² is λ w.",
    mistaken(slope=lambda W, g, lam: g + lam / 2 * W),
)
TASK.wrong(
    "The gradients are without the penalty, so that training never feels it.",
    mistaken(slope=lambda W, g, lam: g),
)
TASK.wrong("The loss is without the penalty.", mistaken(lambda ws, lam: 0.0))
TASK.wrong(
    "The gradients are those of the penalty alone; the loss's have to stay.",
    mistaken(slope=lambda W, g, lam: lam * W),
)
TASK.wrong(
    "The penalty pushes the wrong way: its gradient is + λ w, so that a step makes w smaller.",
    mistaken(slope=lambda W, g, lam: g - lam * W),
)
TASK.wrong(
    "The penalty is a mean of the squares; it is their sum.",
    mistaken(lambda ws, lam: lam / 2 * squares(ws) / sum(W.size for W in ws)),
)
TASK.wrong(
    "The penalty adds |w|; the task asks for squares.",
    mistaken(lambda ws, lam: lam / 2 * sum(np.abs(W).sum() for W in ws)),
)
TASK.wrong(
    "The slope is that of |w|, λ sign(w); for λ/2 w² it is λ w.",
    mistaken(slope=lambda W, g, lam: g + lam * np.sign(W)),
)
TASK.wrong(
    "The penalty is the norm of all weights, with a root; the task asks for the sum of squares.",
    mistaken(lambda ws, lam: lam / 2 * np.sqrt(squares(ws))),
)
TASK.wrong(
    "Only the first array is penalised in the loss.",
    mistaken(lambda ws, lam: lam / 2 * np.sum(ws[0] ** 2)),
)
TASK.wrong(
    "λ multiplies the gradients, where it should multiply the weights: g + λ w.",
    mistaken(slope=lambda W, g, lam: lam * g + W),
)
TASK.wrong(
    "The ½ is missing, in the loss and in the gradient: λ/2 Σ w², with the derivative λ w.",
    mistaken(lambda ws, lam: lam * squares(ws), lambda W, g, lam: g + 2 * lam * W),
)
