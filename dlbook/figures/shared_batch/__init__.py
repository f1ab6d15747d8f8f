"""A batch shared among workers: their gradients, the mean of them, the whole batch's gradient."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Any

import ipywidgets
import numpy as np
import traitlets
from matplotlib.figure import Figure as MatplotlibFigure

from dlbook import data
from dlbook.figures.kit.base import Figure
from dlbook.figures.kit.controls import choice, choice_slider
from dlbook.figures.kit.steps import LEVELS
from dlbook.figures.kit.style import colour
from dlbook.figures.shared_batch import job
from dlbook.numpy_engine import Momentum, Network, train, value_and_gradient
from dlbook.programs.operations import Trace

SIZES = (64, 16, 10)
EPOCHS = 4  # trained a little, so that the images no longer agree on where to go
WORKERS = (1, 2, 3, 4, 5, 8, 10)
BATCHES = (10, 16, 30, 60, 100)
SHARES = ("as equal as can be", "worker 1 is slow")
SLOW = 0.25  # the slow worker's share, as a part of each other worker's
MEANS = ("weighted by share", "plain")
SHOWN = ((0, 13, 21), (1, 3, 12))  # the two weights drawn: (layer, unit, input), from 0
LOSS = "softmax_cross_entropy"

CODE = """\
import numpy as np

from dlbook.figures.shared_batch import gradients_of, share_sizes

