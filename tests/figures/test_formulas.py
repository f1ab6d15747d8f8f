"""The formulas that the page evaluates itself, run in Node, against dlbook's own results."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from dlbook.numpy_engine import Network, mse, sigmoid, sigmoid_cross_entropy
from tools import node

DRAWING = Path(__file__).parents[2] / "web" / "drawing"
TOLERANCE = 1e-12
STATES = np.concatenate([np.linspace(-40, 40, 81), [-1e-9, 1e-9, -700.0, 700.0]])


def in_node(expression: str, given: object) -> object:
    """The JSON value of a JavaScript ``expression`` of ``given``; formulas.js is in scope as f."""
    script = f"""
      import * as f from {json.dumps((DRAWING / "formulas.js").as_uri())};
      import {{ float16 }} from {json.dumps((DRAWING / "frames.js").as_uri())};
      const given = JSON.parse(process.argv[1]);
      console.log(JSON.stringify({expression}));
    """
    command = [str(node.folder() / "node"), "--input-type=module", "-e", script, json.dumps(given)]
    done = subprocess.run(command, capture_output=True, text=True, env=node.environment())
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def one_unit(activation: str) -> Network:
    """A network whose hidden layer is one unit that passes its input to ``activation``."""
    network = Network((1, 1, 1), activation=activation)
    network.layers[0].W[:] = 1.0
    network.layers[0].b[:] = 0.0
    return network


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "linear"])
def test_activations_equal_the_engine_s(name):
    ours = in_node(f'given.map(f.ACTIVATIONS["{name}"])', STATES.tolist())
    engine = one_unit(name).activations(STATES[:, None])[1][:, 0]
    np.testing.assert_allclose(ours, engine, rtol=TOLERANCE, atol=TOLERANCE)


@pytest.mark.parametrize("y", [0, 1])
@pytest.mark.parametrize("name", ["crossEntropy", "squaredError"])
def test_losses_equal_the_engine_s(name, y):
    ours = in_node(f"given.map((z) => f.{name}(z, {y}))", STATES.tolist())
    engine = {
        "crossEntropy": lambda z: sigmoid_cross_entropy([z], [y]),
        "squaredError": lambda z: mse(sigmoid(np.array([z])), [y]),
    }[name]
    np.testing.assert_allclose(ours, [engine(z) for z in STATES], rtol=TOLERANCE, atol=TOLERANCE)


def test_a_neuron_equals_a_one_layer_network():
    network = Network((3, 1), seed=4)
    x = [0.3, -2.0, 1.5]
    given = {"w": network.layers[0].W[0].tolist(), "b": float(network.layers[0].b[0]), "x": x}
    z = in_node("f.neuronState(given.w, given.b, given.x)", given)
    assert z == pytest.approx(network.logits(np.array([x]))[0, 0], abs=TOLERANCE)


@pytest.mark.parametrize(
    ("sizes", "hidden", "output"),
    [
        ((2, 3, 1), "sigmoid", "sigmoid"),
        ((4, 5, 3, 2), "tanh", "linear"),
        ((3, 6, 2), "relu", "linear"),
    ],
)
def test_forward_equals_the_engine_layer_by_layer(sizes, hidden, output):
    network = Network(sizes, activation=hidden, output=output, seed=7)
    x = np.random.default_rng(1).normal(size=sizes[0])
    given = {"sizes": sizes, "flat": network.flat.tolist(), "x": x.tolist()}
    ours = in_node(f'f.forward(given.sizes, given.flat, given.x, "{hidden}", "{output}")', given)
    for mine, engine in zip(ours, network.activations(x[None]), strict=True):
        np.testing.assert_allclose(mine, engine[0], rtol=TOLERANCE, atol=TOLERANCE)


def test_float16_is_read_as_numpy_reads_it():
    bits = np.arange(0, 2**16, 7, dtype=np.uint16)
    halves = bits.view(np.float16).astype(np.float64)
    finite = np.isfinite(halves)
    ours = in_node("given.map(float16)", bits[finite].tolist())
    np.testing.assert_array_equal(ours, halves[finite])
