"""The three losses, each the mean over the examples, and their gradients by autograd.

Logits go in, not probabilities, so that cross-entropy is finite for every finite logit whose loss
is below the largest float. Each function takes tensors or arrays and gives a tensor of one number
that autograd can follow, in the predictions' dtype, but float64 for those of 16 bits. Targets are
taken in that dtype, too.
"""

from collections.abc import Callable

import torch
from torch.nn import functional

from dlbook import checks
from dlbook.torch_engine.activations import floating
from dlbook.torch_engine.devices import autograd_on, to_array, to_tensor


def sigmoid_cross_entropy(logits: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Mean of max(z, 0) − z y + log(1 + e^−|z|): the loss of a yes/no answer.

    `logits` is (n,) or (n, n_out); `y` has the same shape and lies in [0, 1]. The mean is over
    examples and outputs. An infinite logit makes it infinite or NaN, and the engines do not agree
    which.
    """
    logits = _floating("logits", logits)
    checks.probabilities("y", to_array(y), len(logits), logits.numel() // len(logits))
    targets = to_tensor(y, logits.device, logits.dtype).reshape(logits.shape)
    return _mean(functional.binary_cross_entropy_with_logits(logits, targets, reduction="none"))


def softmax_cross_entropy(logits: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Mean of log Σ_j e^z_j − z_y: the loss of a choice among n_out classes.

    `logits` is (n, n_out); `y` is (n,) integers in 0 … n_out − 1. A logit of −∞ leaves its class
    out.
    """
    logits = _floating("logits", logits)
    if logits.ndim != 2:
        raise ValueError(f"logits must have shape (n, n_classes), got {tuple(logits.shape)}")
    if logits.shape[1] < 2:
        raise ValueError(
            f"logits must have a column for each of 2 classes or more, got {logits.shape[1]}"
        )
    labels = checks.labels("y", to_array(y), *logits.shape)
    labels = to_tensor(labels, logits.device)
    return _mean(functional.cross_entropy(logits, labels, reduction="none"))


def mse(y_hat: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Mean of (ŷ − y)² over examples and outputs, without a ½.

    `y_hat` is (n,) or (n, n_out); `y` has the same shape.
    """
    y_hat = _floating("y_hat", y_hat)
    checks.targets("y", to_array(y), len(y_hat), y_hat.numel() // len(y_hat))
    targets = to_tensor(y, y_hat.device, y_hat.dtype).reshape(y_hat.shape)
    return _mean(functional.mse_loss(y_hat, targets, reduction="none"))


def sigmoid_cross_entropy_gradient(logits: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """∂ sigmoid_cross_entropy / ∂ logits, of the logits' shape."""
    return _gradient(sigmoid_cross_entropy, "logits", logits, y)


def softmax_cross_entropy_gradient(logits: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """∂ softmax_cross_entropy / ∂ logits, of the logits' shape."""
    return _gradient(softmax_cross_entropy, "logits", logits, y)


def mse_gradient(y_hat: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """∂ mse / ∂ ŷ, of the prediction's shape."""
    return _gradient(mse, "y_hat", y_hat, y)


def _floating(name: str, values: object) -> torch.Tensor:
    """Predictions as a tensor of floats, where they were; 16 bits have no room for their losses."""
    array = checks.real_array(name, to_array(values), finite=False)
    if array.ndim not in (1, 2) or array.size == 0:
        raise ValueError(f"{name} must have shape (n,) or (n, n_out), got {array.shape}")
    floats = floating(values)
    return floats if floats.dtype.itemsize > 2 else floats.double()


def _mean(terms: torch.Tensor) -> torch.Tensor:
    """Divided before they are added: terms near the largest float must not overflow the sum."""
    return (terms / terms.numel()).sum()


@autograd_on()
def _gradient(loss: Callable, name: str, values: object, y: object) -> torch.Tensor:
    """The gradient of a loss at `values`, its argument `name`, by autograd."""
    at = _floating(name, values).detach().clone().requires_grad_()
    (gradient,) = torch.autograd.grad(loss(at, y), at)
    return gradient
