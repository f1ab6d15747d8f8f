"""Directions in which to cut a landscape: at random, scaled to the weights, or along a trail."""

import numpy as np
import torch
from torch import nn
from torch.nn.utils import parameters_to_vector

from dlbook import checks
from dlbook.experiments.terrain import given


@torch.no_grad()
def point_of(network: nn.Module) -> torch.Tensor:
    """The network's place in its landscape: all its parameters as one vector (a copy)."""
    given.count_of(network)
    return parameters_to_vector(network.parameters()).clone()


def random_direction(network: nn.Module, seed: int) -> torch.Tensor:
    """Standard normal numbers, one for each weight, and 0 for each bias; (n_parameters,).

    Li et al. leave the biases out, and so does this.
    """
    given.count_of(network)
    rng = np.random.default_rng(checks.integer("seed", seed, at_least=0))
    parts = [
        torch.zeros(p.numel(), dtype=p.dtype)
        if p.ndim == 1
        else torch.as_tensor(rng.standard_normal(p.numel()), dtype=p.dtype)
        for p in network.parameters()
    ]
    return torch.cat(parts)


@torch.no_grad()
def filter_normalised(network: nn.Module, direction: torch.Tensor) -> torch.Tensor:
    """`direction` with the part for each unit as long as the unit's own weights.

    d ← d ‖w‖ / ‖d‖ for each row w of each weight matrix, d the same row of the direction (Li et
    al. 2018, section 4: for a dense layer a filter is the weights of one unit); biases get 0.
    Raises ValueError for a direction of another length, or without a part for some unit.
    """
    direction = given.vector("direction", direction, given.count_of(network))
    parts = []
    for p, d in zip(network.parameters(), _split(network, direction), strict=True):
        if p.ndim == 1:
            parts.append(torch.zeros_like(d))
            continue
        rows = d.reshape(p.shape)
        lengths = rows.norm(dim=1, keepdim=True)
        if not (lengths > 0).all():
            raise ValueError("direction must have a part for every unit, got a row of zeros")
        parts.append((rows * (p.norm(dim=1, keepdim=True) / lengths)).flatten())
    return torch.cat(parts)


def principal_directions(points: torch.Tensor, count: int = 2) -> tuple[torch.Tensor, np.ndarray]:
    """The directions in which `points` (n, n_parameters) vary most, and their shares.

    Returns (directions (count, n_parameters), orthonormal, each pointing from the last point
    towards the first; shares (count,) of the variance of the points). From the singular value
    decomposition of the points less their mean: principal component analysis.
    """
    count = checks.integer("count", count, at_least=1)
    shape = tuple(given.tensor("points", points).shape)
    if len(shape) != 2 or shape[0] <= count or shape[1] < count:
        raise ValueError(
            f"points must be more than count = {count} rows of as many parameters at least, "
            f"got shape {shape}"
        )
    _, sizes, directions = torch.linalg.svd(points - points.mean(dim=0), full_matrices=False)
    total = sizes.square().sum()
    if total == 0:
        raise ValueError("points must not all be the same")
    ahead = directions[:count] @ (points[0] - points[-1])
    signs = torch.where(ahead < 0, -1.0, 1.0).to(points.dtype)
    shares = sizes[:count].square() / total
    return directions[:count] * signs[:, None], shares.numpy()


def _split(network: nn.Module, vector: torch.Tensor) -> tuple[torch.Tensor, ...]:
    """The vector's part for each parameter."""
    return vector.split([p.numel() for p in network.parameters()])
