"""The forward pass: a small network in which every number can be seen."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, ClassVar

import ipywidgets
import numpy as np
import traitlets
from matplotlib.figure import Figure as MatplotlibFigure

from dlbook.figures.forward_pass import job
from dlbook.figures.kit.base import Figure
from dlbook.figures.kit.controls import choice, choice_slider, linear_slider
from dlbook.figures.kit.style import colour
from dlbook.numpy_engine import Network
from dlbook.programs.operations import Trace

ACTIVATIONS = ("relu", "tanh", "sigmoid")
LABELS = ("ReLU", "tanh", "sigmoid")
DEPTHS = (1, 2, 3)
WIDTHS = (1, 2, 3, 4)
N_IN, N_OUT = 2, 2
REACH = (-2.0, 2.0)
SEED = 1166  # with which some, not all, of the hidden ReLUs are off at the starting input

CODE = """\
import numpy as np

from dlbook.figures.forward_pass import network_of

network = network_of(depth={depth}, width={width}, activation={activation})
print("n_parameters", len(network.flat))
y_hat = network.predict(np.array([[{x1}, {x2}]]))[0]
print("y_hat_1", y_hat[0])
print("y_hat_2", y_hat[1])
"""


class ForwardPass(Figure):
    """A network of two inputs and two outputs, worked out unit by unit for the reader's input.

    Parameters
    ----------
    x1, x2 : the input, in [-2, 2]
    depth : index into `DEPTHS`, how many hidden layers
    width : index into `WIDTHS`, how many units each of them has
    activation : index into `ACTIVATIONS`, of the hidden layers; the outputs are sigmoids
    unit : the unit looked at, from 0 in the order of the forward pass; past the end: the last

    Weights and biases are seeded, not trained, and have one decimal, so that each step can be
    checked by hand. Lecture points C1 to C4.
    """

    name = "forward-pass"
    title = "A forward pass, every number in its place"
    try_this = (
        "choose a unit and check its sum by hand; press Play to follow the pass; then make the "
        "network deeper and wider and watch what stays the same."
    )
    caption = (
        "Each circle is a unit with its activation inside, its state z above and its bias b "
        "below. A line is a weight: green and solid above zero, red and dashed below, thicker when "
        "larger. The lines into the unit you look at carry their numbers, and the same numbers "
        "are a row of the table of that layer. The weights are random: this network has learned "
        "nothing yet."
    )
    more_bounds: ClassVar = {"unit": [0, DEPTHS[-1] * WIDTHS[-1] + N_OUT - 1, 1]}

    x1 = traitlets.Float(1.0).tag(sync=True)
    x2 = traitlets.Float(-0.5).tag(sync=True)
    depth = traitlets.Int(0).tag(sync=True)
    width = traitlets.Int(2).tag(sync=True)
    activation = traitlets.Int(0).tag(sync=True)
    unit = traitlets.Int(4).tag(sync=True)
    choices = traitlets.Dict(
        {"depth": list(DEPTHS), "width": list(WIDTHS), "activation": list(ACTIVATIONS),
         "label": list(LABELS)}
    ).tag(sync=True)  # fmt: skip

    def make_controls(self) -> dict[str, ipywidgets.Widget]:
        return {
            "x1": linear_slider("Input x₁", *REACH, 0.1, self.x1),
            "x2": linear_slider("Input x₂", *REACH, 0.1, self.x2),
            "depth": choice_slider("Hidden layers", [str(d) for d in DEPTHS], self.depth),
            "width": choice_slider("Units in each", [str(w) for w in WIDTHS], self.width),
            "activation": choice("Activation", LABELS, self.activation),
        }

    def make_job(self) -> list[dict[str, Any]]:
        return job.steps(DEPTHS, ACTIVATIONS)

    def make_programs(self) -> Mapping[str, Trace]:
        return job.programs(DEPTHS, ACTIVATIONS)

    def make_code(self) -> str:
        return CODE

    def shared(self) -> Mapping[str, np.ndarray]:
        room = np.zeros(
            (len(DEPTHS), len(WIDTHS), DEPTHS[-1] + 1, job.ROOM, job.ROOM + 1), np.int32
        )
        for depth, width in np.ndindex(room.shape[:2]):
            sizes = _sizes(depth, width)
            ends = np.cumsum([above * (below + 1) for below, above in pairwise(sizes)])
            flat = np.split(_tenths(depth, width), ends[:-1])
            for k, (block, (below, above)) in enumerate(zip(flat, pairwise(sizes), strict=True)):
                rows = block.reshape(above, below + 1)
                room[depth, width, k, :above, :below] = rows[:, :-1]
                room[depth, width, k, :above, -1] = rows[:, -1]
        return {"tenths": room}

    def numbers(
        self, *, x1: float, x2: float, depth: int, width: int, activation: int, unit: int
    ) -> Mapping[str, float]:
        network = network_of(depth, width, activation)
        layer, index = _place(network.sizes, unit)
        x = np.array([[x1, x2]])
        y_hat = network.predict(x)[0]
        return {
            "n_parameters": len(network.flat),
            "z": float(_up_to(network, layer).logits(x)[0, index]),
            "a": float(network.activations(x)[layer][0, index]),
            "y_hat_1": float(y_hat[0]),
            "y_hat_2": float(y_hat[1]),
        }

    def still(self) -> MatplotlibFigure:
        figure = MatplotlibFigure(figsize=(6.0, 3.4))
        axes = figure.subplots()
        network = network_of(self.depth, self.width, self.activation)
        values = network.activations(np.array([[self.x1, self.x2]]))
        places = [
            [(k, (n - 1) / 2 - i) for i in range(n)] for k, n in enumerate(network.sizes)
        ]  # fmt: skip
        for layer, (below, above) in zip(network.layers, pairwise(places), strict=True):
            for (i, j), w in np.ndenumerate(layer.W):
                sign, dash = ("positive", "-") if w > 0 else ("negative", "--")
                ends = zip(below[j], above[i], strict=True)
                axes.plot(*ends, dash, color=colour(sign), linewidth=0.5 + abs(w), zorder=1)
        for places_of_layer, row in zip(places, values, strict=True):
            for at, value in zip(places_of_layer, row[0], strict=True):
                axes.text(
                    *at, f"{value:.2f}", ha="center", va="center",
                    bbox={"boxstyle": "circle", "facecolor": colour("surface")},
                )  # fmt: skip
        axes.set_axis_off()
        axes.margins(0.12)
        return figure


def _sizes(depth: int, width: int) -> tuple[int, ...]:
    return (N_IN, *[WIDTHS[width]] * DEPTHS[depth], N_OUT)


def _tenths(depth: int, width: int) -> np.ndarray:
    """The parameters of a seeded network in dlbook's flat order, in tenths, none of them zero."""
    n = len(Network(_sizes(depth, width), init="zeros").flat)
    drawn = np.random.default_rng([SEED, depth, width]).normal(0.0, 10.0, n)
    tenths = np.clip(np.rint(drawn), -20, 20).astype(np.int32)
    return np.where(tenths == 0, 1, tenths).astype(np.int32)


def network_of(depth: int, width: int, activation: int) -> Network:
    """The figure's network at three indices, into `DEPTHS`, `WIDTHS` and `ACTIVATIONS`."""
    network = Network(
        _sizes(depth, width), activation=ACTIVATIONS[activation], output="sigmoid"
    )  # fmt: skip
    network.flat[:] = _tenths(depth, width) / 10
    return network


def _place(sizes: tuple[int, ...], unit: int) -> tuple[int, int]:
    """The layer (from 1) and the index within it of a unit in the order of the forward pass."""
    order = [(layer, k) for layer, n in enumerate(sizes[1:], 1) for k in range(n)]
    return order[min(unit, len(order) - 1)]


def _up_to(network: Network, layer: int) -> Network:
    """The network that ends with `layer`, so that its logits are that layer's states."""
    part = Network(network.sizes[: layer + 1], activation=network.activation, init="zeros")
    part.flat[:] = network.flat[: len(part.flat)]
    return part
