"""An activation, a loss and optimisers of the user's own, and examples to train them on."""

from dataclasses import dataclass

import numpy as np

from dlbook.numpy_engine import Network, Optimizer

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(30, 3)), RNG.normal(size=30)


def softsign(z):
    return z / (1 + np.abs(z))


def softsign_slope(z, a):
    return (1 - np.abs(a)) * (1 - np.abs(a))


def huber(y_hat, y):
    r = np.abs(y_hat - y)
    return np.where(r < 1, 0.5 * r * r, r - 0.5)


def huber_slope(y_hat, y):
    return np.minimum(np.maximum(y_hat - y, -1.0), 1.0)


def squared(y_hat, y):
    return (y_hat - y) * (y_hat - y)


@dataclass
class SignDescent(Optimizer):
    lr: float = 0.01
    weight_decay: float = 0.0

    def update(self, theta, g, state, lr):
        return theta - lr * np.sign(g), {}


@dataclass
class NormedDescent(Optimizer):
    """Steps of one length along an average of gradients: it looks at all parameters together."""

    lr: float = 0.05
    weight_decay: float = 0.0
    state_names = ("mean",)

    def update(self, theta, g, state, lr):
        mean = 0.5 * state["mean"] + g
        return theta - lr * mean / np.sqrt(np.sum(mean * mean, axis=-1, keepdims=True)), {
            "mean": mean
        }


def network(**settings):
    return Network((3, 5, 4, 1), activation=(softsign, softsign_slope), seed=1, **settings)
