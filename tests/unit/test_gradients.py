"""Gradients against finite differences, and the readers' check against a wrong gradient."""

import numpy as np
import pytest

from dlbook.formulas import updates
from dlbook.numpy_engine import Network, check_gradients, gradients, sweep, value_and_gradient
from dlbook.numpy_engine.network import blocks_of
from dlbook.training.gradient_check import differences

RNG = np.random.default_rng(0)
X = RNG.normal(size=(7, 3))
TARGETS = {
    "sigmoid_cross_entropy": RNG.random((7, 2)),
    "softmax_cross_entropy": RNG.integers(0, 2, 7),
    "mse": RNG.normal(size=(7, 2)),
}
CASES = [
    ("sigmoid_cross_entropy", "sigmoid"),
    ("softmax_cross_entropy", "softmax"),
    ("mse", "linear"),
    ("mse", "sigmoid"),
]


@pytest.mark.parametrize(("loss", "output"), CASES)
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "linear"])
@pytest.mark.parametrize("hidden", [(), (4,), (4, 1, 5)])
def test_gradient_against_central_differences(loss, output, activation, hidden):
    network = Network((3, *hidden, 2), activation=activation, output=output, seed=3)
    network.flat[:] += 0.1 * np.random.default_rng(1).normal(size=network.flat.size)
    # eps 1e-5 leaves about 1e-10 of a gradient near 1; entries below 1e-4 of the largest count less
    assert check_gradients(network, X, TARGETS[loss], loss, l2=0.3) < 1e-6


@pytest.mark.parametrize("dropout", [0.2, 0.5])
def test_gradient_with_dropout_masks(dropout):
    network = Network((3, 5, 4, 2), activation="tanh", output="softmax", dropout=dropout, seed=2)
    mask = [RNG.random((7, n)) >= dropout for n in (5, 4)]
    y = TARGETS["softmax_cross_entropy"]

    def value(theta):
        network.flat[:] = theta
        return value_and_gradient(network, X, y, "softmax_cross_entropy", mask=mask)[0]

    analytic = value_and_gradient(network, X, y, "softmax_cross_entropy", mask=mask)[1].copy()
    numeric, _, _ = differences(value, network.flat.copy(), eps=1e-6)
    np.testing.assert_allclose(analytic, numeric, atol=1e-9)


def test_dropout_scales_what_is_kept_by_one_over_one_minus_p():
    network = Network((3, 4, 1), activation="linear", dropout=0.75)
    network.layers[1].W[:] = 1.0
    mask = np.zeros((7, 4), bool)
    mask[:, 2] = True
    hidden = X @ network.layers[0].W.T
    loss, _ = value_and_gradient(network, X, np.zeros(7), "mse", mask=[mask])
    assert loss == pytest.approx(np.mean((4 * hidden[:, 2]) ** 2), rel=1e-14)


def test_the_check_finds_a_wrong_gradient(monkeypatch):
    network = Network((3, 4, 2), activation="tanh", output="linear")
    right = gradients.value_and_gradient

    def wrong(*args, **kwargs):
        value, gradient = right(*args, **kwargs)
        gradient = gradient.copy()
        gradient[5] *= 1.001
        return value, gradient

    monkeypatch.setattr(gradients, "value_and_gradient", wrong)
    assert check_gradients(network, X, TARGETS["mse"], "mse") == pytest.approx(1e-3, rel=0.01)


def test_the_check_leaves_the_network_alone():
    network = Network((3, 4, 2), dropout=0.5)
    before = network.flat.copy()
    check_gradients(network, X, TARGETS["mse"], "mse")
    np.testing.assert_array_equal(network.flat, before)
    assert network.dropout == 0.5


def test_l2_is_half_the_squares_of_weights_alone():
    network = Network((3, 4, 2), seed=1)
    for layer in network.layers:
        layer.b[:] = 100.0
    plain, gradient = value_and_gradient(network, X, TARGETS["mse"], "mse")
    gradient = gradient.copy()
    with_l2, penalised = value_and_gradient(network, X, TARGETS["mse"], "mse", l2=0.5)
    squares = sum(np.linalg.norm(layer.W) ** 2 for layer in network.layers)
    assert with_l2 - plain == pytest.approx(0.25 * squares, rel=1e-9)
    blocks = zip(blocks_of(penalised - gradient, (3, 4, 2)), network.layers, strict=True)
    for block, layer in blocks:
        np.testing.assert_allclose(block[:, :-1], 0.5 * layer.W, rtol=1e-9)
        # the difference of two gradients near 100 keeps 13 digits
        np.testing.assert_allclose(block[:, -1], 0.0, atol=1e-11)


