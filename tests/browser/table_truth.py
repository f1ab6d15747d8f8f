"""What the tables below figures have to say: every column, computed by Python's own engine.

Each function takes a figure's state and answers its tables, {caption: {heading: values}}, whole:
the page shows some of the rows of a long one. A figure's training is the one of its `numbers`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from dlbook.experiments import reading
from dlbook.experiments.landscapes import SURFACES
from dlbook.experiments.racing import RACERS, path_of
from dlbook.experiments.signals import expected_sizes, signals, size
from dlbook.figures import FIGURES, chain_rule, race, shared_batch
from dlbook.figures import depth as depth_figure
from dlbook.figures import draw as draw_figure
from dlbook.numpy_engine import Network, scaled, softmax, value_and_gradient
from tests.browser import table_trainings as trainings
from tests.browser.table_trainings import Tables


@dataclass(frozen=True)
class Truth:
    """tables: a figure's, by its state. states: where they are compared, by the traits that are
    other than Reset leaves them. rounding: by how much rounding moves the numbers of a column,
    where a training is so long that it decides digits."""

    tables: Callable[..., Tables]
    states: Sequence[dict[str, float]]
    rounding: Mapping[str, float] = field(default_factory=dict)


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


def of_race(surface: int, lr: float, w1: float, w2: float, watch: int, step: int) -> Tables:
    ground = SURFACES[race.NAMES[surface]]
    paths = {name: path_of(make(lr), ground, (w1, w2), race.STEPS) for name, make in RACERS.items()}
    lowest = min(ground.value(place) for place in ground.minima)
    steps = np.arange(race.STEPS + 1)
    watched = race.OPTIMIZERS[watch]
    return {
        f"the path of {watched}": {
            "step": steps, "weight w₁": paths[watched][:, 0], "weight w₂": paths[watched][:, 1],
        },
        "how far above the lowest": {
            "step": steps,
            **{name: [ground.value(w) - lowest for w in path] for name, path in paths.items()},
        },
    }  # fmt: skip


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


# about three times what the next larger learning rates change in the widest networks
FITS = {
    "training loss": 1e-4, "validation loss": 0.01, "the middle network": 0.03,
    "at this λ": 0.07, "at λ = 0": 0.07,
}  # fmt: skip
TRUTHS = {
    "batches": Truth(trainings.of_batches, [{}, {"batch": 0, "lr": 0.1, "frame": 60, "seed": 2}]),
    "bend": Truth(
        trainings.of_bend,
        [{}, {"dataset": 1, "activation": 3, "depth": 2, "width": 2, "cut": -1.5}],
    ),
    "capacity": Truth(trainings.of_capacity, [{}, {"width": 8}], FITS),
    "chain-rule": Truth(of_chain_rule, [{}, {"y": 0.3, "w1": 0.1, "w2": -2.7, "step": 11}]),
    "depth": Truth(of_depth, [{}, {"activation": 1, "gain": 4.0, "depth": 1}]),
    "draw": Truth(of_draw, [{}, {"image": 25, "shift": -2}, {"image": 0, "shift": 3}]),
    "dropout": Truth(trainings.of_dropout, [{"lr": 0.01}, {"lr": 0.01, "dropout": 0.4}]),
    "features": Truth(trainings.of_features, [{}, {"images": 2, "frame": 10}]),
    "grid": Truth(trainings.of_grid, [{}, {"optimizer": 1, "lr": 0.1}]),
    "neuron": Truth(of_neuron, [{}, {"x1": 0.7, "x2": -1.3, "w1": -2.1, "w2": 0.4, "b": 0.2}]),
    "penalty": Truth(trainings.of_penalty, [{}, {"strength": 4}], FITS),
    "race": Truth(of_race, [{}, {"surface": 1, "lr": 0.01, "w1": 3.0, "w2": -4.0, "watch": 6}]),
    "shared-batch": Truth(of_shared_batch, [{}, {"workers": 5, "shares": 1, "mean": 1}]),
    "stopping-point": Truth(
        trainings.of_stopping_point, [{}, {"lr": 0.03, "min_delta": 3, "seed": 1}]
    ),
    "transfer": Truth(trainings.of_transfer, [{}, {"start": 4, "count": 0, "frame": 9}]),
}
