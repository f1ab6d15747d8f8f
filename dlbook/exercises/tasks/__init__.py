"""The exercises by name, in the order of the book; each has a file of its own.

`TEN` build a small `dlbook` of the reader's own; the others go further into single chapters.
"""

from importlib import import_module

from dlbook.exercises.definition import Exercise

TEN = (
    "perceptron",
    "layer",
    "loss",
    "backpropagation",
    "sgd",
    "adam",
    "batches",
    "dropout",
    "early_stopping",
    "training",
)
"""The exercises that build a small `dlbook`, each on those before it."""

OTHERS = (
    "perceptron_rule",
    "leaky_relu",
    "parameter_count",
    "standardise",
    "logistic_loss",
    "softmax",
    "squared_error",
    "descent",
    "numerical_gradient",
    "best_rate",
    "momentum",
    "schedule",
    "clipping",
    "batch_noise",
    "workers",
    "direction",
    "penalty",
    "split",
    "confusion",
    "initialisation",
)
"""The exercises that belong to single chapters."""

EXERCISES: dict[str, Exercise] = {
    name: import_module(f"{__name__}.{name}").TASK for name in (*TEN, *OTHERS)
}
"""Every exercise by its name."""
