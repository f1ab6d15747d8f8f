"""One neuron, for many examples at once."""

import numpy as np

from dlbook.exercises.definition import Exercise

TASK = Exercise(
    name="perceptron",
    chapter="perceptron",
    title="A neuron",
    task="""\
Write the whole neuron: multiply, add, squash. `X` has one example in each row. For every row, work
out the state z = b + w · x, and return ŷ = σ(z) = 1 / (1 + e⁻ᶻ).

With w = (3, −2) and b = 1, the example (1, 1) has z = 2 and ŷ = 0.8808.""",
    hints=(
        "One product gives all states at once: which of `X @ w` and `X * w` adds up?",
        "z = X @ w + b has one number for each row. Then 1 / (1 + np.exp(-z)), or the form of the "
        "chapter that never overflows.",
    ),
)


@TASK.solution
def my_perceptron(X, w, b):
    """Answers ŷ (n,) for the rows of X (n, m); w (m,), b a number."""
    z = X @ w + b
    e = np.exp(-np.abs(z))  # between 0 and 1, so nothing overflows
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


w = np.array([3.0, -2.0])
TASK.given("the lecture's neuron", np.array([[1.0, 1.0], [-1.0, 2.0], [0.5, 0.25]]), w, 1.0)
TASK.given("as many examples as inputs", np.array([[0.2, -0.4], [1.5, 0.3]]), w, -0.5)
TASK.given("one example", np.array([[0.3, 0.1, -0.2]]), np.array([1.0, 2.0, -1.5]), 0.25)
TASK.given("a neuron with one input", np.array([[-0.5], [0.0], [2.0]]), np.array([0.7]), 0.1)
TASK.given("states of −1,000 and 1,000", np.array([[-1.0], [1.0], [0.0]]), np.array([1000.0]), 0.0)
TASK.given("no bias to speak of", np.array([[1.0, -2.0], [0.5, 0.5]]), np.array([0.5, -1.0]), 0.0)


def sigmoid(z):
    """1 / (1 + e^-z), overflow and all."""
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-z))


TASK.wrong(
    "You return the state z itself; the last step, the sigmoid, is missing.",
    lambda X, w, b: X @ w + b,
)
TASK.wrong(
    "The sign in the exponent is wrong: σ(z) has e⁻ᶻ, and with e⁺ᶻ yes and no are exchanged.",
    lambda X, w, b: sigmoid(-(X @ w + b)),
)
TASK.wrong(
    "The bias is missing: z = w · x + b.",
    lambda X, w, b: sigmoid(X @ w),
)
TASK.wrong(
    "The bias is subtracted; it is added: z = w · x + b.",
    lambda X, w, b: sigmoid(X @ w - b),
)
TASK.wrong(
    "The bias is multiplied with the sum; it is added: z = w · x + b.",
    lambda X, w, b: sigmoid(X @ w * b),
)
TASK.wrong(
    "The bias is added after the sigmoid; it belongs into the state, before it.",
    lambda X, w, b: sigmoid(X @ w) + b,
)
TASK.wrong(
    "The products are not added up: `*` multiplies place by place, `@` also adds.",
    lambda X, w, b: sigmoid(X * w + b),
)
TASK.wrong(
    "The bias is added once for every input; it belongs to the neuron, and is added once.",
    lambda X, w, b: sigmoid((X * w + b).sum(axis=1)),
)
TASK.wrong(
    "You have used tanh; the task asks for the sigmoid.",
    lambda X, w, b: np.tanh(X @ w + b),
)
TASK.wrong(
    "You return yes or no (1 or 0). The task asks for the sigmoid, which says how strongly.",
    lambda X, w, b: (X @ w + b > 0) * 1.0,
)
TASK.wrong(
    "Brackets are missing: Python reads `1 / 1 + e` as (1 / 1) + e. Write `1 / (1 + e)`.",
    lambda X, w, b: 1 / 1 + np.exp(np.minimum(-(X @ w + b), 700.0)),
)
TASK.wrong(
    "You have used the ReLU, max(z, 0); the task asks for the sigmoid.",
    lambda X, w, b: np.maximum(X @ w + b, 0.0),
)
