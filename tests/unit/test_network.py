"""The network against PyTorch's modules, its parameters as views, and its state_dict."""

import copy
import pickle

import numpy as np
import pytest
import torch

from dlbook import data
from dlbook.numpy_engine import SGD, Network, normal, sigmoid, train

RNG = np.random.default_rng(0)
MODULES = {
    "sigmoid": torch.nn.Sigmoid,
    "tanh": torch.nn.Tanh,
    "relu": torch.nn.ReLU,
    "linear": torch.nn.Identity,
}


def torch_twin(network):
    """The same network put together from torch.nn."""
    parts = []
    for layer in network.layers:
        linear = torch.nn.Linear(*layer.W.shape[::-1], dtype=torch.float64)
        linear.load_state_dict({"weight": torch.tensor(layer.W), "bias": torch.tensor(layer.b)})
        parts += [linear, MODULES[network.activation]()]
    return torch.nn.Sequential(*parts[:-1])


@pytest.mark.parametrize("activation", sorted(MODULES))
@pytest.mark.parametrize("sizes", [(2, 3, 1), (4, 2), (3, 7, 5, 2)])
def test_logits_are_those_of_torch_modules(activation, sizes):
    network = Network(sizes, activation=activation, seed=5)
    network.flat[:] = RNG.normal(size=network.flat.size)
    X = RNG.normal(size=(6, sizes[0]))
    theirs = torch_twin(network)(torch.tensor(X)).detach().numpy()
    np.testing.assert_allclose(network.logits(X), theirs, rtol=1e-13, atol=1e-13)


def test_a_neuron_worked_by_hand():
    neuron = Network((2, 1), output="sigmoid")
    neuron.layers[0].W[:] = 3, -2
    neuron.layers[0].b[:] = 1
    assert neuron.logits([[-1, 2]]) == -6
    assert neuron.predict([[-1, 2]])[0, 0] == pytest.approx(0.0024726, abs=5e-8)


def test_xor_by_the_network_of_goodfellow_et_al():
    network = Network((2, 2, 1))
    network.load_state_dict(
        {
            "layers.0.weight": np.ones((2, 2)),
            "layers.0.bias": np.array([0.0, -1.0]),
            "layers.1.weight": np.array([[1.0, -2.0]]),
            "layers.1.bias": np.zeros(1),
        }
    )
    X = [[0, 0], [0, 1], [1, 0], [1, 1]]
    np.testing.assert_array_equal(network.predict(X)[:, 0], [0, 1, 1, 0])


def test_softmax_outputs_add_up_to_one():
    y_hat = Network((3, 4, 5), output="softmax").predict(RNG.normal(size=(6, 3)))
    np.testing.assert_allclose(y_hat.sum(axis=1), 1, rtol=1e-15)


def test_activations_hold_every_layer():
    network = Network((2, 3, 1), activation="tanh", output="sigmoid")
    X = RNG.normal(size=(4, 2))
    x, hidden, y_hat = network.activations(X)
    np.testing.assert_array_equal(x, X)
    np.testing.assert_allclose(
        y_hat, sigmoid(hidden @ network.layers[1].W.T + network.layers[1].b), rtol=1e-15
    )
    np.testing.assert_array_equal(y_hat, network.predict(X))


def test_flat_is_the_rows_of_w_and_b_layer_after_layer():
    network = Network((2, 2, 1))
    network.flat[:] = np.arange(9)
    np.testing.assert_array_equal(network.layers[0].W, [[0, 1], [3, 4]])
    np.testing.assert_array_equal(network.layers[0].b, [2, 5])
    np.testing.assert_array_equal(network.layers[1].W, [[6, 7]])
    network.layers[1].b[:] = 80
    assert network.flat[8] == 80


def test_state_dict_goes_into_torch_and_comes_back():
    network = Network((3, 4, 2), seed=1)
    twin = torch_twin(network)
    state = {
        f"layers.{k}.{name}": getattr(twin[2 * k], name).detach()
        for k in range(2)
        for name in ("weight", "bias")
    }
    other = Network((3, 4, 2), seed=2)
    other.load_state_dict(state)
    np.testing.assert_array_equal(other.flat, network.flat)


def test_state_dict_is_a_copy():
    network = Network((2, 1))
    network.state_dict()["layers.0.weight"][:] = 7
    assert not (network.layers[0].W == 7).any()


def test_a_copy_is_independent():
    network = Network((2, 3, 1), dropout=0.5, activation="tanh", output="sigmoid", seed=4)
    twin = network.copy()
    assert repr(twin) == repr(network)
    twin.flat[:] = 0
    assert network.flat.any()


def test_the_seed_decides_the_start():
    np.testing.assert_array_equal(Network((3, 2), seed=3).flat, Network((3, 2), seed=3).flat)
    assert (Network((3, 2), seed=3).flat != Network((3, 2), seed=4).flat).any()


def test_nothing_touches_global_randomness():
    before = np.random.get_state()[1].copy()
    Network((3, 2), seed=3)
    np.testing.assert_array_equal(np.random.get_state()[1], before)


