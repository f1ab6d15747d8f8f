"""The landscape of a real network's loss: cuts through it along lines and planes.

`experiments.landscapes` has landscapes over two weights that can be drawn whole. A network has
thousands of weights, so here it is cut: along directions at random, scaled as Li et al.
("Visualizing the Loss Landscape of Neural Nets", 2018, arXiv:1712.09913) propose, and along those
in which training moved. In PyTorch, on the CPU. A point of the landscape is one vector of all
parameters, in the order of `network.parameters()`.
"""

from dlbook.experiments.terrain.deep import DeepNetwork
from dlbook.experiments.terrain.directions import (
    filter_normalised,
    point_of,
    principal_directions,
    random_direction,
)
from dlbook.experiments.terrain.heights import heights_on_line, heights_on_plane, losses_at
from dlbook.experiments.terrain.roughness import pits, share_curving_down
from dlbook.experiments.terrain.trail import Trail, train_with_trail

__all__ = [
    "DeepNetwork",
    "Trail",
    "filter_normalised",
    "heights_on_line",
    "heights_on_plane",
    "losses_at",
    "pits",
    "point_of",
    "principal_directions",
    "random_direction",
    "share_curving_down",
    "train_with_trail",
]
