"""Dropout: learning rate and dropout rate together, on real digits, with the masks drawn."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import ipywidgets
import numpy as np
import traitlets
from matplotlib.axes import Axes
from matplotlib.figure import Figure as MatplotlibFigure

from dlbook import data
from dlbook.figures.dropout import job
from dlbook.figures.kit.base import Figure
from dlbook.figures.kit.controls import FINE, choice_slider, linear_slider, log_slider
from dlbook.figures.kit.steps import image_arrays
from dlbook.figures.kit.style import colour
from dlbook.numpy_engine import Momentum, sweep
from dlbook.programs.generators import stream_bytes
from dlbook.programs.operations import Trace
from dlbook.training.randomness import draw_words, dropout_masks, streams

SIZES = (64, 48, 48, 10)
HIDDEN = SIZES[1:-1]
N_TRAIN, N_VAL = 200, 500
BATCH = 50
SEEDS = tuple(range(10))
EPOCHS = 100
FRAMES = [0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 22, 26, *range(30, 50, 5), *range(50, 101, 10)]
DECADES = (-2.5, -0.5)
RATES = (0.0, 0.9)
STREAMS = ("init", "order", "dropout")
STEPS = 12  # the steps whose masks are drawn: the first three epochs of seed 0

CODE = """\
from dlbook import data
from dlbook.numpy_engine import Momentum, sweep

digits = data.digits()
parts = data.split(digits.X, digits.y, validation=500, test=len(digits) - 700, seed=0)
result = sweep((64, 48, 48, 10), parts.X_train, parts.y_train, lr={lr}, dropout={dropout},
               seeds=range(10), optimizer=Momentum(momentum=0.9), batch_size=50,
               output="softmax", loss="softmax_cross_entropy", epochs={frame},
               validation=(parts.X_val, parts.y_val), dtype="float32")
