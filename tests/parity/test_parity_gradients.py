"""Losses, gradients and predictions of the NumPy engine against autograd's."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from dlbook import numpy_engine, torch_engine
from dlbook.formulas import activations as formulas
from dlbook.torch_engine import activations
from tests.parity.cases import ACTIVATIONS, LOSSES, data, networks

# gradients are of the size 1 or below; each is a sum over 40 examples
TOLERANCE = 1e-14

MODULES = {
    "sigmoid": nn.Sigmoid,
    "tanh": nn.Tanh,
    "relu": nn.ReLU,
    "linear": nn.Identity,
    "leaky_relu": nn.LeakyReLU,
    "softplus": lambda: nn.Softplus(threshold=700),  # above its own, 20, it is not log(1 + e^z)
    "gelu": lambda: nn.GELU(approximate="tanh"),
    "softmax": lambda: nn.Softmax(dim=1),
}
CRITERIA = {
    "sigmoid_cross_entropy": nn.BCEWithLogitsLoss(),
    "softmax_cross_entropy": nn.CrossEntropyLoss(),
    "mse": nn.MSELoss(),
}


def plain_torch(network):
    """The same network in plain PyTorch, none of dlbook: layers, and the output function."""
    modules = []
    for layer in network.layers:
        linear = nn.Linear(*reversed(layer.W.shape), dtype=torch.float64)
        linear.weight.data = torch.tensor(layer.W)
        linear.bias.data = torch.tensor(layer.b)
        modules += [linear, MODULES[network.activation]()]
    return nn.Sequential(*modules[:-1]), MODULES[network.output]()


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize(("loss", "output"), LOSSES)
def test_both_engines_against_plain_torch(loss, output, activation):
    X, y = data(loss)
    ours, theirs = networks(loss, output, activation=activation)
    body, head = plain_torch(ours)
    logits = body(torch.tensor(X))
    y_hat = head(logits)
    target = torch.tensor(y).reshape(y_hat.shape if loss != "softmax_cross_entropy" else -1)
    value = CRITERIA[loss](y_hat if loss == "mse" else logits, target)
    value.backward()
    gradient = torch.cat(
        [torch.cat([m.weight.grad, m.bias.grad[:, None]], 1).flatten() for m in body[::2]]
    )
    for engine, network in ((numpy_engine, ours), (torch_engine, theirs)):
        got, got_gradient = engine.value_and_gradient(network, X, y, loss)
        assert abs(got - value.item()) < TOLERANCE
        np.testing.assert_allclose(got_gradient, gradient, rtol=0, atol=TOLERANCE)
        np.testing.assert_allclose(
            network.predict(X), y_hat.detach().numpy(), rtol=0, atol=TOLERANCE
        )


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize(("loss", "output"), LOSSES)
def test_gradient_with_dropout_and_penalty(loss, output, activation):
    X, y = data(loss)
    pair = networks(loss, output, activation=activation, dropout=0.4)
    mask = [np.random.default_rng(1).random((len(X), 6)) > 0.4]
    ours, theirs = (
        engine.value_and_gradient(network, X, y, loss, l2=0.3, mask=mask)
        for engine, network in zip((numpy_engine, torch_engine), pair, strict=True)
    )
    without = numpy_engine.value_and_gradient(pair[0], X, y, loss, l2=0.3)
    assert abs(ours[0] - without[0]) > 1e-4  # the mask matters
    assert abs(ours[0] - theirs[0]) < TOLERANCE
    np.testing.assert_allclose(theirs[1], ours[1], rtol=0, atol=TOLERANCE)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "linear"])
@pytest.mark.parametrize(("loss", "output"), LOSSES)
def test_autograd_against_finite_differences(loss, output, activation):
    X, y = data(loss)
    _, network = networks(loss, output, activation=activation)
    assert torch_engine.check_gradients(network, X, y, loss, l2=0.1) < 1e-6


@given(st.lists(st.floats(-1e300, 1e300), min_size=2, max_size=6), st.integers(0, 1))
@settings(max_examples=200)
def test_cross_entropies_agree_at_any_confidence(logits, label):
    """Finite and equal, relative to the size of the loss."""
    y = np.full(len(logits), float(label))
    row, target = np.array([logits]), np.array([label])
    for name, z, answer in (
        ("sigmoid_cross_entropy", np.array(logits), y),
        ("softmax_cross_entropy", row, target),
    ):
        ours = getattr(numpy_engine, name)(z, answer)
        theirs = float(getattr(torch_engine, name)(z, answer))
        assert np.isfinite(ours)
        np.testing.assert_allclose(theirs, ours, rtol=1e-14, atol=1e-14)
        gradients = [
            getattr(e, f"{name}_gradient")(z, answer) for e in (numpy_engine, torch_engine)
        ]
        np.testing.assert_allclose(gradients[1], gradients[0], rtol=0, atol=1e-15)


FEW = np.float16
EDGES = {
    "a square beyond float16": ("mse", FEW([300]), [0], 9e4),
    "a target beyond float16": ("mse", FEW([0, 0]), [1e5, 0], 5e9),
    "squares whose sum is none": ("mse", [1e154] * 4, [0] * 4, 1e308),
    "squares whose sum is none in float32": ("mse", np.full(4, 1e19, "f"), [0] * 4, 1e38),
    "a square that is none": ("mse", [1e155] * 4, [0] * 4, np.inf),
    "a prediction that is none": ("mse", [np.nan, 1.0], [0, 0], np.nan),
    "a wrong answer": ("sigmoid_cross_entropy", [1e308] * 4, [0] * 4, 1e308),
    "a wrong class": ("softmax_cross_entropy", [[8e307, -8e307]] * 4, [1] * 4, 1.6e308),
    "a wrong class in float16": ("softmax_cross_entropy", FEW([[6e4, -6e4]]), [1], 120_000),
    "a class left out": ("softmax_cross_entropy", [[-np.inf, 0, 1]], [1], np.log1p(np.e)),
    "others left out": ("softmax_cross_entropy", [[-np.inf, 3e38, -np.inf]], [1], 0),
    "the right class left out": ("softmax_cross_entropy", [[-np.inf, 0, -np.inf]], [0], np.inf),
    "all left out": ("softmax_cross_entropy", [[-np.inf, -np.inf]], [0], np.nan),
    "infinite": ("softmax_cross_entropy", [[-np.inf, np.inf]], [1], np.nan),
}


@pytest.mark.parametrize(("name", "at", "y", "expected"), EDGES.values(), ids=EDGES)
def test_losses_agree_at_the_edges_of_floats(name, at, y, expected):
    for engine in (numpy_engine, torch_engine):
        loss = float(getattr(engine, name)(at, y))
        np.testing.assert_allclose(loss, expected, rtol=1e-14 if np.size(at) < 4 else 1e-7)
    gradients = [getattr(e, f"{name}_gradient")(at, y) for e in (numpy_engine, torch_engine)]
    np.testing.assert_allclose(gradients[1], gradients[0], rtol=1e-7)


def test_layers_activations_agree():
    X, _ = data("softmax_cross_entropy")
    ours, theirs = networks("softmax_cross_entropy", "softmax", activation="tanh", dropout=0.5)
    pairs = list(zip(ours.activations(X), theirs.activations(X), strict=True))
    assert [a.shape for a, _ in pairs] == [(40, 4), (40, 6), (40, 3)]
    for a, b in pairs:
        np.testing.assert_allclose(b, a, rtol=0, atol=TOLERANCE)


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "linear", "softmax"])
@pytest.mark.parametrize("z", [[0.1, -2.0, 700.0], [[1, -2], [3, 0]], np.float32([0.5, -0.5])])
def test_activations_of_lists_and_arrays(name, z):
    """Lists of numbers are float64 in both, whatever PyTorch makes of them by itself."""
    ours, theirs = (getattr(engine, name)(z) for engine in (numpy_engine, torch_engine))
    assert str(theirs.dtype) == f"torch.{ours.dtype}"
    np.testing.assert_allclose(theirs, ours, rtol=1e-15 if ours.itemsize == 8 else 2e-7)


def test_softplus_is_exact_far_out():
    z = np.linspace(-50, 50, 201)
    ours, theirs = formulas.softplus(z), activations.softplus(z)
    np.testing.assert_allclose(theirs, ours, rtol=1e-14)
    np.testing.assert_allclose(theirs, np.logaddexp(0, z), rtol=1e-14)
