"""Features: what sixteen hidden units look for, as they learn it, from few images or from many."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import ipywidgets
import numpy as np
import traitlets
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure as MatplotlibFigure

from dlbook import data
from dlbook.figures.kit.base import Figure
from dlbook.figures.kit.controls import choice_slider
from dlbook.figures.kit.style import colour
from dlbook.numpy_engine import normal, sweep

SIZES = (64, 16, 10)
UNITS, PIXELS = SIZES[1], SIZES[0]
IMAGES = [20 * 2**k for k in range(7)]
BATCH = 20
STEPS = [0, 64, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048]
SEEDS = tuple(range(10))
INSIDE = slice(1, -1)  # of the sorted seeds: the band leaves out the lowest and the highest
TEST = 500
LR = 0.2
SCALE = 0.05  # of the first weights: small, so that what is seen later was learned
FULL = 0.8  # a weight of this size or more is drawn at full strength
GREYS = 127  # uint8 steps on either side of 0


class Features(Figure):
    """First-layer weights of a network on real digits, and its accuracy on images never seen.

    Parameters
    ----------
    images : index into `IMAGES`, how many training images there are
    frame : index into `STEPS`, the steps at which the network was looked at

    Every network has sizes `SIZES` with tanh and takes 2,048 steps of 20 images at learning rate
    0.2. The pictures are of seed 0; accuracies are of seeds 0 to 9. Lecture points A2 and A3.
    """

    name = "features"
    title = "Features that nobody wrote"
    try_this = (
        "press Play and watch random weights turn into strokes and gaps; then take fewer training "
        "images and see what becomes of the accuracy."
    )
    caption = (
        "First panel: the 64 weights of each of 16 hidden units, laid out like the 8 × 8 pixels "
        "they look at. A full square says that ink there speaks for the unit, a square with a hole "
        "that it speaks against it; the paler, the nearer to zero. Second panel: how many of 500 "
        "images never trained on are read correctly, by the number of training images, at the same "
        "step: the mean of ten networks that differ in their seed, and the middle eight of the "
        "ten."
    )

    images = traitlets.Int(len(IMAGES) - 1).tag(sync=True)
    frame = traitlets.Int(len(STEPS) - 1).tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        super().__init__(axes={"images": list(range(len(IMAGES)))}, **traits)

    def make_controls(self) -> dict[str, ipywidgets.Widget]:
        return {
            "images": choice_slider("Training images", [str(n) for n in IMAGES], self.images),
            "frame": choice_slider("Step", [str(step) for step in STEPS], self.frame),
        }

    def record(self) -> Mapping[str, np.ndarray]:
        return {"weights": np.stack([_run(n)["weights"] for n in IMAGES])}

    def shared(self) -> Mapping[str, np.ndarray]:
        runs = [_run(n)["accuracy"] for n in IMAGES]
        return {
            "sizes": np.array(IMAGES, dtype=np.int32),
            "steps": np.array(STEPS, dtype=np.int32),
            "mean": np.stack([run.mean(axis=0) for run in runs]).astype(np.float32),
            "band": np.stack([_band(run) for run in runs]).astype(np.float32),
        }

    def answer(self, *, images: int) -> Mapping[str, np.ndarray]:
        return {"weights": _run(IMAGES[images])["weights"]}

    def numbers(self, *, images: int, frame: int) -> Mapping[str, float]:
        accuracy = _run(IMAGES[images])["accuracy"][:, [frame]]
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
        draw_wall(wall, _run(IMAGES[self.images])["weights"][self.frame])
        runs = [_run(n)["accuracy"][:, [self.frame]] for n in IMAGES]
        low, high = np.stack([_band(run)[:, 0] for run in runs]).T
        curve.fill_between(IMAGES, low, high, color=colour("validation"), alpha=0.22, linewidth=0)
        curve.plot(IMAGES, [run.mean() for run in runs], "o--", color=colour("validation"))
        curve.set(xscale="log", ylim=(0, 100), xlabel="training images", ylabel="test accuracy (%)")
        return figure


def draw_wall(axes: Axes, weights: np.ndarray) -> None:
    """The weights (n_units, 64), as recorded, as a wall of 8 × 8 pictures, four in a row."""
    tiles = (weights.astype(float) - GREYS) / GREYS
    tiles = np.pad(tiles.reshape(-1, 4, 8, 8), ((0, 0), (0, 0), (0, 1), (0, 1)))
    wall = tiles.transpose(0, 2, 1, 3).reshape(-1, 4 * 9)[:-1, :-1]
    shades = LinearSegmentedColormap.from_list(
        "weights", [colour("negative"), colour("surface"), colour("positive")]
    )
    axes.imshow(wall, cmap=shades, vmin=-1, vmax=1)
    axes.set_axis_off()


def _band(accuracy: np.ndarray) -> np.ndarray:
    """The lowest and the highest of the middle seeds: (n_seeds, n) -> (2, n)."""
    inside = np.sort(accuracy, axis=0)[INSIDE]
    return np.stack([inside[0], inside[-1]])


@functools.cache
def _parts() -> data.Split:
    digits = data.digits()
    return data.split(digits.X, digits.y, validation=0, test=TEST, seed=0)


@functools.cache
def _run(n: int) -> dict[str, np.ndarray]:
    """Ten networks trained on the first `n` images.

    weights: uint8 (n_steps, 16, 64), those of seed 0, `GREYS` for zero; accuracy: percentages on
    the test images, (n_seeds, n_steps).
    """
    parts = _parts()
    result = sweep(
        SIZES, parts.X_train[:n], parts.y_train[:n], lr=LR, dropout=0.0, seeds=SEEDS,
        batch_size=BATCH, activation="tanh", output="softmax", init=normal(SCALE),
        loss="softmax_cross_entropy", epochs=STEPS[-1] * BATCH // n,
        record=[step * BATCH // n for step in STEPS[1:]],
        validation=(parts.X_test, parts.y_test), keep_parameters=True, dtype="float32",
    )  # fmt: skip
    blocks = result.parameters[0, :, : UNITS * (PIXELS + 1)]  # rows [W b] of the first layer
    weights = blocks.reshape(len(STEPS), UNITS, PIXELS + 1)[:, :, :PIXELS]
    grey = np.rint(GREYS * (1 + np.clip(weights / FULL, -1, 1)))
    return {"weights": grey.astype(np.uint8), "accuracy": 100 * result.val_accuracy}
