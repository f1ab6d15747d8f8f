"""The objective that training minimises on a network's data: checked, and as the engine holds it.

J = mean loss + l2/2 · ΣW². The penalty is on weights alone, not on biases.
"""

import numpy as np

from dlbook import checks
from dlbook.formulas.activations import OUTPUTS
from dlbook.formulas.losses import Loss
from dlbook.numpy_engine.activations import formula_of
from dlbook.numpy_engine.evaluation import Evaluator, Examples, Model, with_ones
from dlbook.numpy_engine.losses import loss_of, target_rows
from dlbook.numpy_engine.network import Network
from dlbook.numpy_engine.steps import Parameters, Task

Pair = tuple[np.ndarray, np.ndarray]


def check_network(network: object) -> None:
    """An error where it is no network of this engine, or has a setting that is not allowed."""
    if not isinstance(network, Network):
        raise TypeError(f"network must be a dlbook.numpy_engine.Network, got {network!r}")
    network.check()


class Objective:
    """J of one network on one data set. dropout: whether its dropout is in force."""

    def __init__(
        self,
        network: Network,
        X: np.ndarray,
        y: np.ndarray,
        loss: str | Loss,
        *,
        l2: float = 0.0,
        dropout: bool = False,
    ) -> None:
        self.network, self.loss = network, loss
        model = Model(
            formula_of(network.activation), OUTPUTS[network.output], loss_of(loss, network.output)
        )
        l2 = checks.number("l2", l2, at_least=0.0)
        checks.within("l2", l2, np.finfo(network.dtype))
        p = network.dropout if dropout and network.dropout else None
        self.task = Task(model, self.take_in("X", "y", X, y), l2, p)
        self.parameters = Parameters(network.flat, [layer.block for layer in network.layers])
        self.evaluator = Evaluator(self.parameters.blocks, model)

    @property
    def examples(self) -> Examples:
        """The training data."""
        return self.task.examples

    def take_in(self, X_name: str, y_name: str, X: np.ndarray, y: np.ndarray) -> Examples:
        """Checked data in the form in which the engine holds them."""
        sizes, dtype = self.network.sizes, self.network.dtype
        X = checks.examples(X_name, X, sizes[0])
        rows = target_rows(self.loss, y_name, y, len(X), sizes[-1])
        X, rows = checks.in_dtype(X_name, X, dtype), checks.in_dtype(y_name, rows, dtype)
        return Examples(with_ones(X, dtype), rows)

    def take_in_validation(self, validation: Pair | None) -> Examples | None:
        """Checked validation data as the engine holds them."""
        if validation is None:
            return None
        return self.take_in("X_val", "y_val", *checks.validation(validation))

    def measure(self, examples: Examples) -> tuple[float, float]:
        """Mean loss, without the penalty, and accuracy, without dropout."""
        loss, accuracy = self.evaluator.measure(examples)
        return float(loss), float(accuracy)
