"""How far a mini-batch's gradient lies from the whole gradient."""

import numpy as np

from dlbook.exercises.definition import Exercise

TASK = Exercise(
    name="batch_noise",
    chapter="mini_batches",
    title="The noise of a mini-batch",
    task="""\
`G` has the gradient of each example, a row each; the gradient of all is the mean of the rows. Work
out σ², the mean squared distance of an example's gradient from it (the squares of all its entries
added up, then the mean over the examples), and from it how far a mini-batch of B examples, drawn
with replacement, typically lies from it: √(σ² / B). Return this one number.""",
    hints=(
        "G - G.mean(axis=0) are the distances, still as vectors.",
        "np.sum(away**2, axis=1) has one squared distance an example; their mean is σ².",
    ),
)


@TASK.solution
def my_batch_noise(G, batch_size):
    """√(σ² / B), one number.

    G (n, n_parameters): the gradients of n examples.
    """
    away = G - G.mean(axis=0)
    variance = np.mean(np.sum(away**2, axis=1))
    return np.sqrt(variance / batch_size)


rng = np.random.default_rng(5)
TASK.given("four examples", np.array([[1.0, 0.0], [3.0, 0.0], [1.0, 2.0], [3.0, 2.0]]), 1)
TASK.given("batches of ten", 3 + rng.normal(size=(50, 4)), 10)
TASK.given("as many examples as parameters", rng.normal(size=(3, 3)), 2)
TASK.given("a single parameter", rng.normal(size=(6, 1)) - 2, 3)
TASK.given("all examples alike", np.ones((5, 2)), 4)


def mistaken(variance=None, noise=None):
    """Another variance of G, or another use of it."""

    def function(G, B):
        v = variance(G) if variance else np.mean(np.sum((G - G.mean(axis=0)) ** 2, axis=1))
        return noise(v, B, len(G)) if noise else np.sqrt(v / B)

    return function


TASK.wrong(
    "The squares are averaged over the parameters too; they are added up over them, since a "
    "distance adds squares.",
    mistaken(lambda G: np.mean((G - G.mean(axis=0)) ** 2)),
)
TASK.wrong(
    "The squares are added up over the examples; take their mean.",
    mistaken(lambda G: np.sum((G - G.mean(axis=0)) ** 2)),
)
TASK.wrong(
    "The mean gradient is not subtracted: that is the size of the gradients, not their spread.",
    mistaken(lambda G: np.mean(np.sum(G**2, axis=1))),
)
TASK.wrong(
    "One mean is taken over the whole table; the mean gradient has an entry for each parameter.",
    mistaken(lambda G: np.mean(np.sum((G - G.mean()) ** 2, axis=1))),
)
TASK.wrong(
    "The mean is taken over the parameters (axis=1); the gradient of all is the mean over the "
    "rows, axis 0.",
    mistaken(lambda G: np.mean(np.sum((G - G.mean(axis=1, keepdims=True)) ** 2, axis=1))),
)
TASK.wrong("The root is missing: √(σ² / B).", mistaken(noise=lambda v, B, n: v / B))
TASK.wrong(
    "You divide by B after the root; the noise falls as √B.",
    mistaken(noise=lambda v, B, n: np.sqrt(v) / B),
)
TASK.wrong("The batch size is not used.", mistaken(noise=lambda v, B, n: np.sqrt(v)))
TASK.wrong(
    "The noise grows with the batch: σ² is divided by B.",
    mistaken(noise=lambda v, B, n: np.sqrt(v * B)),
)
TASK.wrong(
    "The divisor is n − 1, as for an estimate; here the n examples are all there are.",
    mistaken(lambda G: np.sum((G - G.mean(axis=0)) ** 2) / (len(G) - 1)),
)
