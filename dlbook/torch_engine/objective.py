"""What training minimises: the loss of a network on examples, checked at the door."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional

from dlbook import checks
from dlbook.torch_engine.activations import OUTPUTS
from dlbook.torch_engine.devices import autocast, in_dtype, to_array, to_tensor
from dlbook.torch_engine.network import Network

# the output function that goes with each loss; None: any but softmax
LOSSES = {"sigmoid_cross_entropy": "sigmoid", "softmax_cross_entropy": "softmax", "mse": None}


def check_loss(loss: str, output: str) -> None:
    """Raise ValueError unless `loss` is a name and goes with the output function."""
    needed = LOSSES[checks.choice("loss", loss, LOSSES)]
    if needed is not None and output != needed:
        raise ValueError(f"loss={loss!r} needs output={needed!r}, and this network's is {output!r}")
    if needed is None and output == "softmax":
        raise ValueError(f"loss={loss!r} needs output='linear' or 'sigmoid', not 'softmax'")


def check_targets(y: object, loss: str, n: int, n_out: int, name: str = "y") -> object:
    """Targets as the losses take them: (n,) integers for softmax, else (n, n_out) numbers."""
    if loss == "softmax_cross_entropy":
        return checks.labels(name, y, n, n_out)
    check = checks.probabilities if loss == "sigmoid_cross_entropy" else checks.targets
    return check(name, y, n, n_out)


@dataclass(frozen=True)
class Examples:
    """Checked examples on a network's device: X (n, n_in), y as `loss_value` takes it."""

    X: torch.Tensor
    y: torch.Tensor
    loss: str

    def __len__(self) -> int:
        return len(self.X)

    def rows(self, chosen: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
        """X and y of the examples with these indices; all of them as they are."""
        if len(chosen) == len(self):
            return self.X, self.y
        index = to_tensor(chosen, self.X.device)
        return self.X[index], self.y[index]


def prepare(
    network: Network, X: object, y: object, loss: str, names: tuple[str, str] = ("X", "y")
) -> Examples:
    """X and y checked, on the network's device, in the dtypes that `loss_value` takes."""
    check_loss(loss, network.output)
    X, y = to_array(X), to_array(y)
    n = len(checks.examples(names[0], X, network.sizes[0]))
    targets = check_targets(y, loss, n, network.sizes[-1], names[1])
    place = network.device
    inputs = in_dtype(names[0], X, place, network.dtype)
    if loss == "softmax_cross_entropy":
        return Examples(inputs, to_tensor(targets, place), loss)
    return Examples(inputs, in_dtype(names[1], targets, place, network.dtype), loss)


def prepare_validation(network: Network, validation: object, loss: str) -> Examples:
    """The pair (X_val, y_val) as `prepare` makes it."""
    return prepare(network, *checks.validation(validation), loss, ("X_val", "y_val"))


def check_network(network: object) -> None:
    """An error where it is no network of this engine, or has a setting that is not allowed."""
    if not isinstance(network, Network):
        raise TypeError(f"network must be a dlbook.torch_engine.Network, got {network!r}")
    network.check()


def check_l2(network: Network, l2: object) -> float:
    """The strength of the penalty, at least 0 and in the range of the network's dtype."""
    return checks.within("l2", checks.number("l2", l2, at_least=0.0), torch.finfo(network.dtype))


def loss_value(network: Network, logits: torch.Tensor, y: torch.Tensor, loss: str) -> torch.Tensor:
    """The mean loss of prepared targets, one number that autograd can follow."""
    if loss == "softmax_cross_entropy":
        return functional.cross_entropy(logits, y)
    if loss == "sigmoid_cross_entropy":
        return functional.binary_cross_entropy_with_logits(logits, y)
    return functional.mse_loss(OUTPUTS[network.output](logits), y)


def penalty(network: Network, l2: float) -> torch.Tensor:
    """l2 / 2 · ΣW² over all weights, biases exempt."""
    return l2 / 2 * sum(layer.W.square().sum() for layer in network.layers)


def objective(
    network: Network,
    X: torch.Tensor,
    y: torch.Tensor,
    loss: str,
    l2: float,
    masks: Sequence[torch.Tensor] | None,
    precision: str,
) -> torch.Tensor:
    """Loss and penalty of prepared examples; `masks` as in `Network.forward`."""
    with autocast(precision, network.device, network.dtype):
        value = loss_value(network, network.pre_activation(X, masks), y, loss)
    return value + penalty(network, l2) if l2 else value


@torch.no_grad()
def measure(network: Network, examples: Examples, precision: str) -> tuple[float, float]:
    """Mean loss and accuracy, without dropout and without penalty.

    The accuracy is NaN for "mse", and where the loss is not finite.
    """
    with autocast(precision, network.device, network.dtype):
        logits = network.pre_activation(examples.X)
        value = float(loss_value(network, logits, examples.y, examples.loss))
    if examples.loss == "mse" or not math.isfinite(value):
        return value, math.nan
    return value, float(right(logits, examples.y, examples.loss).double().mean())


def right(logits: torch.Tensor, y: torch.Tensor, loss: str) -> torch.Tensor:
    """Which answers are right: the sign of the logit, or the class with the largest one."""
    if loss == "softmax_cross_entropy":
        return logits.argmax(-1) == y
    return (logits > 0) == (y > 0.5)


def prepare_masks(
    network: Network, mask: Sequence[object], n: int, name: str = "mask[{}]"
) -> list[torch.Tensor]:
    """One tensor (n, n_hidden) for each hidden layer, in the network's dtype: 1 where a unit is
    kept, as a flag says that is true, or any number but zero. name: what errors call layer {}'s."""
    hidden = network.sizes[1:-1]
    checks.hidden_masks(mask, network.sizes)
    names = [name.format(k) for k in range(len(hidden))]
    flags = [_flags(own, keep, network) for own, keep in zip(names, mask, strict=True)]
    for own, keep, width in zip(names, flags, hidden, strict=True):
        if keep.shape != (n, width):
            raise ValueError(f"{own} must have shape ({n}, {width}), got {tuple(keep.shape)}")
    return flags


def _flags(name: str, keep: object, network: Network) -> torch.Tensor:
    if not (isinstance(keep, torch.Tensor) and keep.dtype == torch.bool):
        keep = checks.flags(name, to_array(keep))
    return to_tensor(keep, network.device, network.dtype)
