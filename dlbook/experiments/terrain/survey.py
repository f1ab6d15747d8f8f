"""A plain and a residual network of the same seed, trained on the digits and cut along planes."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import torch

from dlbook import checks, data
from dlbook.experiments.terrain.deep import DeepNetwork
from dlbook.experiments.terrain.directions import (
    filter_normalised,
    principal_directions,
    random_direction,
)
from dlbook.experiments.terrain.heights import heights_on_plane
from dlbook.experiments.terrain.trail import Trail, train_with_trail

SIDE = 41
REACH = 0.5
MARGIN = 1.5  # the plane of the path is this much wider than the path


@dataclass(frozen=True, eq=False)
class Plane:
    """A plane through a landscape, and the losses on it.

    centre and each of the two directions (n_parameters,); across and up (SIDE,), the multiples of
    the directions; heights (SIDE, SIDE), a row for each of `up`.
    """

    centre: torch.Tensor
    directions: torch.Tensor
    across: np.ndarray
    up: np.ndarray
    heights: np.ndarray

    def shadow(self, points: torch.Tensor) -> np.ndarray:
        """The places on the plane nearest to `points` (n, n_parameters): (n, 2) multiples."""
        away = (points - self.centre).T
        return torch.linalg.lstsq(self.directions.T, away).solution.T.numpy()


@dataclass(frozen=True, eq=False)
class Survey:
    """A trained network, the trail of its training, and the examples that it was trained on."""

    network: DeepNetwork
    trail: Trail
    X: np.ndarray
    y: np.ndarray

    def random_plane(self, pair: int = 0) -> Plane:
        """The plane of two random filter-normalised directions around the trained network.

        pair, at least 0, is the seed of the draw. The multiples run from -`REACH` to `REACH`: a
        unit's weights change by up to that share of their length in each direction.
        """
        pair = checks.integer("pair", pair, at_least=0)
        steps = np.linspace(-REACH, REACH, SIDE)
        directions = torch.stack(
            [
                filter_normalised(self.network, random_direction(self.network, 2 * pair + k))
                for k in (0, 1)
            ]
        )
        return self._plane(directions, steps, steps)

    def path_plane(self) -> Plane:
        """The plane of the trail's two principal directions, through the trained network.

        The multiples are distances between weights; the plane is a square around the path.
        """
        points = self.trail.points
        directions, _ = principal_directions(points)
        path = ((points - points[-1]) @ directions.T).numpy()
        middle = (path.max(axis=0) + path.min(axis=0)) / 2
        half = MARGIN * np.ptp(path, axis=0).max() / 2
        across, up = (np.linspace(m - half, m + half, SIDE) for m in middle)
        return self._plane(directions, across, up)

    def _plane(self, directions: torch.Tensor, across: np.ndarray, up: np.ndarray) -> Plane:
        centre = self.trail.points[-1]
        heights = heights_on_plane(
            self.network, centre, directions, across, up, self.X, self.y, dtype="float32"
        )
        return Plane(centre, directions, across, up, heights)


def training_digits() -> tuple[np.ndarray, np.ndarray]:
    """1,437 of the digits, X (1437, 64) and y (1437,); the other 360 are left for a test."""
    digits = data.digits()
    parts = data.split(digits.X, digits.y, validation=0, test=360, seed=0)
    return parts.X_train, parts.y_train


@cache
def survey(residual: bool, seed: int = 0) -> Survey:
    """The network of this seed, 21 hidden layers of 24 units, trained for 40 epochs."""
    X, y = training_digits()
    network = DeepNetwork(residual=residual, seed=seed)
    return Survey(network, train_with_trail(network, X, y, seed=seed), X, y)


PLANES: dict[str, Callable[[Survey], Plane]] = {
    "at random": lambda made: made.random_plane(0),
    "at random, another": lambda made: made.random_plane(1),
    "along the path": Survey.path_plane,
}
"""The planes of the live figure by name."""


@cache
def plane(name: str, residual: bool) -> Plane:
    """The plane of `PLANES` of that name through the landscape of ``survey(residual)``."""
    checks.choice("name", name, PLANES)
    return PLANES[name](survey(residual))
