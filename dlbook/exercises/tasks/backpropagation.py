"""The gradients of a network with one hidden layer."""

import numpy as np

from dlbook.exercises.definition import Exercise

TASK = Exercise(
    name="backpropagation",
    chapter="backpropagation",
    title="The way back",
    task="""\
Work out the gradients of a network with one hidden layer. On the way forward A = max(X W₁ᵀ + b₁, 0)
and the logits are Z = A W₂ᵀ + b₂; J is the mean cross-entropy of their softmax, as in the exercise
on the loss. Return ∂J/∂W₁, ∂J/∂b₁, ∂J/∂W₂ and ∂J/∂b₂, each of the shape of what it belongs to.

Start from the end: for one example, ∂loss/∂z is ŷ − y, where y is 1 for the right class and 0 for
the others.""",
    hints=(
        "With dZ = (ŷ − y)/n for all examples (the n is from the mean), the last layer's gradients "
        "are dZᵀ A and the sum of dZ over the examples. What reaches the layer below is dZ W₂.",
        "dZ1 = (dZ @ W2) * (A > 0): through a unit whose state was below zero nothing comes back. "
        "Then dZ1.T @ X and dZ1.sum(axis=0), as in the last layer.",
    ),
    parts=("dW1", "db1", "dW2", "db2"),
)


@TASK.solution
def my_backpropagation(W1, b1, W2, b2, X, y):
    """(dW1, db1, dW2, db2) of the mean cross-entropy.

    W1 (n_hidden, n_in), b1 (n_hidden,),
    W2 (n_classes, n_hidden), b2 (n_classes,);
    X (n, n_in), y (n,) the right classes, from 0.
    """
    A = np.maximum(X @ W1.T + b1, 0.0)
    Z = A @ W2.T + b2
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    dZ = E / E.sum(axis=1, keepdims=True)
    dZ[np.arange(len(y)), y] -= 1
    dZ /= len(y)
    dZ1 = (dZ @ W2) * (A > 0)
    return dZ1.T @ X, dZ1.sum(axis=0), dZ.T @ A, dZ.sum(axis=0)


def network(n, sizes, seed, scale=1.0):
    """Random parameters and n examples for a network of these sizes."""
    rng = np.random.default_rng(seed)
    n_in, n_hidden, n_out = sizes
    W1, b1 = scale * rng.normal(size=(n_hidden, n_in)), rng.normal(size=n_hidden)
    W2, b2 = scale * rng.normal(size=(n_out, n_hidden)), rng.normal(size=n_out)
    return W1, b1, W2, b2, rng.normal(size=(n, n_in)), rng.integers(0, n_out, n)


TASK.given("six examples, 3-4-2", *network(6, (3, 4, 2), 0), n=6)
TASK.given("as many of everything, 3-3-3", *network(3, (3, 3, 3), 1), n=3)
TASK.given("one example", *network(1, (2, 5, 3), 2), n=1)
TASK.given("logits in the thousands", *network(4, (3, 4, 3), 3, scale=50.0), n=4)
TASK.given(
    "no hidden unit awake",
    *(lambda W1, b1, *rest: (W1, b1 - 100, *rest))(*network(4, (2, 3, 3), 4)),
    n=4,
)


def passes(W1, b1, W2, b2, X, y, start=None, slope=None, back=None, per_n=True):
    """The solution with one part exchanged: dZ's start, the slope of the ReLU, the matrix back."""
    Z1 = X @ W1.T + b1
    A = np.maximum(Z1, 0.0)
    Z = A @ W2.T + b2
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    Y = np.eye(len(b2))[y]
    dZ = (start(P, Y) if start else P - Y) / (len(y) if per_n else 1)
    dA = dZ @ (back(W2) if back else W2)
    dZ1 = dA * (slope(Z1, A, dA) if slope else A > 0)
    return dZ1, dZ, A


def overflowing(W1, b1, W2, b2, X, y):
    """The softmax as its formula stands."""
    A = np.maximum(X @ W1.T + b1, 0.0)
    with np.errstate(all="ignore"):
        E = np.exp(A @ W2.T + b2)
        dZ = (E / E.sum(axis=1, keepdims=True) - np.eye(len(b2))[y]) / len(y)
    dZ1 = (dZ @ W2) * (A > 0)
    return dZ1.T @ X, dZ1.sum(axis=0), dZ.T @ A, dZ.sum(axis=0)


