"""The settings in which the two engines are compared, and the data they are compared on."""

from itertools import product
from typing import NamedTuple

import numpy as np
import torch

from dlbook import numpy_engine, torch_engine

ACTIVATIONS = ("sigmoid", "tanh", "relu", "linear", "leaky_relu", "softplus", "gelu")

# every loss with every output function it goes with
LOSSES = (
    ("sigmoid_cross_entropy", "sigmoid"),
    ("softmax_cross_entropy", "softmax"),
    ("mse", "linear"),
    ("mse", "sigmoid"),
)

# every optimiser, its class and settings; rates at which all the networks below train calmly
OPTIMIZERS = {
    "SGD": ("SGD", {"lr": 0.1}),
    "Momentum": ("Momentum", {"lr": 0.02}),
    "Nesterov": ("Momentum", {"lr": 0.02, "nesterov": True}),
    "Adagrad": ("Adagrad", {"lr": 0.02}),
    "Adadelta": ("Adadelta", {"lr": 0.5}),
    "RMSProp": ("RMSProp", {"lr": 0.002}),
    "Adam": ("Adam", {"lr": 0.005}),
    "AdamW": ("AdamW", {"lr": 0.005}),
}

# what is trained in every way: four activations with every optimiser, all of them with one
TRAINED = [*product(OPTIMIZERS, ACTIVATIONS[:4]), *product(("Adam",), ACTIVATIONS[4:])]

N_EXAMPLES = 40
# how batches are made, and the epochs that come to 200 steps or just over
BATCHES = {
    "full": {"batch_size": None, "epochs": 200},
    "mini, last one short": {"batch_size": 16, "epochs": 67},
    "single example": {"batch_size": 1, "epochs": 5},
}


def as_array(values) -> np.ndarray:
    """A tensor, an array or a number as an array of its own."""
    return np.array(values.detach().numpy() if isinstance(values, torch.Tensor) else values)


class Data(NamedTuple):
    """Examples X (n, 4) and targets for the loss."""

    X: np.ndarray
    y: np.ndarray


def data(loss: str) -> Data:
    """Made-up examples: a noisy linear rule, as a class, a yes/no answer, or two numbers."""
    rng = np.random.default_rng(7)
    X = rng.normal(size=(N_EXAMPLES, 4))
    scores = X @ rng.normal(size=(4, 3)) + 0.5 * rng.normal(size=(N_EXAMPLES, 3))
    if loss == "softmax_cross_entropy":
        return Data(X, scores.argmax(axis=1))
    if loss == "sigmoid_cross_entropy":
        return Data(X, (scores[:, 0] > 0).astype(float))
    return Data(X, 1 / (1 + np.exp(-scores[:, :2])))


def sizes(loss: str) -> tuple[int, ...]:
    """A network with a hidden layer for the data of `loss`."""
    outputs = {"softmax_cross_entropy": 3, "sigmoid_cross_entropy": 1, "mse": 2}
    return (4, 6, outputs[loss])


def networks(loss: str, output: str, **settings):
    """The NumPy and the PyTorch network of the same settings and seed, on the CPU."""
    settings = {"output": output, "seed": 3, **settings}
    return (
        numpy_engine.Network(sizes(loss), **settings),
        torch_engine.Network(sizes(loss), **settings, device="cpu"),
    )


def optimizers(name: str, **changes):
    """The two engines' descriptions of the optimiser called `name` in `OPTIMIZERS`."""
    kind, settings = OPTIMIZERS[name]
    settings = {**settings, **changes}
    return getattr(numpy_engine, kind)(**settings), getattr(torch_engine, kind)(**settings)


# Rates far too high: many of these runs swing or climb, and in those rounding grows from 1e-16 to
# 1e-12 and far beyond within 200 steps, so that only single steps can be compared
HOT_RATES = {
    "SGD": 4.0,
    "Momentum": 0.6,
    "Nesterov": 0.6,
    "Adagrad": 1.0,
    "Adadelta": 30.0,
    "RMSProp": 0.1,
    "Adam": 0.3,
    "AdamW": 0.3,
}
