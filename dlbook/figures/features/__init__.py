"""Features: what sixteen hidden units look for, as they learn it, from few images or from many."""

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
from dlbook.figures.features import job
from dlbook.figures.kit.base import Figure
from dlbook.figures.kit.controls import choice_slider
from dlbook.figures.kit.steps import image_arrays
from dlbook.figures.kit.style import colour, weight_colours
from dlbook.numpy_engine import Network, normal, sweep
from dlbook.programs.generators import stream_bytes
from dlbook.programs.operations import Trace
from dlbook.sweeps.result import SweepResult

SIZES = (64, 16, 10)
IMAGES = [20 * 2**k for k in range(7)]
BATCH = 20
STEPS = [0, 64, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048]
SEEDS = tuple(range(10))
INSIDE = slice(1, -1)  # of the sorted seeds: the band leaves out the lowest and the highest
TEST = 500
LR = 0.2
SCALE = 0.05  # of the first weights: small, so that what is seen later was learned
FULL = 0.8  # a weight of this size or more is drawn at full strength
LIFT = 0.6  # exponent by which smaller ones are drawn more strongly, as tiles.js does

CODE = """\
from dlbook import data
from dlbook.numpy_engine import normal, sweep

digits = data.digits()
parts = data.split(digits.X, digits.y, validation=0, test=500, seed=0)
n, step = {images}, {frame}
result = sweep((64, 16, 10), parts.X_train[:n], parts.y_train[:n], lr=0.2, dropout=0.0,
               seeds=range(10), batch_size=20, activation="tanh", output="softmax",
               init=normal(0.05), loss="softmax_cross_entropy", epochs=step * 20 // n,
               validation=(parts.X_test, parts.y_test), dtype="float32")
print("test_accuracy", 100 * result.val_accuracy[:, -1].mean())
"""


class Features(Figure):
    """First-layer weights of a network on real digits, and its accuracy on images never seen.

    Parameters
    ----------
    images : index into `IMAGES`, how many training images there are
    frame : index into `STEPS`, the steps at which the network was looked at

    Ten networks (seeds 0 to 9) of sizes `SIZES` with tanh take 2,048 steps of 20 images at learning
    rate 0.2. The pictures are of seed 0. Lecture points A2 and A3.
    """

    name = "features"
    title = "Features that nobody wrote"
    try_this = (
        "press Play and watch random weights turn into strokes and gaps; then take fewer training "
        "images and see what becomes of the accuracy."
    )
    caption = (
        "First panel: the 64 weights of each of 16 hidden units of the first of ten networks, laid "
        "out like the 8 × 8 pixels they look at. A full square says that ink there speaks for the "
        "unit, a square with a hole that it speaks against it; the fainter, the nearer to zero. "
        "Second panel: how many of 500 images never trained on are read correctly, for each of "
        "the ten networks, which differ in their seed, and their mean. Third panel: the same at "
        "the step chosen, by the number of training images: the mean and the middle eight of the "
        "ten. The page trains ten networks on the number chosen, which the large dot marks, and "
        "then ten on each of the others."
    )

    images = traitlets.Int(len(IMAGES) - 1).tag(sync=True)
    frame = traitlets.Int(len(STEPS) - 1).tag(sync=True)

    def make_controls(self) -> dict[str, ipywidgets.Widget]:
        return {
            "images": choice_slider("Training images", [f"{n:,}" for n in IMAGES], self.images),
            "frame": choice_slider("Step", [f"{step:,}" for step in STEPS], self.frame),
        }

    def make_job(self) -> list[dict[str, Any]]:
        return job.steps(IMAGES, len(SEEDS), BATCH)

    def make_programs(self) -> Mapping[str, Trace]:
        return job.programs(IMAGES)

    def make_code(self) -> str:
        return CODE

    def make_code_words(self) -> Mapping[str, list[str]]:
        return {"images": [str(n) for n in IMAGES], "frame": [str(step) for step in STEPS]}

    def shared(self) -> Mapping[str, np.ndarray]:
        parts, n = _parts(), IMAGES[-1]
        return {
            "sizes": np.array(IMAGES, dtype=np.int32),
            "steps": np.array(STEPS, dtype=np.int32),
            "epochs": np.array([_epochs(n) for n in IMAGES], dtype=np.int32),
            "lr": np.array(LR),
            "full": np.array(FULL),
            "order_states": stream_bytes(SEEDS)[:, 1],
            **image_arrays("all", parts.X_train[:n], parts.y_train[:n]),
            **image_arrays("test", parts.X_test, parts.y_test),
            **_starts(),
        }

    def numbers(self, *, images: int, frame: int) -> Mapping[str, float]:
        accuracy = 100 * _train(IMAGES[images]).val_accuracy[:, [frame]]
        low, high = _band(accuracy)[:, 0]
        return {
            "images": IMAGES[images],
            "step": STEPS[frame],
            "test_accuracy": float(accuracy.mean()),
            "low": float(low),
            "high": float(high),
        }

    def setting(self, **_state: Any) -> Mapping[str, Any]:
        return {}  # the numbers say it

    def still(self) -> MatplotlibFigure:
        figure = MatplotlibFigure(figsize=(7.0, 3.5))
        wall, curve = figure.subplots(1, 2)
        draw_wall(wall, first_layers(_train(IMAGES[self.images]))[self.frame])
        means, bands = _by_size()
        low, high = bands[:, :, self.frame].T
        curve.fill_between(IMAGES, low, high, color=colour("validation"), alpha=0.22, linewidth=0)
        curve.plot(IMAGES, means[:, self.frame], "o--", color=colour("validation"))
        curve.set(xscale="log", ylim=(0, 100), xlabel="training images", ylabel="test accuracy (%)")
        return figure