sizes = share_sizes({workers}, {batch}, slow={shares})
gradients, whole = gradients_of(sizes)
mean = np.average(gradients, axis=0, weights={mean})
off = np.linalg.norm(mean - whole) / np.linalg.norm(whole)
print("off", round(100 * off, 9))
"""


class SharedBatch(Figure):
    """Workers with a share of a batch each, their gradients, and two ways to take the mean.

    Parameters
    ----------
    workers : index into `WORKERS`, how many there are
    batch : index into `BATCHES`, how many digits they share
    shares : 0 shares that differ by one at most, 1 the first worker gets a quarter of a share
    mean : 0 each gradient counts as much as the worker has digits, 1 all count the same

    A network of sizes `SIZES` with ReLU, trained for four epochs; the gradients are those of the
    next batch. Lecture point G4.
    """

    name = "shared-batch"
    title = "One batch, many workers"
    try_this = (
        "raise the number of workers and watch the ring: it stays on the arrow. Then make worker 1 "
        "slow, and switch to the plain mean."
    )
    caption = (
        "First panel: the digits of one batch, dealt to the workers; beside each number stands how "
        "many digits the worker has. Second panel: two of the network's 1,210 slopes. Each thin "
        "arrow is the gradient of one worker's digits, the thick arrow that of the whole batch, "
        "and the ring the mean of the workers' gradients; the axes follow the arrows. How far the "
        "ring is off is measured over all 1,210 slopes, in per cent of the length of the whole "
        "batch's gradient; 0 means less than a billionth of a per cent."
    )

    workers = traitlets.Int(WORKERS.index(4)).tag(sync=True)
    batch = traitlets.Int(BATCHES.index(30)).tag(sync=True)
    shares = traitlets.Int(0).tag(sync=True)
    mean = traitlets.Int(0).tag(sync=True)

    def make_controls(self) -> dict[str, ipywidgets.Widget]:
        return {
            "workers": choice_slider("Workers", [str(k) for k in WORKERS], self.workers),
            "batch": choice_slider("Digits in the batch", [str(n) for n in BATCHES], self.batch),
            "shares": choice("Shares", SHARES, self.shares),
            "mean": choice("Mean", MEANS, self.mean),
        }

    def make_job(self) -> list[dict[str, Any]]:
        return job.steps()

    def make_programs(self) -> Mapping[str, Trace]:
        return job.programs(SHOWN)

    def make_code(self) -> str:
        return CODE

    def make_code_words(self) -> Mapping[str, list[str]]:
        return {
            "workers": [str(k) for k in WORKERS], "batch": [str(n) for n in BATCHES],
            "shares": ["False", "True"], "mean": ["sizes", "None"],
        }  # fmt: skip

    def shared(self) -> Mapping[str, np.ndarray]:
        images, y = _batch(max(BATCHES))
        sizes = np.zeros((len(WORKERS), len(BATCHES), len(SHARES), max(WORKERS)), np.uint8)
        for workers, batch, shares in np.ndindex(sizes.shape[:-1]):
            own = share_sizes(WORKERS[workers], BATCHES[batch], slow=shares == 1)
            sizes[workers, batch, shares, : len(own)] = own
        return {
            "levels": np.rint(images.T * LEVELS).astype(np.uint8),
            "y": np.eye(SIZES[-1], dtype=np.uint8)[y].T,
            "place": np.arange(len(y), dtype=np.int32),
            "sizes": sizes,
            "first": np.cumsum(sizes, axis=-1, dtype=np.int32) - sizes,
            "batches": np.array(BATCHES, np.int32),
            **{f"blocks.{k}": layer.block for k, layer in enumerate(_network().layers)},
        }

    def setting(self, **state: Any) -> Mapping[str, Any]:
        return {
            "workers": WORKERS[state["workers"]],
            "digits in the batch": BATCHES[state["batch"]],
            "shares": SHARES[state["shares"]],
            "mean": MEANS[state["mean"]],
        }

    def numbers(self, *, workers: int, batch: int, shares: int, mean: int) -> Mapping[str, float]:
        sizes = share_sizes(WORKERS[workers], BATCHES[batch], slow=shares == 1)
        gradients, whole = gradients_of(sizes)
        found = np.average(gradients, axis=0, weights=sizes if mean == 0 else None)
        return {
            "workers": len(sizes),
            "batch": int(sizes.sum()),
            "smallest": int(sizes.min()),
            "largest": int(sizes.max()),
            "off": _per_cent_off(found, whole),
        }

    def still(self) -> MatplotlibFigure:
        figure = MatplotlibFigure(figsize=(5.0, 4.2))
        axes = figure.subplots()
        sizes = share_sizes(WORKERS[self.workers], BATCHES[self.batch], slow=self.shares == 1)
        gradients, whole = gradients_of(sizes)
        mean = np.average(gradients, axis=0, weights=sizes if self.mean == 0 else None)
        tips, end = gradients[:, _shown_slopes()], mean[_shown_slopes()]
        arrow = dict(length_includes_head=True)
        x0, x1, y0, y1 = _box(np.concatenate([tips, [end]]))
        size = (x1 - x0) / 60
        for k, tip in enumerate(tips):
            axes.arrow(0, 0, *tip, color=colour("muted"), head_width=size, **arrow)
            axes.annotate(str(k + 1), tip)
        axes.arrow(0, 0, *whole[_shown_slopes()], width=size / 4, color=colour("backward"), **arrow)
        axes.plot(*end, "o", color=colour("accent"), markersize=13,
                  fillstyle="none", label="mean of the workers' gradients")  # fmt: skip
        axes.set(xlabel="slope along one weight", ylabel="slope along another",
                 xlim=(x0, x1), ylim=(y0, y1))  # fmt: skip
        axes.legend()
        return figure


def share_sizes(workers: int, n: int, *, slow: bool) -> np.ndarray:
    """How many of n examples each worker gets, (workers,), at least one each.

    slow: the first gets about `SLOW` times what each of the others gets.
    """
    if not slow or workers == 1:
        edges = np.arange(workers + 1) * n // workers
        return np.diff(edges)
    first = max(1, round(n * SLOW / (workers - 1 + SLOW)))
    return np.concatenate([[first], share_sizes(workers - 1, n - first, slow=False)])


@cache
def _network() -> Network:
    """The network whose gradients are drawn."""
    digits = data.digits()
    network = Network(SIZES, output="softmax", seed=0)
    train(
        network, digits.X[100:1100], digits.y[100:1100], loss=LOSS, epochs=EPOCHS,
        optimizer=Momentum(lr=0.05), batch_size=100, seed=0,
    )  # fmt: skip
    return network


def _batch(n: int) -> tuple[np.ndarray, np.ndarray]:
    """The first n digits; the network was trained on others."""
    digits = data.digits()
    return digits.X[:n], digits.y[:n]


def gradients_of(sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each worker's gradient, (workers, n_parameters), and the whole batch's, (n_parameters,)."""
    X, y = _batch(int(sizes.sum()))
    edges = np.concatenate([[0], np.cumsum(sizes)])
    gradients = [
        value_and_gradient(_network(), X[start:end], y[start:end], LOSS)[1].copy()
        for start, end in pairwise(edges)
    ]
    return np.array(gradients), value_and_gradient(_network(), X, y, LOSS)[1].copy()


def _shown_slopes() -> list[int]:
    """Where the two weights of `SHOWN` stand in the flat vector."""
    first = (0, SIZES[1] * (SIZES[0] + 1))  # where each layer's parameters begin
    return [first[layer] + unit * (SIZES[layer] + 1) + k for layer, unit, k in SHOWN]


def _per_cent_off(found: np.ndarray, whole: np.ndarray) -> float:
    """The distance between two gradients in per cent of the second's length; rounding is 0."""
    return round(float(100 * np.linalg.norm(found - whole) / np.linalg.norm(whole)), 9)


def _box(tips: np.ndarray) -> np.ndarray:
    """A square that arrows from the origin to `tips`, (n, 2), fit into: x0, x1, y0, y1."""
    points = np.concatenate([np.zeros((1, 2)), tips])
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    half = job.MARGIN * float(np.ptp(points, axis=0).max())
    return np.array([[m - half, m + half] for m in middle]).ravel()
