"""What the tables have to say below the figures that show a network at work: see table_truth."""

from __future__ import annotations

import numpy as np

from dlbook.experiments import reading
from dlbook.experiments.signals import expected_sizes, signals, size
from dlbook.figures import FIGURES, chain_rule, forward_pass, shared_batch
from dlbook.figures import depth as depth_figure
from dlbook.figures import draw as draw_figure
from dlbook.numpy_engine import Network, scaled, softmax, value_and_gradient
from tests.browser.table_trainings import Tables

SUBSCRIPTS = "₁₂₃₄"


def of_chain_rule(step: int, **state: float) -> Tables:
    """The slopes by states are those by the biases that join them."""
    found = FIGURES["chain-rule"]().numbers(step=step, **state)
    keys = ("x", "z1", "a1", "z2", "y_hat", "J")
    forward = [(name, found[key]) for name, key in zip(chain_rule.FORWARD, keys, strict=True)]

    def slopes(x: float, *weights: float, hidden: str = "linear", output: str) -> np.ndarray:
        """The gradient of J by [w b] of each layer, in a chain of units that starts at x."""
        network = Network((1,) * (len(weights) + 1), activation=hidden, output=output)
        for layer, weight in zip(network.layers, weights, strict=True):
            layer.W[:], layer.b[:] = weight, 0.0
        example = np.array([[x]]), np.array([state["y"]])
        return value_and_gradient(network, *example, "mse")[1].copy()

    w1, dz1, w2, dz2 = slopes(
        state["x"], state["w1"], state["w2"], hidden="sigmoid", output="sigmoid"
    )
    back = [
        ("∂J/∂w₁", w1, "∂z₁/∂w₁"), ("∂J/∂w₂", w2, "∂z₂/∂w₂"),
        ("∂J/∂ŷ", slopes(found["y_hat"], 1.0, output="linear")[1], "∂J/∂ŷ"),
        ("∂J/∂z₂", dz2, "∂ŷ/∂z₂"),
        ("∂J/∂a₁", slopes(found["a1"], 1.0, state["w2"], output="sigmoid")[1], "∂z₂/∂a₁"),
        ("∂J/∂z₁", dz1, "∂a₁/∂z₁"),
    ]  # fmt: skip
    known = [
        *forward[: step + 1], ("w₁", state["w1"]), ("w₂", state["w2"]), ("y", state["y"]),
        *[(name, slope) for name, slope, at in back if chain_rule.STEPS.index(at) <= step],
    ]  # fmt: skip
    names, values = zip(*known, strict=True)
    return {"forward, and back": {"quantity": names, "value": values}}


def of_depth(activation: int, gain: float, depth: int) -> Tables:
    X, y = depth_figure.images()
    name, layers = depth_figure.ACTIVATIONS[activation], depth_figure.DEPTHS[depth]
    network = Network(
        (64, *[depth_figure.WIDTH] * layers, 10), activation=name, output="softmax",
        init=scaled(gain), seed=0, dtype="float32",
    )  # fmt: skip
    forward, backward = ([size(a) for a in arrays] for arrays in signals(network, X, y))
    expected, expected_back = expected_sizes(name, gain, layers, size(X))
    return {
        "size of the signal in each layer": {
            "hidden layer": np.arange(1, layers + 1),
            "activations": forward, "expected activations": expected,
            "gradients": backward, "expected gradients": expected_back * backward[-1],
        }
    }  # fmt: skip


def of_draw(image: int, shift: float) -> Tables:
    images, _ = reading.examples()
    seen = reading.moved_right(images[image].reshape(8, 8), round(shift))
    shares = softmax(reading.reader().logits(seen.reshape(1, 64)))[0]
    cells = "what the network gets: inked parts of each cell, by row and column"
    levels = np.rint(draw_figure.FULL * seen)
    columns = {str(k + 1): levels[:, k] for k in range(8)}
    return {
        cells: {"row": np.arange(1, 9), **columns},
        "what it answers": {"digit": np.arange(10), "probability (%)": 100 * shares},
    }


def of_forward_pass(
    depth: int, width: int, activation: int, x1: float, x2: float, unit: int
) -> Tables:
    network = forward_pass.network_of(depth, width, activation)
    values = [layer[0] for layer in network.activations(np.array([[x1, x2]]))]
    states = [layer.W @ a + layer.b for layer, a in zip(network.layers, values[:-1], strict=True)]
    layers = [f"hidden {k + 1}, a" for k in range(len(states) - 1)] + ["output, ŷ"]
    names = [
        layer + SUBSCRIPTS[k]
        for layer, z in zip(layers, states, strict=True)
        for k in range(len(z))
    ]
    return {
        "every unit’s state and activation": {
            "unit": names, "state z": np.concatenate(states),
            "activation": np.concatenate(values[1:]),
        }
    }  # fmt: skip


def of_neuron(**state: float) -> Tables:
    traits = {"x1": "input x₁", "x2": "input x₂", "w1": "weight w₁", "w2": "weight w₂",
        "b": "bias b"}  # fmt: skip
    found = FIGURES["neuron"]().numbers(**state)
    return {
        "the neuron": {
            "quantity": [*traits.values(), "state z", "prediction ŷ"],
            "value": [*(state[trait] for trait in traits), found["z"], found["y_hat"]],
        }
    }


def of_shared_batch(workers: int, batch: int, shares: int, mean: int) -> Tables:
    sizes = shared_batch.share_sizes(
        shared_batch.WORKERS[workers], shared_batch.BATCHES[batch], slow=shares == 1
    )
    gradients, whole = shared_batch.gradients_of(sizes)
    middle = np.average(gradients, axis=0, weights=sizes if mean == 0 else None)
    twin = Network(shared_batch.SIZES)

    def slope(gradient: np.ndarray, which: int) -> float:
        twin.flat[:] = gradient
        layer, unit, k = shared_batch.SHOWN[which]
        return float(twin.layers[layer].W[unit, k])

    first, second = ([slope(one, k) for one in [*gradients, whole, middle]] for k in (0, 1))
    own = [f"worker {k + 1}" for k in range(len(sizes))]
    return {
        "the gradients": {
            "gradient of": [*own, "the whole batch", "the workers’ mean"],
            "digits": [*sizes, sizes.sum(), None],
            "slope along one weight": first, "slope along another": second,
        }
    }  # fmt: skip
