"""Checks of what landscapes of networks alone are given: tensors of places, steps along lines."""

import torch
from torch import nn

from dlbook import checks


def count_of(network: object) -> int:
    """How many parameters a network, a module of PyTorch, has."""
    if not isinstance(network, nn.Module):
        raise TypeError(f"network must be a torch.nn.Module, got {network!r}")
    return sum(p.numel() for p in network.parameters())


def vector(name: str, value: object, count: int) -> torch.Tensor:
    """A place or a direction, a tensor of floats (n_parameters,)."""
    if tensor(name, value).shape != (count,):
        raise ValueError(f"{name} must have shape ({count},), got shape {tuple(value.shape)}")
    return value


def tensor(name: str, value: object) -> torch.Tensor:
    """A tensor of floats."""
    if not isinstance(value, torch.Tensor) or not value.is_floating_point():
        got = value.dtype if isinstance(value, torch.Tensor) else type(value).__name__
        raise TypeError(f"{name} must be a tensor of floats, got {got}")
    return value


def steps(name: str, value: object, dtype: torch.dtype) -> torch.Tensor:
    """One or more multiples of a direction, (n_steps,)."""
    array = checks.real_array(name, value)
    if array.ndim != 1 or array.size == 0:
        raise ValueError(f"{name} must be a sequence of one or more numbers, got {value!r}")
    return torch.as_tensor(array, dtype=dtype)
