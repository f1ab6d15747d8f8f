"""Functions of the user's own in sweeps: no network is mixed with another."""

from dataclasses import dataclass

import numpy as np
import pytest

from dlbook.formulas.losses import Loss
from dlbook.numpy_engine import SGD, Network, sweep, train
from tests.unit.own_kinds import (
    NormedDescent,
    SignDescent,
    X,
    Y,
    huber,
    huber_slope,
    softsign,
    softsign_slope,
    squared,
)


@dataclass
class LengthDescent(SignDescent):
    """Steps of one length: its sum leaves no axis of a parameter's."""

    def update(self, theta, g, state, lr):
        return theta - lr * g / np.sqrt(np.sum(g * g)), {}


@dataclass
class LengthDescentUntraced(SignDescent):
    def update(self, theta, g, state, lr):
        return theta - lr * g / np.linalg.norm(g), {}


@dataclass
class PairDescent(SignDescent):
    """Gradients meet an array with an axis more than they have, and a product of matrices."""

    def update(self, theta, g, state, lr):
        both = np.stack([g, theta])
        return theta - lr * np.mean(both + g, axis=0) * (g @ g), {}


@pytest.mark.parametrize("optimizer", [SignDescent(), NormedDescent()])
def test_sweeps_are_what_training_one_by_one_gives(optimizer):
    given = {"loss": Loss(huber, huber_slope), "epochs": 6, "batch_size": 7}
    result = sweep(
        (3, 4, 1), X, Y, lr=(0.01, 0.1), seeds=(0, 1), optimizer=optimizer, keep_parameters=True,
        activation=(softsign, softsign_slope), **given,
    )  # fmt: skip
    for k, lr in enumerate((0.01, 0.1)):
        for s in (0, 1):
            made = Network((3, 4, 1), activation=(softsign, softsign_slope), seed=s)
            train(made, X, Y, optimizer=type(optimizer)(lr), seed=s, **given)
            np.testing.assert_allclose(result.parameters[k, 0, s, -1], made.flat, atol=1e-12)


OF_ALL = {
    "the largest": lambda z: np.max(np.abs(z)),
    "of each example": lambda z: 1 + np.sum(z * z, axis=0),
    "of each unit": lambda z: 1 + np.sum(np.abs(z), axis=1)[:, None],
    "without a program": lambda z: 1 + np.linalg.norm(z, axis=0),
    "how many units": lambda z: len(z),
    "products": lambda z: 1 + np.sum(np.stack([z, -z, 2 * z]) @ (z.T @ z), axis=0) ** 2,
}


@pytest.mark.parametrize("n_rates", [2, 17])  # (3, 3, 1) has 16 parameters, (17,) meets the biases
@pytest.mark.parametrize("kind", [LengthDescent, LengthDescentUntraced, PairDescent])
@pytest.mark.filterwarnings("ignore:.* runs without a program")
def test_a_sweep_does_not_mix_networks_in_an_update(kind, n_rates):
    rates, given = tuple(np.linspace(0.01, 0.1, n_rates)), {"loss": "mse", "epochs": 4}
    result = sweep((3, 3, 1), X, Y, lr=rates, seeds=(0, 1), optimizer=kind(), **given)
    for k, lr in enumerate(rates):
        for s in (0, 1):
            history = train(Network((3, 3, 1), seed=s), X, Y, optimizer=kind(lr), seed=s, **given)
            np.testing.assert_allclose(result.train_loss[k, 0, s], history.train_loss, rtol=1e-12)


@pytest.mark.parametrize("over", OF_ALL.values(), ids=OF_ALL)
@pytest.mark.filterwarnings("ignore:.* runs without a program")
def test_a_sweep_does_not_mix_networks_in_an_activation(over):
    activation = lambda z: z / over(z), lambda z, a: 0 * z + 1 / over(z)
    given = {"loss": "mse", "epochs": 3, "l2": 0.01}  # on all at a time: some mix examples
    rates, dropouts = (0.05, 0.02), (0.0, 0.5)
    result = sweep(
        (3, 4, 1), X, Y, lr=rates, dropout=dropouts, seeds=(0, 1), activation=activation, **given
    )
    for k, lr in enumerate(rates):
        for d, dropout in enumerate(dropouts):
            for s in (0, 1):
                made = Network((3, 4, 1), activation=activation, dropout=dropout, seed=s)
                history = train(made, X, Y, optimizer=SGD(lr), seed=s, **given)
                np.testing.assert_allclose(
                    result.train_loss[k, d, s], history.train_loss, rtol=1e-12
                )


@pytest.mark.filterwarnings("ignore:.* runs without a program")
def test_a_sweep_does_not_mix_networks_in_a_loss():
    own = Loss(
        lambda y_hat, y: squared(y_hat, y) * (len(y) + np.linalg.norm(y_hat)),
        lambda y_hat, y: 2 * (y_hat - y),
        right=lambda z, y: np.abs(z - y) < np.median(np.abs(z - y)),
    )
    given = {"loss": own, "epochs": 3, "record": 1}
    result = sweep((3, 4, 1), X, Y, lr=(0.05, 0.02), seeds=(0, 1), **given)
    for k, lr in enumerate((0.05, 0.02)):
        for s in (0, 1):
            history = train(Network((3, 4, 1), seed=s), X, Y, optimizer=SGD(lr), seed=s, **given)
            np.testing.assert_allclose(result.train_loss[k, 0, s], history.train_loss, rtol=1e-12)
            np.testing.assert_array_equal(result.train_accuracy[k, 0, s], history.train_accuracy)