def draw_wall(axes: Axes, weights: np.ndarray) -> None:
    """The weights (n_units, 64), in [-1, 1], as a wall of 8 × 8 pictures, four in a row."""
    tiles = np.pad(weights.reshape(-1, 4, 8, 8), ((0, 0), (0, 0), (0, 1), (0, 1)))
    wall = tiles.transpose(0, 2, 1, 3).reshape(-1, 4 * 9)[:-1, :-1]
    axes.imshow(np.sign(wall) * np.abs(wall) ** LIFT, cmap=weight_colours(), vmin=-1, vmax=1)
    axes.set_axis_off()


def _band(accuracy: np.ndarray) -> np.ndarray:
    """The lowest and the highest of the middle seeds: (n_seeds, n) -> (2, n)."""
    inside = np.sort(accuracy, axis=0)[INSIDE]
    return np.stack([inside[0], inside[-1]])


@functools.cache
def _parts() -> data.Split:
    digits = data.digits()
    return data.split(digits.X, digits.y, validation=0, test=TEST, seed=0)


def _starts() -> dict[str, np.ndarray]:
    """[W b] of both layers as each seed starts, (n_seeds, n_out, n_in + 1), in float32."""
    networks = [Network(SIZES, init=normal(SCALE), seed=seed, dtype="float32") for seed in SEEDS]
    return {
        f"start.{k}": np.stack(
            [np.column_stack([network.layers[k].W, network.layers[k].b]) for network in networks]
        )
        for k in range(len(SIZES) - 1)
    }


def _epochs(n: int) -> list[int]:
    """The epochs on `n` images that the steps of `STEPS` take."""
    return [step * BATCH // n for step in STEPS]


def _train(n: int) -> SweepResult:
    """Ten networks trained on the first `n` images, looked at after the steps of `STEPS`."""
    parts, epochs = _parts(), _epochs(n)
    return sweep(
        SIZES, parts.X_train[:n], parts.y_train[:n], lr=LR, dropout=0.0, seeds=SEEDS,
        batch_size=BATCH, activation="tanh", output="softmax", init=normal(SCALE),
        loss="softmax_cross_entropy", epochs=epochs[-1], record=epochs[1:],
        validation=(parts.X_test, parts.y_test), keep_parameters=True, dtype="float32",
    )  # fmt: skip


def first_layers(result: SweepResult) -> np.ndarray:
    """The first layer's weights of seed 0 as they are drawn, (n_steps, 16, 64), in [-1, 1]."""
    n_in, n_out = SIZES[:2]
    blocks = result.parameters[0, :, : n_out * (n_in + 1)].reshape(-1, n_out, n_in + 1)
    return np.clip(blocks[:, :, :n_in] / FULL, -1, 1)


@functools.cache
def _by_size() -> tuple[np.ndarray, np.ndarray]:
    """Of every number of images: the mean accuracy, (n_sizes, n_steps), and its
    band, (n_sizes, 2, n_steps), in per cent."""
    accuracies = [100 * _train(n).val_accuracy for n in IMAGES]
    return np.stack([a.mean(axis=0) for a in accuracies]), np.stack([_band(a) for a in accuracies])
