"""How large the signal is in every layer of a deep network: activations going forward, gradients
coming back, and what the weights' spread alone lets expect of both.

The size of a layer is the root mean square over its units and the examples.
"""

from typing import NamedTuple

import numpy as np

from dlbook import checks
from dlbook.numpy_engine.activations import formula_of
from dlbook.numpy_engine.losses import softmax_cross_entropy_gradient
from dlbook.numpy_engine.network import Network
from dlbook.numpy_engine.objective import check_network

NODES = np.linspace(-8.0, 8.0, 1601)
"""Where a standard normal variable is looked at, to take means over it."""
DENSITY = np.exp(-0.5 * NODES**2) / np.sqrt(2 * np.pi) * (NODES[1] - NODES[0])

# activation -> means of g(z)² and of g'(z)² over z normal with mean 0 and the given variance
MEAN_SQUARES = {
    "relu": lambda variance: (variance / 2, 0.5),
    "tanh": lambda variance: (
        float(np.sum(DENSITY * np.tanh(np.sqrt(variance) * NODES) ** 2)),
        float(np.sum(DENSITY * (1 - np.tanh(np.sqrt(variance) * NODES) ** 2) ** 2)),
    ),
    "linear": lambda variance: (variance, 1.0),
}


class Signals(NamedTuple):
    """Of every hidden layer, from the first on: its activations a, each (n, n_units), and the
    gradients by its states z of each example's own loss, each (n, n_units)."""

    activations: list[np.ndarray]
    gradients: list[np.ndarray]


@checks.quiet_floats()
def size(array: np.ndarray) -> float:
    """The root of the mean of the squares of all entries."""
    array = checks.real_array("array", array, finite=False)
    if not array.size:
        raise ValueError(f"array must hold at least one number, got shape {array.shape}")
    return float(np.sqrt(np.mean(np.square(array, dtype=np.float64))))


def signals(network: Network, X: np.ndarray, y: np.ndarray) -> Signals:
    """One pass forward and one back through a NumPy network, with softmax cross-entropy.

    X (n, n_in); y (n,) class numbers. The gradients are those of the examples' losses, not of
    their mean, so that they do not depend on n.
    """
    check_network(network)
    a = checks.examples("X", X, network.sizes[0]).astype(network.dtype)
    activation = formula_of(network.activation)
    states, hidden, gradients = [], [], []
    with checks.quiet_floats():
        for layer in network.layers[:-1]:
            states.append(a @ layer.W.T + layer.b)
            a = activation.g(states[-1])
            hidden.append(a)
        logits = a @ network.layers[-1].W.T + network.layers[-1].b
        dz = softmax_cross_entropy_gradient(logits, y) * len(a)
        for z, a, above in zip(states[::-1], hidden[::-1], network.layers[:0:-1], strict=True):
            dz = dz @ above.W * activation.slope(z, a)
            gradients.append(dz)
    return Signals(hidden, gradients[::-1])


@checks.quiet_floats()
def expected_sizes(
    activation: str, gain: float, depth: int, x_size: float = 1.0
) -> tuple[np.ndarray, np.ndarray]:
    """Sizes to expect of activations and of gradients in `depth` wide layers, (depth,) each.

    activation: "relu", "tanh" or "linear". gain: weights have standard deviation gain / √n_in,
    biases are 0. x_size: the inputs' size.

    Gradients are relative to those of the last layer.

    E[z²] = gain² E[a²] of the layer below, with z as good as normal where many inputs add up; a
    layer's gradient is gain² E[g'(z)²] times the one above (K. He et al., "Delving deep into
    rectifiers", 2015, section 2.2; S. Schoenholz et al., "Deep information propagation", 2017).
    """
    checks.choice("activation", activation, MEAN_SQUARES)
    gain = np.float64(checks.number("gain", gain, at_least=0.0))
    depth = checks.integer("depth", depth, at_least=1)
    square = np.square(checks.number("x_size", x_size, at_least=0.0))
    forward, slopes = [], []
    for _ in range(depth):
        square, slope = MEAN_SQUARES[activation](gain**2 * square)
        forward.append(square)
        slopes.append(slope)
    # from the last layer but one down: the weights above a layer, and its own units' slopes
    factors = [gain**2 * slope for slope in slopes[-2::-1]]
    backward = np.cumprod([1.0, *factors])[::-1]
    return np.sqrt(forward), np.sqrt(backward)