print("train_loss", result.train_loss[:, -1].mean())
print("val_loss", result.val_loss[:, -1].mean())
"""


class Dropout(Figure):
    """Training and validation loss of ten networks, and the masks that one of them was given.

    Parameters
    ----------
    lr : learning rate η, from 0.003 to 0.3
    dropout : dropout rate p, from 0 to 0.9
    frame : index into `FRAMES`, the epochs at which the losses were measured
    step : index of the step, from 0 to 11, whose mask is drawn

    Ten networks (seeds 0 to 9) of sizes `SIZES` with ReLU see the same 200 images in batches of 50,
    with momentum 0.9. Lecture point H3.
    """

    name = "dropout"
    title = "Dropout on handwritten digits"
    try_this = (
        "raise the dropout rate from 0 to 0.2 and compare the validation curve with the dotted "
        "one; go on to 0.9; then play the masks."
    )
    caption = (
        "First panel: mean loss of ten networks that differ in their seed alone, on the 200 "
        "training images and on 500 held-out ones. A band holds the middle eight of the ten: the "
        "lowest and the highest value are left out. The dotted line is the validation loss without "
        "dropout at the same learning rate; the ring marks the lowest point. Second panel: the "
        "mask of one step, as the first network had it, for the first image of the batch; every "
        "image of a batch has a mask of its own. Rings are units that are switched off: their "
        "lines are gone. A line from the image stands for the eight weights of one row of pixels."
    )

    lr = traitlets.Float(10**-1.5).tag(sync=True)
    dropout = traitlets.Float(0.0).tag(sync=True)
    frame = traitlets.Int(len(FRAMES) - 1).tag(sync=True)
    step = traitlets.Int(0).tag(sync=True)

    def make_controls(self) -> dict[str, ipywidgets.Widget]:
        return {
            "lr": log_slider("Learning rate η", *DECADES, FINE, self.lr),
            "dropout": linear_slider("Dropout rate p", *RATES, 0.01, self.dropout),
            "frame": choice_slider("Epoch", [str(epoch) for epoch in FRAMES], self.frame),
            "step": choice_slider("Step", [str(k + 1) for k in range(STEPS)], self.step),
        }

    def make_job(self) -> list[dict[str, Any]]:
        return job.steps(SIZES, len(SEEDS), BATCH)

    def make_programs(self) -> Mapping[str, Trace]:
        return job.programs(len(SIZES) - 1)

    def make_code(self) -> str:
        return CODE

    def make_code_words(self) -> Mapping[str, list[str]]:
        return {"frame": [str(epoch) for epoch in FRAMES]}

    def shared(self) -> Mapping[str, np.ndarray]:
        shown, words = _drawn()
        parts, streams_of = _split(), stream_bytes(SEEDS)
        return {
            "pixels": np.rint(parts.X_train[shown] * 16).astype(np.uint8),
            "labels": parts.y_train[shown].astype(np.uint8),
            "words": words.astype(np.float64),
            "record": np.array(FRAMES, dtype=np.int32),
            **image_arrays("train", parts.X_train, parts.y_train),
            **image_arrays("val", parts.X_val, parts.y_val),
            **{f"{name}_states": streams_of[:, k] for k, name in enumerate(STREAMS)},
        }

    def numbers(self, *, lr: float, dropout: float, frame: int, step: int) -> Mapping[str, float]:
        run = _curves(lr, dropout)
        best = int(np.nanargmin(run["val_loss"]))
        return {
            "epoch": FRAMES[frame],
            "train_loss": float(run["train_loss"][frame]),
            "val_loss": float(run["val_loss"][frame]),
            "val_accuracy": float(run["val_accuracy"][frame]),
            "best_val_loss": float(run["val_loss"][best]),
            "best_epoch": FRAMES[best],
            "step": step + 1,
            "units_on": _units_on(dropout, step),
        }

    def still(self) -> MatplotlibFigure:
        figure = MatplotlibFigure(figsize=(7.0, 3.4))
        curves, network = figure.subplots(1, 2, width_ratios=[3, 2])
        run = _curves(self.lr, self.dropout)
        for name, label, style in (("train", "training", "-"), ("val", "validation", "--")):
            shade = colour("train" if name == "train" else "validation")
            curves.plot(FRAMES, run[f"{name}_loss"], style, color=shade, label=label)
            curves.fill_between(FRAMES, *run[f"{name}_band"], color=shade, alpha=0.22, linewidth=0)
        curves.set(xlabel="epoch", ylabel="loss", ylim=(0, 1))
        curves.legend()
        _draw_mask(network, self.dropout, self.step)
        return figure


@functools.cache
def _split() -> data.Split:
    """200 digits to train on and 500 to validate with; the rest is not used."""
    digits = data.digits()
    rest = len(digits) - N_TRAIN - N_VAL
    return data.split(digits.X, digits.y, validation=N_VAL, test=rest, seed=0)


def _curves(lr: float, dropout: float) -> dict[str, np.ndarray]:
    """Train ten networks at once. Losses and val_accuracy (in per cent) are means (n_frames,);
    bands are (2, n_frames): low, high."""
    parts = _split()
    result = sweep(
        SIZES, parts.X_train, parts.y_train, lr=lr, dropout=dropout, seeds=SEEDS,
        optimizer=Momentum(momentum=0.9), batch_size=BATCH, output="softmax",
        loss="softmax_cross_entropy", epochs=EPOCHS, record=FRAMES[1:], dtype="float32",
        validation=(parts.X_val, parts.y_val),
    )  # fmt: skip
    return {
        "train_loss": result.train_loss.mean(axis=0),
        "val_loss": result.val_loss.mean(axis=0),
        "val_accuracy": 100 * result.val_accuracy.mean(axis=0),
        "train_band": np.sort(result.train_loss, axis=0)[[1, -2]],
        "val_band": np.sort(result.val_loss, axis=0)[[1, -2]],
    }


@functools.cache
def _drawn() -> tuple[np.ndarray, np.ndarray]:
    """Of the first steps of seed 0: which image comes first in the batch, (STEPS,), and the 16-bit
    word drawn for each of its hidden units, (STEPS, sum of HIDDEN)."""
    draws = streams(SEEDS[0])
    batches = [
        batch for _ in range(-(-STEPS * BATCH // N_TRAIN))
        for batch in data.batches(N_TRAIN, BATCH, draws.order)
    ]  # fmt: skip
    words = [
        np.concatenate([draw_words(draws.dropout, (n, BATCH))[:, 0] for n in HIDDEN])
        for _ in range(STEPS)
    ]
    return np.array([batch[0] for batch in batches[:STEPS]]), np.array(words)


def _masks(dropout: float, step: int) -> list[np.ndarray]:
    """The flags (n_units,) of each hidden layer for the first image of the step's batch."""
    masks = dropout_masks(streams(SEEDS[0]).dropout, dropout)
    for k in range(step + 1):
        drawn = [masks(k + 1, layer, (BATCH, n))[0] for layer, n in enumerate(HIDDEN)]
    return drawn


def _units_on(dropout: float, step: int) -> int:
    return int(sum(mask.sum() for mask in _masks(dropout, step)))


def _draw_mask(axes: Axes, dropout: float, step: int) -> None:
    """The image, and a dot for each unit that is on, a ring for each that is off."""
    shown, _ = _drawn()
    image = _split().X_train[shown[step]].reshape(8, 8)
    axes.imshow(image, cmap="Greys", extent=(0, 2, 1, 3), vmin=0, vmax=1)
    for layer, mask in enumerate(_masks(dropout, step)):
        at = np.arange(len(mask))
        x, y = 3 + 1.5 * layer + 0.4 * (at % 2), 4 * (at // 2 + 0.5) * 2 / len(mask)
        axes.scatter(x[mask], y[mask], s=14, color=colour("forward"))
        axes.scatter(x[~mask], y[~mask], s=10, facecolor="none", edgecolor=colour("muted"))
    axes.scatter([6.4] * 10, np.linspace(0.3, 3.7, 10), s=30, color=colour("ink"))
    axes.set(xlim=(-0.1, 6.8), ylim=(-0.1, 4.1), title=f"mask of step {step + 1}")
    axes.set_axis_off()
