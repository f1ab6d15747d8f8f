"""A dense layer: many neurons that see the same inputs."""

import numpy as np

from dlbook.exercises.definition import Exercise

TASK = Exercise(
    name="layer",
    chapter="networks",
    title="A dense layer",
    task="""\
Write a dense layer with the ReLU: for every example, a row of `X`, and for every neuron, a row of
`W` with its entry of `b`, the activation a = max(z, 0) of the state z = w · x + b.

With W = [[1, 2], [3, −1]] and b = (0, −1), the example (1, 1) gives the activations (3, 1).""",
    hints=(
        "X has the shape (n, n_in) and W (n_out, n_in). Which of the two has to be transposed so "
        "that the inner numbers of the product are both n_in?",
        "Z = X @ W.T + b has the shape (n, n_out), and b is added to each of its rows. "
        "np.maximum(Z, 0) is the ReLU of every entry.",
    ),
)


@TASK.solution
def my_layer(X, W, b):
    """Activations (n, n_out) for X (n, n_in), W (n_out, n_in), b (n_out,)."""
    Z = X @ W.T + b
    return np.maximum(Z, 0.0)


rng = np.random.default_rng(0)
square = np.array([[1.0, 2.0], [3.0, -1.0]])
TASK.given(
    "the layer of the task", np.array([[1.0, 1.0], [-1.0, 2.0]]), square, np.array([0.0, -1.0])
)
TASK.given("five examples", rng.normal(size=(5, 3)), rng.normal(size=(4, 3)), rng.normal(size=4))
TASK.given("one example", np.array([[1.0, -0.5, 0.25]]), rng.normal(size=(4, 3)), np.arange(4.0))
TASK.given("a single neuron", rng.normal(size=(3, 2)), np.array([[1.0, -1.0]]), np.array([0.1]))
TASK.given(
    "as many of everything",
    rng.normal(size=(3, 3)),
    rng.normal(size=(3, 3)),
    np.array([1.0, 2, -3]),
)
TASK.given("large numbers", 1e150 * rng.normal(size=(2, 3)), rng.normal(size=(2, 3)), np.zeros(2))


def relu(z):
    """max(z, 0)."""
    return np.maximum(z, 0.0)


TASK.wrong("The ReLU is missing: states below zero become 0.", lambda X, W, b: X @ W.T + b)
TASK.wrong(
    "W is not transposed: each neuron is a row of W, so the product is `X @ W.T`.",
    lambda X, W, b: relu(X @ W + b),
)
TASK.wrong("The bias is missing.", lambda X, W, b: relu(X @ W.T))
TASK.wrong("The bias is subtracted; it is added.", lambda X, W, b: relu(X @ W.T - b))
TASK.wrong(
    "The bias is added after the ReLU; it belongs into the state, before it.",
    lambda X, W, b: relu(X @ W.T) + b,
)
TASK.wrong(
    "The bias is added to each column, one number for an example. It has one for each neuron, so "
    "it is added to each row: `+ b`, without a new axis.",
    lambda X, W, b: relu(X @ W.T + b[:, None]),
)
TASK.wrong(
    "You take the size |z|; the ReLU makes negative states 0.", lambda X, W, b: abs(X @ W.T + b)
)
TASK.wrong(
    "You keep what is below zero: the ReLU is the maximum of z and 0.",
    lambda X, W, b: np.minimum(X @ W.T + b, 0.0),
)
TASK.wrong(
    "You return where the state is positive (0 or 1), which is the slope of the ReLU. The "
    "task asks for the ReLU itself.",
    lambda X, W, b: (X @ W.T + b > 0) * 1.0,
)
TASK.wrong(
    "You take the maximum along a row, one number an example. `np.maximum(Z, 0)` compares entry by "
    "entry; `np.max` looks for the largest.",
    lambda X, W, b: np.max(X @ W.T + b, axis=1),
)
TASK.wrong(
    "The ReLU is taken of the inputs; it belongs after the sum.",
    lambda X, W, b: relu(X) @ W.T + b,
)
TASK.wrong(
    "You give the activations with a row for each neuron; the task asks for a row for each "
    "example.",
    lambda X, W, b: relu(W @ X.T + b[:, None]),
)
TASK.wrong("You have used tanh; the task asks for the ReLU.", lambda X, W, b: np.tanh(X @ W.T + b))
TASK.wrong(
    "`W @ X.T` has a row for each neuron, and b does not fit its rows. The task asks for a row for "
    "each example: `X @ W.T + b`.",
    lambda X, W, b: relu(W @ X.T + b),
)
