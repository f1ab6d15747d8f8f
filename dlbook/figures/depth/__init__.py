"""Signals through depth: activations and gradients of every layer, by the spread of the weights."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

import ipywidgets
import numpy as np
import traitlets
from matplotlib.figure import Figure as MatplotlibFigure

from dlbook import data
from dlbook.experiments.signals import Signals, expected_sizes, signals, size
from dlbook.figures.kit.base import Figure
from dlbook.figures.kit.controls import choice, choice_slider, log_slider, log_values
from dlbook.figures.kit.style import colour
from dlbook.numpy_engine import Network, scaled

WIDTH, N_IMAGES = 128, 64
DEPTHS = (2, 5, 10, 20)
DEEPEST = DEPTHS[-1]
ACTIVATIONS = ("tanh", "relu")
LABELS = ("tanh", "ReLU")
HIGHEST = {"tanh": (-1.0, 1.0), "relu": (0.0, 4.0)}  # of the activations drawn
BARS = 40
STEP = float(np.log10(2) / 4)
DECADES = (-8 * STEP, 8 * STEP)  # gains from 1/4 to 4, four stops to a factor of 2
GAINS = log_values(*DECADES, STEP)
SATURATED = 0.95


class Depth(Figure):
    """Sizes of activations and gradients in each layer of an untrained network, and histograms.

    Parameters
    ----------
    activation : index into `ACTIVATIONS`
    gain : the weights' standard deviation times √n_in, from 1/4 to 4
    depth : index into `DEPTHS`, the number of hidden layers

    Layers of 128 units, biases 0, on 64 real digits with standardised pixels; gradients of each
    image's own cross-entropy by the states. "Size" is the root mean square. Lecture point I1.
    """

    name = "depth"
    title = "How large is the signal, layer by layer?"
    try_this = (
        "with tanh, move the gain from its lowest value to its highest: what happens to the solid "
        "curve, what to the dashed one? Then take ReLU and find the gain that keeps both level."
    )
    caption = (
        "An untrained network with 128 units a layer looks at 64 handwritten digits. First panel: "
        "the size (root mean square) of the activations, solid, and of the gradients by the "
        "states, dashed, layer by layer; the thin dotted lines are what the weights' spread alone "
        "lets expect. The activations are made from the first layer on, the gradients from the "
        "last one back. Second panel: a histogram of each layer's activations, lying on its side. "
        "The bars are as long as the roots of the counts, so that rare values show, and each "
        "layer's longest is drawn equally long; values above 4 are counted at 4."
    )

    activation = traitlets.Int(0).tag(sync=True)
    gain = traitlets.Float(GAINS[4]).tag(sync=True)
    depth = traitlets.Int(len(DEPTHS) - 1).tag(sync=True)
    depths = traitlets.List(list(DEPTHS)).tag(sync=True)
    labels = traitlets.List(list(LABELS)).tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        super().__init__(axes={"activation": [0, 1], "gain": GAINS}, **traits)

    def make_controls(self) -> dict[str, ipywidgets.Widget]:
        return {
            "activation": choice("Activation", LABELS, self.activation),
            "gain": log_slider("Gain σ√n", *DECADES, STEP, self.gain, fine_step=STEP / 5),
            "depth": choice_slider("Hidden layers", [str(n) for n in DEPTHS], self.depth),
        }

    def answer(self, *, activation: int, gain: float) -> Mapping[str, np.ndarray]:
        return _measured(activation, gain)

    def setting(self, **state: Any) -> Mapping[str, Any]:
        return {
            "activation": LABELS[state["activation"]],
            "gain": state["gain"],
            "depth": DEPTHS[state["depth"]],
        }

    def numbers(self, *, activation: int, gain: float, depth: int) -> Mapping[str, float]:
        found = _signals(activation, gain, DEPTHS[depth])
        last = found.activations[-1]
        quiet = np.abs(last) > SATURATED if activation == 0 else last == 0
        return {
            "forward_first": size(found.activations[0]),
            "forward_last": size(last),
            "backward_first": size(found.gradients[0]),
            "backward_last": size(found.gradients[-1]),
            "share": float(100 * quiet.mean()),
        }

    def still(self) -> MatplotlibFigure:
        figure = MatplotlibFigure(figsize=(7.0, 3.3))
        sizes, histograms = figure.subplots(1, 2)
        depth = DEPTHS[self.depth]
        found = _signals(self.activation, self.gain, depth)
        layers = np.arange(1, depth + 1)
        for arrays, style, name in (
            (found.activations, "-", "forward"),
            (found.gradients, "--", "backward"),
        ):
            label = "activations" if name == "forward" else "gradients"
            sizes.semilogy(
                layers, [size(a) for a in arrays], style, color=colour(name), label=label
            )
        sizes.set(xlabel="hidden layer", ylabel="size (root mean square)")
        sizes.legend()
        bars = _histograms(found.activations, ACTIVATIONS[self.activation])
        low, high = HIGHEST[ACTIVATIONS[self.activation]]
        histograms.imshow(
            bars.T, origin="lower", aspect="auto", cmap="Blues", vmin=0, vmax=255,
            extent=(0.5, depth + 0.5, low, high),
        )  # fmt: skip
        histograms.set(xlabel="hidden layer", ylabel="activation a")
        return figure


@cache
def images() -> tuple[np.ndarray, np.ndarray]:
    """64 digits, pixels standardised over all 1,797 images, and what they are."""
    digits = data.digits()
    X, _ = data.standardise(digits.X)
    chosen = np.random.default_rng(0).choice(len(X), N_IMAGES, replace=False)
    return X[chosen], digits.y[chosen]


@lru_cache(maxsize=4)
def _signals(activation: int, gain: float, depth: int) -> Signals:
    """One pass through the network of `depth` hidden layers. Networks of one gain share their
    first layers, since the weights are drawn layer by layer from one stream."""
    X, y = images()
    network = Network(
        (X.shape[1], *[WIDTH] * depth, 10), activation=ACTIVATIONS[activation], output="softmax",
        init=scaled(gain), seed=0, dtype="float32",
    )  # fmt: skip
    return signals(network, X, y)


@lru_cache(maxsize=64)
def _measured(activation: int, gain: float) -> dict[str, np.ndarray]:
    """forward (DEEPEST,); backward and the expected backward (len(DEPTHS), DEEPEST), NaN beyond
    the network's last layer; bars (DEEPEST, BARS), 255 for a layer's longest; share (DEEPEST,) in
    per cent: saturated units of tanh, silent ones of ReLU."""
    name = ACTIVATIONS[activation]
    backward = np.full((len(DEPTHS), DEEPEST), np.nan, np.float32)
    expected_backward = backward.copy()
    for k, depth in enumerate(DEPTHS):
        found = _signals(activation, gain, depth)
        backward[k, :depth] = [size(dz) for dz in found.gradients]
        expected = expected_sizes(name, gain, depth, size(images()[0]))[1]
        expected_backward[k, :depth] = expected * backward[k, depth - 1]
    hidden = found.activations
    quiet = [np.abs(a) > SATURATED if activation == 0 else a == 0 for a in hidden]
    return {
        "forward": np.array([size(a) for a in hidden], np.float32),
        "expected": expected_sizes(name, gain, DEEPEST, size(images()[0]))[0].astype(np.float32),
        "backward": backward,
        "expected_backward": expected_backward,
        "bars": _histograms(hidden, name),
        "share": np.array([100 * q.mean() for q in quiet], np.float32),
    }


def _histograms(hidden: list[np.ndarray], name: str) -> np.ndarray:
    """Bars (n_layers, BARS) of the layers' activations: roots of the counts, so that rare values
    show; the longest of each layer is 255."""
    low, high = HIGHEST[name]
    counts = np.array([
        np.histogram(np.clip(a, low, high), bins=BARS, range=(low, high))[0] for a in hidden
    ])  # fmt: skip
    share = counts / counts.max(axis=1, keepdims=True)
    return np.rint(255 * np.sqrt(share)).astype(np.uint8)
