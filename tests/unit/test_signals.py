"""The size of the signal in every layer: against autograd, and against what theory expects."""

import numpy as np
import pytest
import torch

from dlbook import torch_engine
from dlbook.experiments.signals import expected_sizes, signals, size
from dlbook.numpy_engine import Network, scaled

RNG = np.random.default_rng(3)
X, Y = RNG.normal(size=(12, 6)), RNG.integers(0, 4, 12)


@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid", "linear"])
@pytest.mark.parametrize("sizes", [(6, 7, 5, 4), (6, 3, 4), (6, 4)])
def test_gradients_are_autograd_s(activation, sizes):
    settings = {"activation": activation, "output": "softmax", "init": "he_normal", "seed": 1}
    found = signals(Network(sizes, **settings), X, Y)
    layers = torch_engine.Network(sizes, **settings).state_dict()
    a, states = torch.tensor(X, requires_grad=True), []
    for k in range(len(sizes) - 1):
        z = a @ layers[f"layers.{k}.weight"].T
        z.retain_grad()
        states.append(z)
        a = getattr(torch, activation)(z) if activation != "linear" else z
    torch.nn.functional.cross_entropy(states[-1], torch.tensor(Y), reduction="sum").backward()
    assert len(found.activations) == len(found.gradients) == len(sizes) - 2
    for gradient, z in zip(found.gradients, states[:-1], strict=True):
        np.testing.assert_allclose(gradient, z.grad.numpy(), rtol=0, atol=1e-12)


@pytest.mark.parametrize("activation", ["relu", "tanh"])
@pytest.mark.parametrize("gain", [0.5, 1.0, 2**0.5, 2.5])
def test_wide_networks_have_the_sizes_expected(activation, gain):
    depth, width = 5, 1000
    sizes = (width,) * (depth + 1) + (10,)
    network = Network(sizes, activation=activation, output="softmax", init=scaled(gain), seed=0)
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(50, width)), rng.integers(0, 10, 50)
    forward, backward = expected_sizes(activation, gain, depth)
    found = signals(network, x, y)
    # 1,000 units in a layer: 2 to 3 % a layer, and errors add up over five layers
    np.testing.assert_allclose([size(a) for a in found.activations], forward, rtol=0.1)
    measured = np.array([size(dz) for dz in found.gradients])
    np.testing.assert_allclose(measured / measured[-1], backward, rtol=0.15)


def test_expected_sizes_worked_by_hand():
    forward, backward = expected_sizes("relu", 2.0, 3, x_size=0.5)
    # E[a²] is gain²/2 = 2 times that below, from 1/4 on; the gradient's square likewise
    np.testing.assert_allclose(forward**2, [0.5, 1.0, 2.0], rtol=1e-15)
    np.testing.assert_allclose(backward**2, [4.0, 2.0, 1.0], rtol=1e-15)
    for part in expected_sizes("linear", 1.0, 4):
        np.testing.assert_allclose(part, 1.0, rtol=1e-15)


def test_expected_sizes_of_tanh_by_other_means():
    # E tanh(z)² and E (1 - tanh(z)²)² of a normal z by Gauss's rule
    z, weight = np.polynomial.hermite_e.hermegauss(100)
    weight = weight / weight.sum()
    forward, backward = expected_sizes("tanh", 1.3, 2, x_size=0.7)
    a = np.tanh(1.3 * 0.7 * z)
    assert forward[0] == pytest.approx(np.sqrt(weight @ a**2), rel=1e-9)
    assert backward[0] == pytest.approx(1.3 * np.sqrt(weight @ (1 - a**2) ** 2), rel=1e-9)
    assert backward[1] == 1.0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"activation": "sigmoid"}, "activation must be one of 'relu', 'tanh', 'linear'"),
        ({"gain": -1.0}, "gain must be a finite number of at least 0, got -1.0"),
        ({"depth": 0}, "depth must be an integer of at least 1, got 0"),
        ({"x_size": np.inf}, "x_size must be a finite number of at least 0, got inf"),
    ],
)
def test_bad_input_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        expected_sizes(**{"activation": "relu", "gain": 1.0, "depth": 3, **change})


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: signals(None, X, Y), "network must be a dlbook.numpy_engine.Network, got None"),
        (lambda: size([]), r"array must hold at least one number, got shape \(0,\)"),
        (lambda: size("long"), "array must be an array of real numbers"),
    ],
)
def test_what_has_no_signals_is_named(call, message):
    with pytest.raises((TypeError, ValueError), match=message):
        call()


def test_scaled_weights_have_the_spread_of_torch_s_rules():
    drawn = scaled(np.sqrt(2.0))(np.random.default_rng(0), 300, 500)
    assert drawn.std() == pytest.approx(torch.nn.init.calculate_gain("relu") / 500**0.5, rel=0.01)
    np.testing.assert_array_equal(scaled(0.0)(np.random.default_rng(0), 2, 3), np.zeros((2, 3)))
    with pytest.raises(ValueError, match="gain must be a finite number of at least 0, got -2"):
        scaled(-2)
