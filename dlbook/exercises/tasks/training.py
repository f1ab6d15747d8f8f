"""The training that reads the digits, of the reader's own parts."""

import numpy as np

from dlbook.exercises.definition import Exercise
from dlbook.exercises.tasks.backpropagation import my_backpropagation, network
from dlbook.exercises.tasks.batches import my_batches
from dlbook.exercises.tasks.sgd import my_sgd

EPOCHS, IMAGES = 20, 1500


def finish(train):
    """Train with the reader's function on the handwritten digits, and say how many it reads."""
    from dlbook.data import digits

    data, rng = digits(), np.random.default_rng(0)
    W1 = rng.normal(size=(32, 64)) * np.sqrt(2 / 64)
    W2 = rng.normal(size=(10, 32)) * np.sqrt(1 / 32)
    start = [W1, np.zeros(32), W2, np.zeros(10)]
    W1, b1, W2, b2 = train(start, data.X[:IMAGES], data.y[:IMAGES], EPOCHS, 50, 0.5, rng)
    Z = np.maximum(data.X[IMAGES:] @ W1.T + b1, 0.0) @ W2.T + b2
    right = np.mean(Z.argmax(axis=1) == data.y[IMAGES:])
    return (
        f"Your training has just read {IMAGES:,} handwritten digits for {EPOCHS} epochs; of "
        f"{len(Z)} others its network reads {right:.0%}."
    )


TASK = Exercise(
    name="training",
    chapter="final_project",
    title="The training that reads the digits",
    task="""\
Put the parts together: for every epoch cut the examples into new mini-batches, and for every
mini-batch work out the gradients and take one step. `parameters` is the list W₁, b₁, W₂, b₂ of the
exercise on back-propagation; return the list after the last step.

Use your own `my_batches(n, batch_size, rng)`, `my_backpropagation(W1, b1, W2, b2, X, y)` and
`my_sgd(parameters, gradients, lr)`; where one is not at hand, `my_batches = solved("batches")`
gives it, and so on.

Once it is right, it is given the handwritten digits.""",
    hints=(
        "Two loops, one in the other: over the epochs, and over "
        "my_batches(len(X), batch_size, rng).",
        "Inside: gradients = my_backpropagation(*parameters, X[rows], y[rows]), then parameters = "
        "my_sgd(parameters, gradients, lr). Return parameters after both loops.",
    ),
    parts=("W1", "b1", "W2", "b2"),
    uses=("backpropagation", "sgd", "batches"),
    finish=finish,
)


@TASK.solution
def my_training(parameters, X, y, epochs, batch_size, lr, rng):
    """The parameters [W1, b1, W2, b2] after so many epochs.

    rng: a NumPy Generator.
    """
    for _ in range(epochs):
        for rows in my_batches(len(X), batch_size, rng):
            gradients = my_backpropagation(*parameters, X[rows], y[rows])
            parameters = my_sgd(parameters, gradients, lr)
    return parameters


def setting(n, seed):
    """Parameters, examples and classes."""
    *parameters, X, y = network(n, (3, 4, 3), seed)
    return parameters, X, y


def drawn(seed):
    """A generator of random numbers."""
    return np.random.default_rng(seed)


TASK.given("ten examples, batches of four, two epochs", *setting(10, 0), 2, 4, 0.3, drawn(0), n=10)
TASK.given("one epoch of one batch", *setting(5, 1), 1, 5, 0.2, drawn(1), n=5)
TASK.given("one example a batch", *setting(4, 2), 2, 1, 0.1, drawn(2), n=4)
TASK.given("a batch larger than the data", *setting(4, 3), 3, 50, 0.5, drawn(3), n=4)
TASK.given("no epoch at all", *setting(4, 4), 0, 2, 0.5, drawn(4), n=4)
TASK.given("a rate of 0", *setting(4, 5), 2, 2, 0.0, drawn(5), n=4)


