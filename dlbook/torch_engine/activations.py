"""The activation functions g, element by element, as PyTorch has them."""

from collections.abc import Callable

import torch
from torch.nn import functional

from dlbook import checks
from dlbook.formulas.activations import LEAK
from dlbook.torch_engine.devices import to_tensor

Activation = Callable[[torch.Tensor], torch.Tensor]


def sigmoid(z: torch.Tensor) -> torch.Tensor:
    """σ(z) = 1 / (1 + e^−z), in (0, 1); the shape of `z` is kept."""
    return torch.sigmoid(floating(z))


def tanh(z: torch.Tensor) -> torch.Tensor:
    """tanh z, in (−1, 1); the shape of `z` is kept."""
    return torch.tanh(floating(z))


def relu(z: torch.Tensor) -> torch.Tensor:
    """max(0, z), with derivative 0 at z = 0; the shape of `z` is kept."""
    return torch.relu(floating(z))


def linear(z: torch.Tensor) -> torch.Tensor:
    """z itself."""
    return floating(z)


def leaky_relu(z: torch.Tensor) -> torch.Tensor:
    """z where z > 0, else 0.01 z; the shape of `z` is kept."""
    return functional.leaky_relu(floating(z), LEAK)


def softplus(z: torch.Tensor) -> torch.Tensor:
    """log(1 + e^z); the shape of `z` is kept."""
    # above its threshold PyTorch gives z: at 40 they differ by e^-40, at its own 20 by 2e-9
    return functional.softplus(floating(z), threshold=40)


def gelu(z: torch.Tensor) -> torch.Tensor:
    """z times about P(a normal draw < z), approximated by tanh; the shape of `z` is kept."""
    return functional.gelu(floating(z), approximate="tanh")


def softmax(z: torch.Tensor) -> torch.Tensor:
    """e^z_k / Σ_j e^z_j over the last axis: each row is positive and sums to 1."""
    z = floating(z)
    if z.ndim == 0 or z.shape[-1] == 0:
        shape = tuple(z.shape)
        raise ValueError(f"z must have at least one axis, and a class on the last, got {shape}")
    return torch.softmax(z, dim=-1)


def floating(values: object) -> torch.Tensor:
    """A tensor as it is; numbers, lists and arrays as one, float64 unless they are float32.

    PyTorch alone would make float32 of Python's numbers.
    """
    if not isinstance(values, torch.Tensor):
        values = to_tensor(checks.real_array("z", values, finite=False), torch.device("cpu"))
    if values.is_complex():
        raise TypeError(f"z must be real numbers, got {values.dtype}")
    return values if values.is_floating_point() else values.double()


ACTIVATIONS: dict[str, Activation] = {
    "sigmoid": sigmoid,
    "tanh": tanh,
    "relu": relu,
    "linear": linear,
    "leaky_relu": leaky_relu,
    "softplus": softplus,
    "gelu": gelu,
}
OUTPUTS: dict[str, Activation] = {"linear": linear, "sigmoid": sigmoid, "softmax": softmax}
