"""Functions of the user's own as programs, and those of which no program can be made."""

import warnings
from dataclasses import dataclass

import numpy as np
import pytest

from dlbook.formulas.losses import Loss
from dlbook.numpy_engine import SGD, Network, check_gradients, sweep, train
from dlbook.numpy_engine.objective import Objective
from dlbook.numpy_engine.training import Loop
from dlbook.programs import Program
from tests.unit.own_kinds import SignDescent, X, Y, network, squared


@dataclass
class Branching(SignDescent):
    def update(self, theta, g, state, lr):
        return (theta - lr * g if np.abs(g).max() > 1 else theta - lr * np.sign(g)), {}


def test_they_run_as_programs_with_as_many_calls_as_the_books():
    calls = []
    for activation, loss in (
        ("tanh", "mse"),
        (
            (np.tanh, lambda z, a: 1 - a * a),
            Loss(squared, lambda y_hat, y: 2 * (y_hat - y)),
        ),
    ):
        made = Network((3, 5, 1), activation=activation)
        loop = Loop(Objective(made, X, Y, loss), SGD(0.1))
        loop.run_to(1)
        batch = loop.steps._batches[0]
        calls.append(len(batch.calls))
        assert isinstance(loop.steps.update.program, Program)
    assert calls[0] == calls[1]


def test_what_a_function_looks_up_may_change_between_trainings():
    held = {}

    def leaky(z):
        return np.where(z > 0, z, held["leak"] * z)

    def leaky_slope(z, a):
        return np.where(z > 0, 1.0, held["leak"])

    ends = []
    for held["leak"] in (0.5, 0.1):
        made = Network((3, 4, 1), activation=(leaky, leaky_slope), seed=0)
        assert check_gradients(made, X, Y, "mse") < 1e-6
        ends.append(train(made, X, Y, loss="mse", optimizer=SGD(0.1), epochs=5).train_loss[-1])
    assert ends[0] != ends[1]


def test_what_cannot_be_traced_runs_all_the_same_and_says_so():
    made, twin = network(), network()
    with pytest.warns(UserWarning, match="runs without a program, slower: a branch on a value"):
        train(made, X, Y, loss="mse", optimizer=Branching(0.02), epochs=3)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # said once
        train(twin, X, Y, loss="mse", optimizer=Branching(0.02), epochs=3)
    np.testing.assert_array_equal(made.flat, twin.flat)

    def steps(z):
        return np.round(z) + z  # np.round is not among the operations of a program

    odd = Network((3, 4, 1), activation=(steps, lambda z, a: np.ones_like(z)), seed=0)
    with pytest.warns(UserWarning, match="np.round"):
        history = train(odd, X, Y, loss="mse", optimizer=SGD(0.01), epochs=5, batch_size=10)
    assert history.train_loss[-1] < history.train_loss[0]
    result = sweep(
        (3, 4, 1), X, Y, lr=0.01, activation=odd.activation, loss="mse", epochs=5, batch_size=10
    )
    np.testing.assert_allclose(result.train_loss[0, 0], history.train_loss, rtol=1e-12)


@pytest.mark.parametrize(
    "normed",
    [
        lambda z: z / (1 + z.max(initial=0)),
        lambda z: z / (1 + np.abs(z).sum(dtype=float)),
        lambda z: z / (1 + np.abs(z)[True].mean()),
    ],
)
def test_arguments_that_no_program_takes_run_directly(normed):
    made = Network((3, 4, 1), activation=(normed, lambda z, a: np.ones_like(z)), seed=0)
    with pytest.warns(UserWarning, match="runs without a program"):
        train(made, X, Y, loss="mse", optimizer=SGD(0.01), epochs=2)
    assert np.isfinite(made.predict(X)).all()