def test_float32_computes_in_float32():
    network = Network((3, 4, 2), dtype="float32")
    assert network.flat.dtype == network.predict(np.ones((2, 3))).dtype == np.float32


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"sizes": (2,)}, ValueError, "sizes must hold at least two"),
        ({"sizes": 3}, TypeError, "sizes must be a sequence"),
        ({"sizes": (10**10, 10**10)}, ValueError, r"sizes must be .* memory .* got \(10{10}, 10"),
        ({"sizes": (2, 0, 1)}, ValueError, r"sizes\[1\] must be an integer of at least 1, got 0"),
        ({"sizes": (2, 2.5, 1)}, TypeError, r"sizes\[1\] must be an integer"),
        ({"activation": "selu"}, ValueError, "activation must be one of 'sigmoid'.*got 'selu'"),
        ({"activation": None}, TypeError, "activation must be one of"),
        ({"output": "tanh"}, ValueError, "output must be one of"),
        ({"output": "softmax"}, ValueError, "sizes must end with at least 2 classes"),
        ({"dropout": 1.0}, ValueError, "dropout must be a finite number of at least 0 and below 1"),
        ({"dropout": -0.1}, ValueError, "dropout must be"),
        ({"dropout": np.nan}, ValueError, "dropout must be"),
        ({"dropout": "0.5"}, TypeError, "dropout must be"),
        ({"init": "xavier"}, ValueError, "init must be one of"),
        ({"init": lambda rng, o, i: np.ones(3)}, ValueError, r"init must return shape \(1, 2\)"),
        ({"init": lambda o, i: np.ones(3)}, TypeError, r"init .* function of \(rng, n_out, n_in\)"),
        ({"seed": -1}, ValueError, "seed must be an integer of at least 0, got -1"),
        ({"seed": None}, TypeError, "seed must be an integer"),
        ({"dtype": "float16"}, ValueError, "dtype must be 'float64' or 'float32'"),
        ({"dtype": "number"}, ValueError, "dtype must be"),
    ],
)
def test_what_is_wrong_is_named(change, error, message):
    with pytest.raises(error, match=message):
        Network(**{"sizes": (2, 1), **change})


@pytest.mark.parametrize(
    ("X", "error", "message"),
    [
        ([1.0, 2.0], ValueError, r"X must have shape \(n_examples, 2\).*got shape \(2,\)"),
        ([[1.0, 2.0, 3.0]], ValueError, "X must have shape"),
        (np.empty((0, 2)), ValueError, "X must hold at least one example"),
        ([[1.0, np.inf]], ValueError, r"X must be finite, got inf at index \(0, 1\)$"),
        (None, TypeError, "X must be an array of real numbers, got None$"),
        ((row for row in np.eye(2)), TypeError, "X must be .* real numbers, got a generator$"),
        (data.moons(9), TypeError, "X must be .* real numbers, got a Dataset$"),
        ([["a", "b"]], TypeError, "X must be an array of real numbers"),
        ([[1.0, 2.0], [1.0]], ValueError, "X must be an array of numbers"),
    ],
)
def test_inputs_are_checked(X, error, message):
    with pytest.raises(error, match=message):
        Network((2, 1)).predict(X)


def test_a_foreign_state_changes_nothing():
    network = Network((2, 3, 1))
    before = network.flat.copy()
    with pytest.raises(ValueError, match="state must have the keys"):
        network.load_state_dict({"layers.0.weight": np.ones((3, 2))})
    state = {**network.state_dict(), "layers.1.weight": np.ones((1, 4))}
    with pytest.raises(ValueError, match=r"state\['layers.1.weight'\] must have shape \(1, 3\)"):
        network.load_state_dict(state)
    np.testing.assert_array_equal(network.flat, before)


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda n: pickle.loads(pickle.dumps(n))])
def test_layers_of_copies_are_views_of_the_copy(copied):
    network = Network((2, 3, 1), init=normal(0.5), seed=1)
    twin = copied(network)
    np.testing.assert_array_equal(twin.flat, network.flat)
    assert all(np.shares_memory(layer.block, twin.flat) for layer in twin.layers)
    assert not np.shares_memory(twin.flat, network.flat)
    for each in (network, twin):
        train(each, np.eye(2), [0.0, 1.0], loss="mse", optimizer=SGD(0.1), epochs=3)
    np.testing.assert_array_equal(twin.predict(np.eye(2)), network.predict(np.eye(2)))
    assert twin.flat.any()


def test_numbers_beyond_float32_are_refused():
    network = Network((2, 1), dtype="float32")
    before = network.flat.copy()
    with pytest.raises(ValueError, match=r"X must lie within ±3.4e\+38, the range of float32"):
        network.predict([[1.0, -1e39]])
    state = {"layers.0.weight": np.full((1, 2), 1e39), "layers.0.bias": np.zeros(1)}
    with pytest.raises(ValueError, match=r"state\['layers.0.weight'\] must lie within"):
        network.load_state_dict(state)
    np.testing.assert_array_equal(network.flat, before)
    with pytest.raises(ValueError, match="init must lie within"):
        Network((2, 1), dtype="float32", init=normal(1e39))
    # infinities of a diverged network are kept as they are
    network.load_state_dict({**state, "layers.0.weight": np.full((1, 2), np.inf)})
    assert np.isinf(network.layers[0].W).all()


def test_masked_entries_are_refused():
    with pytest.raises(ValueError, match="X must have no masked entries"):
        Network((2, 1)).predict(np.ma.masked_greater([[1.0, 7.0]], 5))


def test_a_state_is_a_mapping():
    with pytest.raises(TypeError, match="state must be a mapping"):
        Network((2, 1)).load_state_dict(None)


def test_sizes_have_an_order():
    with pytest.raises(TypeError, match="sizes must be a sequence"):
        Network({5, 3, 1})


def test_a_dtype_is_of_this_machine():
    assert Network((2, 1), dtype=np.dtype(">f8")).flat.dtype.isnative
