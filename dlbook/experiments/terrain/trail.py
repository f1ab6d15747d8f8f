"""Training that leaves a trail: the parameters after every epoch."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn
from torch.nn import functional
from torch.nn.utils import parameters_to_vector

from dlbook import checks
from dlbook.experiments.terrain.given import count_of
from dlbook.training.batches import batches
from dlbook.training.randomness import streams


@dataclass(frozen=True, eq=False)
class Trail:
    """Where a training went: one entry for the start and one for each epoch.

    points (epochs + 1, n_parameters), losses and accuracies (epochs + 1,) on all training examples.
    """

    points: torch.Tensor
    losses: np.ndarray
    accuracies: np.ndarray

    def __len__(self) -> int:
        return len(self.points)


def train_with_trail(
    network: nn.Module,
    X: np.ndarray,
    y: np.ndarray,
    *,
    epochs: int = 40,
    lr: float = 0.001,
    batch_size: int | None = 128,
    seed: int = 0,
) -> Trail:
    """Train `network` in place by Adam on the softmax cross-entropy; returns its `Trail`.

    X (n, n_in) and class numbers y (n,). The order of the examples comes from `seed`, as in
    `dlbook.torch_engine.train`. Raises ValueError or TypeError for an argument outside its range.
    """
    epochs = checks.integer("epochs", epochs, at_least=0)
    rng = streams(seed).order
    X, y = classified(network, X, y)
    optimizer = torch.optim.Adam(network.parameters(), lr=checks.rate("lr", lr), fused=True)
    notes = [_note(network, X, y)]
    for _ in range(epochs):
        for rows in map(torch.from_numpy, batches(len(X), batch_size, rng)):
            optimizer.zero_grad()
            functional.cross_entropy(network(X[rows]), y[rows]).backward()
            optimizer.step()
        notes.append(_note(network, X, y))
    points, losses, accuracies = zip(*notes, strict=True)
    return Trail(torch.stack(points), np.array(losses), np.array(accuracies))


def classified(network: nn.Module, X: object, y: object) -> tuple[torch.Tensor, torch.Tensor]:
    """X (n, n_in) in the network's dtype and the class numbers y (n,), checked, as tensors."""
    count_of(network)
    X = checks.examples("X", X)
    inputs = torch.as_tensor(X, dtype=next(network.parameters()).dtype)
    try:
        with torch.no_grad():
            n_classes = network(inputs[:1]).shape[1]
    except RuntimeError as error:
        raise ValueError(
            f"X must be what the network takes, got shape {X.shape}: {error}"
        ) from None
    return inputs, torch.from_numpy(checks.labels("y", y, len(X), n_classes))


@torch.no_grad()
def _note(network: nn.Module, X: torch.Tensor, y: torch.Tensor) -> tuple:
    """The parameters, the loss and the accuracy now."""
    logits = network(X)
    right = (logits.argmax(dim=1) == y).double().mean()
    here = parameters_to_vector(network.parameters()).clone()
    return here, float(functional.cross_entropy(logits, y)), float(right)
