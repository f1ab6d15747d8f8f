"""How high the landscape is: the loss at many points, along a line, on a plane."""

from collections.abc import Sequence
from copy import deepcopy

import numpy as np
import torch
from torch import nn
from torch.nn import functional
from torch.nn.utils import vector_to_parameters

from dlbook import checks
from dlbook.experiments.terrain import given
from dlbook.experiments.terrain.trail import classified
from dlbook.torch_engine.devices import DTYPES


@torch.no_grad()
def losses_at(
    network: nn.Module,
    points: torch.Tensor,
    X: np.ndarray,
    y: np.ndarray,
    *,
    dtype: str = "float64",
) -> np.ndarray:
    """The mean softmax cross-entropy on all of X, y at each of `points`, (n_points,).

    points (n_points, n_parameters), vectors as `point_of` gives them; X (n, n_in), class numbers
    y (n,). dtype "float32" is faster, and right to six digits. The network's own
    parameters are not touched. Raises ValueError or TypeError for an argument outside its range.
    """
    checks.dtype("dtype", dtype)
    X, y = classified(network, X, y)
    count = given.count_of(network)
    shape = tuple(given.tensor("points", points).shape)
    if len(shape) != 2 or shape[1] != count or not shape[0]:
        raise ValueError(f"points must have shape (n, {count}), n at least 1, got {shape}")
    X, moved = X.to(DTYPES[dtype]), deepcopy(network).to(DTYPES[dtype])
    losses = []
    for point in points.to(DTYPES[dtype]):
        vector_to_parameters(point, moved.parameters())
        losses.append(float(functional.cross_entropy(moved(X), y)))
    return np.array(losses)


def heights_on_line(
    network: nn.Module,
    centre: torch.Tensor,
    direction: torch.Tensor,
    steps: Sequence[float],
    X: np.ndarray,
    y: np.ndarray,
    *,
    dtype: str = "float64",
) -> np.ndarray:
    """The loss at centre + step · direction for each of `steps`, (n_steps,); see `losses_at`."""
    count = given.count_of(network)
    centre = given.vector("centre", centre, count)
    direction = given.vector("direction", direction, count)
    steps = given.steps("steps", steps, centre.dtype)
    return losses_at(network, centre + steps[:, None] * direction, X, y, dtype=dtype)


def heights_on_plane(
    network: nn.Module,
    centre: torch.Tensor,
    directions: Sequence[torch.Tensor],
    across: Sequence[float],
    up: Sequence[float],
    X: np.ndarray,
    y: np.ndarray,
    *,
    dtype: str = "float64",
) -> np.ndarray:
    """The loss at centre + α · directions[0] + β · directions[1]; see `losses_at`.

    Returns (n_up, n_across): row by row for β in `up`, and in a row for α in `across`.
    """
    count = given.count_of(network)
    centre = given.vector("centre", centre, count)
    pair = checks.sequence("directions", directions, "two tensors")
    if len(pair) != 2:
        raise ValueError(f"directions must be two, got {len(pair)}")
    first, second = (given.vector(f"directions[{k}]", d, count) for k, d in enumerate(pair))
    across, up = (
        given.steps(name, steps, centre.dtype) for name, steps in (("across", across), ("up", up))
    )
    rows = [
        losses_at(network, centre + beta * second + across[:, None] * first, X, y, dtype=dtype)
        for beta in up
    ]
    return np.stack(rows)
