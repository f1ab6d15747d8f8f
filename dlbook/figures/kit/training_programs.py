"""Programs that several training figures run, traced from the formulas for a kind of network."""

from collections.abc import Callable
from typing import Any

import numpy as np

from dlbook.formulas.activations import ACTIVATIONS, OUTPUTS
from dlbook.formulas.losses import LOSSES, mean
from dlbook.formulas.networks import forward
from dlbook.formulas.objective import loss_and_gradient, measure
from dlbook.numpy_engine import Optimizer
from dlbook.programs import trace
from dlbook.programs.operations import Trace

Array = np.ndarray
NUMBER, VECTOR, MATRIX = np.ones(()), np.ones(2), np.ones((2, 2))
OUTPUT_OF = {
    "sigmoid_cross_entropy": "sigmoid", "softmax_cross_entropy": "softmax", "mse": "linear",
}  # fmt: skip
"""Loss -> the output function that it is used with."""


class Kind:
    """A kind of network: how many layers of weights, hidden activation, and loss."""

    def __init__(self, n_layers: int, activation: str, loss: str) -> None:
        self.blocks = [MATRIX] * n_layers
        self.activation = ACTIVATIONS[activation]
        self.output, self.loss = OUTPUTS[OUTPUT_OF[loss]], LOSSES[loss]

    def gradient(self, *, drops: bool = False, l2: bool = False, alone: bool = False) -> Trace:
        """J and its gradient, or this alone. Inputs: blocks.k, x, y, and kept.k with p, or l2."""
        given: dict[str, Any] = {"blocks": self.blocks, "x": MATRIX, "y": MATRIX}
        if drops:
            given |= {"kept": [MATRIX] * (len(self.blocks) - 1), "p": NUMBER}
        if l2:
            given["l2"] = NUMBER
        return trace(self._gradient_alone if alone else self._gradient, **given)

    def _gradient(self, blocks, x, y, kept=None, p=0.0, l2=None):
        kinds = self.activation, self.output, self.loss
        return loss_and_gradient(blocks, x, y, *kinds, kept=kept, p=p, l2=l2)

    def _gradient_alone(self, blocks, x, y, kept=None, p=0.0, l2=None):
        return {"g": self._gradient(blocks, x, y, kept, p, l2)[1]}

    def keep(self) -> Trace:
        """The blocks as they are, to be recorded: "0", "1", …"""
        return trace(lambda blocks: [block + 0.0 for block in blocks], blocks=self.blocks)

    def measure(self) -> Trace:
        """The mean loss, and the share of right answers where there are such, as numbers."""
        return trace(self._measure, blocks=self.blocks, x=MATRIX, y=MATRIX)

    def _measure(self, blocks, x, y):
        terms, *right = measure(blocks, x, y, self.activation, self.output, self.loss)
        found = {"loss": np.squeeze(mean(terms), axis=(-2, -1))}
        if right:
            found["accuracy"] = np.squeeze(mean(right[0] * 1.0), axis=(-2, -1))
        return found

    def predict(self) -> Trace:
        """ŷ (n_out, n) for inputs x (n_in + 1, n), the last row ones."""
        return trace(self._predict, blocks=self.blocks, x=MATRIX)

    def _predict(self, blocks, x):
        return self.output.g(self._logits(blocks, x))

    def logits(self) -> Trace:
        """The last layer's z (n_out, n) for inputs x as for `predict`."""
        return trace(self._logits, blocks=self.blocks, x=MATRIX)

    def _logits(self, blocks, x):
        return forward(blocks, x, self.activation)[0]


def update_of(optimizer: Optimizer) -> Trace:
    """The update of an optimiser: theta, g, state.…, lr, and t where it counts steps. Numbers that
    are worked out from t, as Adam's, need float64."""

    def step(theta, g, state, lr, t=None):
        return optimizer.update(theta, g, state, **optimizer.numbers(lr, t))

    counts = {} if names_of_numbers(optimizer) == ["lr"] else {"t": NUMBER}
    return trace(step, theta=VECTOR, g=VECTOR, state=_state_of(optimizer), lr=NUMBER, **counts)


def update_after(optimizer: Optimizer) -> Trace:
    """The update with what `numbers_before` works out: theta, g, state.…, and those numbers."""
    numbers = dict.fromkeys(names_of_numbers(optimizer), NUMBER)
    return trace(optimizer.update, theta=VECTOR, g=VECTOR, state=_state_of(optimizer), **numbers)


def numbers_before(
    optimizer: Optimizer, schedule: Callable[[Array, Array], Array] | None = None
) -> Trace:
    """From lr and t = 1, 2, … the numbers of the optimiser's update, by name. schedule(step, lr):
    the rate after so many steps, where it changes."""

    def numbers(lr, t):
        return optimizer.numbers(lr if schedule is None else schedule(t - 1, lr), t)

    return trace(numbers, lr=NUMBER, t=NUMBER)


def names_of_numbers(optimizer: Optimizer) -> list[str]:
    """What the optimiser's update is given besides the state."""
    return list(optimizer.numbers(1.0, 1))


def _state_of(optimizer: Optimizer) -> dict[str, Array]:
    return dict.fromkeys(optimizer.state_names, VECTOR)


def glorot_start() -> Trace:
    """[W 0] of a layer, or of several seeds' (…, n_out, n_in), from draws in [0, 1): W evenly
    within ±√3 times Glorot's standard deviation, as the engines' "glorot_uniform" has it."""
    return trace(_glorot, MATRIX)


def glorot_weights(draws: Array) -> Array:
    """Weights evenly within ±√3 times Glorot's standard deviation, from draws in [0, 1)."""
    bound = 3**0.5 * np.sqrt(2 / (np.size(draws, -1) + np.size(draws, -2)))
    return 2 * bound * draws - bound


def _glorot(draws: Array) -> Array:
    W = glorot_weights(draws)
    return np.concatenate([W, np.zeros_like(W[..., :1])], axis=-1)
