"""The value of the objective and its gradient, and the check of one against the other."""

import numpy as np

from dlbook import checks
from dlbook.formulas.losses import Loss
from dlbook.numpy_engine.network import Network
from dlbook.numpy_engine.objective import Objective, check_network
from dlbook.numpy_engine.steps import gradient_program
from dlbook.training.gradient_check import relative_error


def value_and_gradient(
    network: Network,
    X: np.ndarray,
    y: np.ndarray,
    loss: str | Loss,
    *,
    l2: float = 0.0,
    mask: list[np.ndarray] | None = None,
) -> tuple[float, np.ndarray]:
    """J and its gradient (n_parameters,), in the order of `network.flat`.

    X (n, n_in), y as the loss needs it. l2: adds l2/2 · ΣW². mask: flags (n, n_units) for every
    hidden layer, true, or any number but zero, where a unit is kept, for a pass with dropout;
    without it there is none.
    """
    check_network(network)
    kept = []
    if mask is not None:
        kept = _given_masks(network, mask, len(checks.examples("X", X, network.sizes[0])))
    objective = Objective(network, X, y, loss, l2=l2, dropout=mask is not None)
    wanted = {"0": None} | {f"1.{k}": None for k in range(len(network.layers))}
    with checks.quiet_floats():
        program = gradient_program(
            objective.task, objective.parameters, *objective.examples, kept, wanted
        )
        program.run()
        value = _value(objective, program.outputs["0"])
    gradients = [program.outputs[f"1.{k}"].ravel() for k in range(len(network.layers))]
    return value, np.concatenate(gradients)


def _value(objective: Objective, terms: np.ndarray) -> float:
    """J from the terms of the loss, added in float64 whatever the network has."""
    weights = (layer.W for layer in objective.network.layers)
    squares = sum(float(np.square(W).sum(dtype=np.float64)) for W in weights)
    mean = float((terms / terms.size).sum(dtype=np.float64))
    return mean + objective.task.l2 / 2 * squares


def _given_masks(network: Network, mask: list[np.ndarray], n: int) -> list[np.ndarray]:
    if not network.dropout:
        raise ValueError("mask needs a network with dropout above 0, got dropout=0")
    checks.hidden_masks(mask, network.sizes)
    flags = []
    for k, (size, array) in enumerate(zip(network.sizes[1:-1], mask, strict=True)):
        array = checks.flags(f"mask[{k}]", array)
        if array.shape != (n, size):
            raise ValueError(f"mask[{k}] must have shape ({n}, {size}), got {array.shape}")
        flags.append(array.T)
    return flags


def check_gradients(
    network: Network,
    X: np.ndarray,
    y: np.ndarray,
    loss: str | Loss,
    *,
    l2: float = 0.0,
    eps: float = 1e-5,
) -> float:
    """The largest relative error of the gradient against central differences.

    Each parameter θ is moved by ± eps: (J(θ + eps) - J(θ - eps)) / (2 eps). The error of a
    parameter is |difference| / max(|numeric|, |analytic|, 1e-4 · the largest entry), so that
    rounding in entries of next to nothing does not count. Below 1e-6 the gradient is right.
    Parameters at a kink within eps, as ReLU has one at 0, are left out, and a warning says how many
    there are. Dropout is off. The network must be float64; it is left unchanged.
    """
    check_network(network)
    if network.dtype != np.float64:
        raise ValueError(f"network must have dtype 'float64' for this check, got {network.dtype}")
    eps = checks.number("eps", eps, above=0.0)
    twin = network.copy()
    objective = Objective(twin, X, y, loss, l2=l2)
    program = gradient_program(
        objective.task, objective.parameters, *objective.examples, [], {"0": None}
    )

    def value(theta: np.ndarray) -> float:
        twin.flat[:] = theta
        program.run()
        return _value(objective, program.outputs["0"])

    with checks.quiet_floats():
        analytic = value_and_gradient(network, X, y, loss, l2=l2)[1]
        return relative_error(analytic, value, network.flat, eps)
