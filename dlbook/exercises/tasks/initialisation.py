"""He's rule for the first weights."""

import numpy as np

from dlbook.exercises.definition import Exercise

TASK = Exercise(
    name="initialisation",
    chapter="initialisation_and_transfer",
    title="Where the weights start",
    task="""\
Draw the first parameters of a network with ReLU layers by He's rule. `sizes` says how many
units each layer has, the inputs first. For every layer, in order, draw W with
`rng.normal(size=(n_out, n_in))` times √(2 / n_in); its bias is zero. Return a flat list: W, b,
W, b, …""",
    hints=(
        "zip(sizes[:-1], sizes[1:]) gives n_in and n_out of every layer.",
        "W = rng.normal(size=(n_out, n_in)) * np.sqrt(2 / n_in), b = np.zeros(n_out).",
    ),
)


@TASK.solution
def my_initialisation(sizes, rng):
    """[W, b, W, b, …] with W (n_out, n_in) and b (n_out,).

    rng: a NumPy Generator.
    """
    parameters = []
    for n_in, n_out in zip(sizes[:-1], sizes[1:]):
        parameters.append(rng.normal(size=(n_out, n_in)) * np.sqrt(2 / n_in))
        parameters.append(np.zeros(n_out))
    return parameters


def drawn(seed):
    """A generator of random numbers."""
    return np.random.default_rng(seed)


TASK.given("2-3-1", (2, 3, 1), drawn(0), n=1)
TASK.given("layers of one size", (3, 3, 3), drawn(1), n=1)
TASK.given("a single layer", (4, 2), drawn(2), n=1)
TASK.given("a wide start", (64, 8, 5, 3), drawn(3), n=1)


def drawing(factor=None, draw=None, bias=None):
    """The rule with another factor, draw or bias."""

    def function(sizes, rng):
        made = []
        for a, b in zip(sizes[:-1], sizes[1:]):
            W = draw(rng, b, a) if draw else rng.normal(size=(b, a))
            made.append(W * (factor(a, b) if factor else np.sqrt(2 / a)))
            made.append(bias(rng, b) if bias else np.zeros(b))
        return made

    return function


TASK.wrong(
    "The root is missing: 2 / n_in is the variance, and a draw is multiplied by its root.",
    drawing(lambda a, b: 2 / a),
)
TASK.wrong(
    "The factor has 1 / n_in, LeCun's rule; half of the ReLUs are 0, so He's has 2 / n_in.",
    drawing(lambda a, b: np.sqrt(1 / a)),
)
TASK.wrong(
    "The factor has n_out; what adds up in a state are its n_in inputs.",
    drawing(lambda a, b: np.sqrt(2 / b)),
)
TASK.wrong(
    "That is Glorot's rule, 2 / (n_in + n_out); He's is 2 / n_in.",
    drawing(lambda a, b: np.sqrt(2 / (a + b))),
)
TASK.wrong("The draws are not scaled at all.", drawing(lambda a, b: 1.0))
TASK.wrong(
    "You multiply by √(n_in / 2); the more inputs, the smaller the weights: divide.",
    drawing(lambda a, b: np.sqrt(a / 2)),
)
TASK.wrong(
    "The weights are (n_in, n_out); in this book a row belongs to a neuron: (n_out, n_in).",
    lambda sizes, rng: [
        p
        for a, b in zip(sizes[:-1], sizes[1:])
        for p in (rng.normal(size=(a, b)) * np.sqrt(2 / a), np.zeros(b))
    ],
)
TASK.wrong(
    "The biases are drawn too; they start at zero.", drawing(bias=lambda rng, b: rng.normal(size=b))
)
TASK.wrong("The biases are one; they start at zero.", drawing(bias=lambda rng, b: np.ones(b)))
TASK.wrong(
    "The draws are even ones (`rng.random`), between 0 and 1, so that all weights are positive. "
    "The task asks for normal draws.",
    drawing(draw=lambda rng, b, a: rng.random((b, a))),
)
TASK.wrong(
    "All weights are zero: all units would learn the same for ever.",
    drawing(draw=lambda rng, b, a: np.zeros((b, a))),
)
TASK.wrong(
    "You make a generator of your own with a fixed seed; use the `rng` that you are given.",
    lambda sizes, rng: my_initialisation(sizes, drawn(99)),
)
TASK.wrong(
    "The biases have the shape (n_out, 1); the task asks for (n_out,).",
    drawing(bias=lambda rng, b: np.zeros((b, 1))),
)