def mistaken(**exchanged):
    """The gradients with one part exchanged, as `passes` has it."""

    def function(W1, b1, W2, b2, X, y):
        dZ1, dZ, A = passes(W1, b1, W2, b2, X, y, **exchanged)
        return dZ1.T @ X, dZ1.sum(axis=0), dZ.T @ A, dZ.sum(axis=0)

    return function


def gathered(collect):
    """The gradients with the last lines exchanged: `collect` of dZ1, dZ, A, X."""

    def function(W1, b1, W2, b2, X, y):
        return collect(*passes(W1, b1, W2, b2, X, y), X)

    return function


TASK.wrong(
    "The gradients are those of the sum: J is the mean over the examples, so dZ is divided by n.",
    mistaken(per_n=False),
)
TASK.wrong(
    "The slope of the ReLU is missing: dA has to be multiplied by 1 where the unit's state was "
    "above zero, and by 0 elsewhere.",
    mistaken(slope=lambda Z1, A, dA: 1.0),
)
TASK.wrong(
    "The slope of the ReLU looks at the gradient instead of the unit: what counts is whether the "
    "state (or A) was above zero, not whether dA is.",
    mistaken(slope=lambda Z1, A, dA: dA > 0),
)
TASK.wrong(
    "You multiply by the activation A on the way back; the ReLU's slope is 1 or 0: `A > 0`.",
    mistaken(slope=lambda Z1, A, dA: A),
)
TASK.wrong(
    "A (1 − A) is the slope of the sigmoid; the ReLU's is 1 where its state was above zero, else "
    "0.",
    mistaken(slope=lambda Z1, A, dA: A * (1 - A)),
)
TASK.wrong(
    "1 − A² is the slope of tanh; the ReLU's is 1 where its state was above zero, else 0.",
    mistaken(slope=lambda Z1, A, dA: 1 - A**2),
)
TASK.wrong(
    "The slope of the ReLU is upside down: 1 where the state was above zero, not below.",
    mistaken(slope=lambda Z1, A, dA: A <= 0),
)
TASK.wrong(
    "W2 is transposed on the way back. Forward it is `A @ W2.T`, so backward it is `dZ @ W2`.",
    mistaken(back=lambda W2: W2.T),
)
TASK.wrong(
    "The right answers are missing: the slope of a logit is ŷ − y, and you have used ŷ alone.",
    mistaken(start=lambda P, Y: P),
)
TASK.wrong(
    "The difference is taken the wrong way round: ŷ − y, so that a step against it lowers J.",
    mistaken(start=lambda P, Y: Y - P),
)
TASK.wrong(
    "ŷ (1 − ŷ) is one factor too many: ŷ − y is already the slope with respect to the logits.",
    mistaken(start=lambda P, Y: (P - Y) * P * (1 - P)),
)
TASK.wrong(
    "Right for ordinary logits; large ones overflow in the softmax. Take each row's largest logit "
    "off before the exponential.",
    overflowing,
)
TASK.wrong(
    "The weights' gradients are the wrong way round: ∂J/∂W has the shape of W, so dZᵀ A and not Aᵀ "
    "dZ.",
    gathered(lambda dZ1, dZ, A, X: (X.T @ dZ1, dZ1.sum(axis=0), A.T @ dZ, dZ.sum(axis=0))),
)
TASK.wrong(
    "The biases' gradients are means; dZ already has the 1/n in it, so they are sums over the "
    "examples.",
    gathered(lambda dZ1, dZ, A, X: (dZ1.T @ X, dZ1.mean(axis=0), dZ.T @ A, dZ.mean(axis=0))),
)
TASK.wrong(
    "The biases' gradients are added along the wrong axis: over the examples, axis 0.",
    gathered(lambda dZ1, dZ, A, X: (dZ1.T @ X, dZ1.sum(axis=1), dZ.T @ A, dZ.sum(axis=1))),
)