def loop(orders=None, rate=None, uses=None, step=None):
    """The solution with one part exchanged."""

    def function(parameters, X, y, epochs, batch_size, lr, rng):
        made = orders or (
            lambda n, size, rng, epochs: [my_batches(n, size, rng) for _ in range(epochs)]
        )
        for pieces in made(len(X), batch_size, rng, epochs):
            for rows in pieces:
                seen = uses(X, y, rows) if uses else (X[rows], y[rows])
                slopes = my_backpropagation(*parameters, *seen)
                if rate:
                    parameters = my_sgd(parameters, slopes, rate(lr, len(rows), len(X)))
                else:
                    parameters = (step or my_sgd)(parameters, slopes, lr)
        return parameters

    return function


def from_the_start(parameters, X, y, epochs, batch_size, lr, rng):
    """Every step is taken from the first parameters."""
    now = parameters
    for _ in range(epochs):
        for rows in my_batches(len(X), batch_size, rng):
            now = my_sgd(parameters, my_backpropagation(*parameters, X[rows], y[rows]), lr)
    return now


def added_up(parameters, X, y, epochs, batch_size, lr, rng):
    """One step an epoch, with the gradients of all batches added up."""
    for _ in range(epochs):
        total = [np.zeros_like(p) for p in parameters]
        for rows in my_batches(len(X), batch_size, rng):
            found = my_backpropagation(*parameters, X[rows], y[rows])
            total = [t + g for t, g in zip(total, found)]
        parameters = my_sgd(parameters, total, lr)
    return parameters


TASK.wrong(
    "The mini-batches are cut only once, so every epoch has the same order. Cut them anew "
    "inside the loop over the epochs.",
    loop(orders=lambda n, size, rng, epochs: [my_batches(n, size, rng)] * epochs),
)
TASK.wrong(
    "Each step uses all examples: `X[rows]` and `y[rows]` are those of the mini-batch.",
    loop(uses=lambda X, y, rows: (X, y)),
)
TASK.wrong(
    "The examples of a batch meet the classes of others: `y` needs the same `[rows]` as `X`.",
    loop(uses=lambda X, y, rows: (X[rows], y[: len(rows)])),
)
TASK.wrong(
    "Only the first epoch is trained. Is the `return` inside the loop over the epochs?",
    loop(orders=lambda n, size, rng, epochs: [my_batches(n, size, rng)][:epochs]),
)
TASK.wrong(
    "Only one batch of each epoch is used. Is the step outside the loop over the batches, "
    "so that it is taken after the last one alone?",
    loop(
        orders=lambda n, size, rng, epochs: [my_batches(n, size, rng)[-1:] for _ in range(epochs)]
    ),
)
TASK.wrong(
    "Only the very first batch is used. Is the `return` inside the inner loop?",
    loop(orders=lambda n, size, rng, epochs: [my_batches(n, size, rng)[:1]][:epochs]),
)
TASK.wrong(
    "The last, shorter batch of each epoch is left out.",
    loop(
        orders=lambda n, size, rng, epochs: [
            [rows for rows in my_batches(n, size, rng) if len(rows) == size] for _ in range(epochs)
        ]
    ),
)
TASK.wrong(
    "The examples are not shuffled.",
    loop(
        orders=lambda n, size, rng, epochs: [
            [np.arange(n)[s : s + size] for s in range(0, n, size)] for _ in range(epochs)
        ]
    ),
)
TASK.wrong("You go uphill: a step goes against the gradient.", loop(rate=lambda lr, B, n: -lr))
TASK.wrong(
    "The learning rate is multiplied by the batch's size: the gradients are those of a mean "
    "already, whatever the size.",
    loop(rate=lambda lr, B, n: lr * B),
)
TASK.wrong(
    "The learning rate is divided by the batch's size: the gradients are those of a mean already.",
    loop(rate=lambda lr, B, n: lr / B),
)
TASK.wrong("The learning rate is not used.", loop(rate=lambda lr, B, n: 1.0))
TASK.wrong(
    "Every step is taken from the parameters at the start, so that only the last one counts: "
    "`parameters = my_sgd(parameters, …)`.",
    from_the_start,
)
TASK.wrong(
    "The gradients of all batches are added up, and one step is taken an epoch. Take a step "
    "after each batch.",
    added_up,
)
TASK.wrong(
    "The parameters come back as they went in: `my_sgd` returns new ones and leaves the old "
    "as they are, so `parameters = my_sgd(parameters, …)`.",
    lambda parameters, X, y, epochs, batch_size, lr, rng: parameters,
)