def test_clipping_is_torchs():
    torch = pytest.importorskip("torch")
    for scale in (1e-3, 1.0, 1e3):
        gradient = scale * RNG.normal(size=20)
        parameter = torch.zeros(20, dtype=torch.float64, requires_grad=True)
        parameter.grad = torch.tensor(gradient.copy())
        torch.nn.utils.clip_grad_norm_([parameter], 2.0)
        np.testing.assert_allclose(updates.clip(gradient, 2.0), parameter.grad.numpy(), rtol=1e-14)


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"mask": [np.ones((7, 4))]}, ValueError, "mask needs a network with dropout above 0"),
        ({"l2": -1.0}, ValueError, "l2 must be a finite number of at least 0"),
        ({"loss": "hinge"}, ValueError, "loss must be one of"),
        ({"loss": 3}, TypeError, "loss must be one of 'sigmoid_.*', 'mse' or a Loss, got 3"),
        ({"loss": "softmax_cross_entropy"}, ValueError, "needs a network with output='softmax'"),
        ({"X": X[:, :2]}, ValueError, r"X must have shape \(n_examples, 3\)"),
    ],
)
def test_what_is_wrong_is_named(change, error, message):
    given = {"X": X, "y": TARGETS["mse"], "loss": "mse", **change}
    with pytest.raises(error, match=message):
        value_and_gradient(Network((3, 4, 2)), **given)


def test_masks_of_the_wrong_shape_are_named():
    network = Network((3, 4, 2), dropout=0.5)
    for mask, message in (
        ([], r"mask must .* each hidden layer of sizes \(3, 4, 2\), got 0"),
        ([np.ones((7, 3))], r"mask\[0\] must have shape"),
    ):
        with pytest.raises(ValueError, match=message):
            value_and_gradient(network, X, TARGETS["mse"], "mse", mask=mask)


def test_the_check_needs_float64():
    with pytest.raises(ValueError, match="network must have dtype 'float64'"):
        check_gradients(Network((3, 2), dtype="float32"), X, TARGETS["mse"], "mse")


def test_the_network_and_the_mask_are_checked():
    for check in (value_and_gradient, check_gradients):
        with pytest.raises(TypeError, match="network must be"):
            check(None, [[1.0, 2.0]], [1.0], "mse")
    network = Network((2, 3, 1), dropout=0.5)
    with pytest.raises(TypeError, match="mask must be a list of arrays"):
        value_and_gradient(network, [[1.0, 2.0]], [1.0], "mse", mask=3)
    with pytest.raises(ValueError, match="X must have shape"):
        value_and_gradient(network, 3.0, [1.0], "mse", mask=[np.ones((1, 3))])


def test_at_a_loss_of_zero_there_is_no_kink():
    """With x = 0 and y = 0 the loss is exactly 0, the least there is, and smooth all around."""
    network = Network((1, 1, 1), activation="tanh", init="normal", seed=0)
    assert check_gradients(network, [[0.0]], [[0.0]], "mse") < 1e-6


def a_million(n_out):
    """Examples whose gradients all have one sign, so that a sum that loses digits shows it."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(10**6, 2)).astype("float32")
    return X, (1000 + rng.normal(size=(10**6, n_out))).astype("float32")


@pytest.mark.parametrize("layers", [(2, 1), (2, 8, 1), (2, 8, 8, 2)])
def test_float32_is_right_over_a_million_examples(layers):
    X, y = a_million(layers[-1])
    found = []
    for dtype in ("float32", "float64"):
        network = Network(layers, activation="tanh", dtype=dtype)
        network.flat[:] = Network(layers, dtype="float32").flat
        found.append(value_and_gradient(network, X, y, "mse")[1])
    size = np.abs(found[1]).max()
    np.testing.assert_allclose(found[0], found[1], rtol=1e-5, atol=1e-7 * size)


def test_float32_sweeps_are_right_over_a_million_examples():
    X, y = a_million(1)
    settings = {"loss": "mse", "lr": 0.1, "epochs": 1, "max_memory": 2**30}
    single, double = (
        sweep((2, 1), X, y, dtype=dtype, **settings).train_loss for dtype in ("float32", "float64")
    )
    np.testing.assert_allclose(single, double, rtol=1e-5)
