"""The gradient of the objective, by autograd, and its check by central differences."""

from collections.abc import Sequence

import numpy as np
import torch

from dlbook import checks
from dlbook.torch_engine.devices import autograd_on, to_array
from dlbook.torch_engine.flat import gathered
from dlbook.torch_engine.network import Network
from dlbook.torch_engine.objective import (
    check_l2,
    check_network,
    objective,
    prepare,
    prepare_masks,
)
from dlbook.training.gradient_check import relative_error


@autograd_on()
def value_and_gradient(
    network: Network,
    X: object,
    y: object,
    loss: str,
    *,
    l2: float = 0.0,
    mask: Sequence[object] | None = None,
    precision: str = "full",
) -> tuple[float, torch.Tensor]:
    """The mean loss with its penalty, and its gradient (n_parameters,) in the order of `flat`.

    X (n, n_in) and y as the loss takes them; `mask` holds each hidden layer's keep flags
    (n, n_hidden), None drops nothing. By autograd; no parameter is changed. PyTorch's products add
    over the examples in the network's dtype: in float32 about four digits are right for a million
    of them, where the NumPy engine, which adds blocks in float64, keeps six.
    """
    check_network(network)
    examples = prepare(network, X, y, loss)
    l2 = check_l2(network, l2)
    if mask is not None and not network.dropout:
        raise ValueError("mask needs a network with dropout above 0, got dropout=0")
    kept = None if mask is None else prepare_masks(network, mask, len(examples))
    value = objective(network, examples.X, examples.y, loss, l2, kept, precision)
    gradients = torch.autograd.grad(value, list(network.parameters()))
    pairs = zip(gradients[::2], gradients[1::2], strict=True)
    blocks = [torch.cat([dW, db[:, None]], dim=1).flatten() for dW, db in pairs]
    return float(value.detach()), torch.cat(blocks)


def check_gradients(
    network: Network, X: object, y: object, loss: str, *, l2: float = 0.0, eps: float = 1e-5
) -> float:
    """The largest relative error of autograd's gradient against central differences.

    Each parameter θ is moved by ± eps: (J(θ + eps) − J(θ − eps)) / (2 eps). The error of a
    parameter is |difference| / max(|numeric|, |analytic|, 1e-4 · the largest entry), so that
    rounding in entries of next to nothing does not count. Below 1e-6 the gradient is right.
    Parameters at a kink within eps, as ReLU has one at 0, are left out, and a warning says how many
    there are. Dropout is off. The network must be float64; it is left unchanged.
    """
    check_network(network)
    if network.dtype != torch.float64:
        raise ValueError(f"network must have dtype 'float64' for this check, got {network.dtype}")
    eps = checks.number("eps", eps, above=0.0)
    l2 = check_l2(network, l2)
    _, analytic = value_and_gradient(network, X, y, loss, l2=l2)
    twin = network.copy()
    examples = prepare(twin, X, y, loss)

    @torch.no_grad()
    def value(theta: np.ndarray) -> float:
        twin.flat = theta
        return float(objective(twin, examples.X, examples.y, loss, l2, None, "full"))

    theta = to_array(gathered(network))
    return relative_error(to_array(analytic), value, theta, eps)
