"""Gradients are checked at a kink and beside it, in both engines, and a fault there is found."""

from importlib import import_module

import numpy as np
import pytest
import torch

from tests.parity.exclusive_or import TASK, XOR, Y, network


def test_a_kink_is_said_and_is_no_fault(engine):
    with pytest.warns(UserWarning, match="3 of 13 parameters are at a kink"):
        error = engine.check_gradients(network(engine), XOR, Y, TASK["loss"])
    assert error < 1e-6


def near_kinks(engine, c):
    """A network whose first unit is c · eps from its kink, and the examples that bring it there:
    two, to either side and pulling opposite ways, where c is negative."""
    made, step = network(engine), 1e-5 * abs(c)
    with torch.no_grad():
        made.layers[0].W[0, 0] = 1.0
    X, y = [[step, 0.0], [-step, 0.0]], [1.0, 0.0]
    n = 1 if c >= 0 else 2
    return made, np.concatenate([XOR[1:], X[:n]]), np.concatenate([Y[1:], y[:n]])


DISTANCES = [0.0, 1 / 6, 1 / 3, 3 / 7, 0.49, 7 / 11, 0.9, -1 / 3, -0.9]


@pytest.mark.parametrize("c", DISTANCES)
def test_a_kink_is_told_wherever_it_lies_within_a_step(engine, c):
    with pytest.warns(UserWarning, match="at a kink"):
        error = engine.check_gradients(*near_kinks(engine, c), TASK["loss"])
    assert error < 1e-6


@pytest.mark.parametrize("c", DISTANCES)
def test_a_fault_beside_a_kink_is_found(engine, monkeypatch, c):
    gradients = import_module(f"{engine.__name__}.gradients")
    right = gradients.value_and_gradient

    def wrong(*arguments, **settings):
        value, gradient = right(*arguments, **settings)
        gradient = gradient * 1
        gradient[-1] *= 1.001  # the last bias, which meets no kink
        return value, gradient

    monkeypatch.setattr(gradients, "value_and_gradient", wrong)
    with pytest.warns(UserWarning, match="kink"):
        error = engine.check_gradients(*near_kinks(engine, c), TASK["loss"])
    assert error == pytest.approx(1e-3, rel=0.01)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "linear"])
def test_what_is_smooth_has_no_kink(engine, activation):
    # a warning would be an error; weights of 3 make the curvature large
    made = network(engine, activation=activation, init=engine.normal(3.0))
    assert engine.check_gradients(made, XOR, Y, TASK["loss"]) < 1e-6
