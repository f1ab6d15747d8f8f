"""Draw a digit: a trained network reads what the reader draws, or test images that are moved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ipywidgets
import numpy as np
import traitlets
from matplotlib.figure import Figure as MatplotlibFigure

from dlbook.data import strokes
from dlbook.experiments.reading import FIRST, UNSURE, examples, moved_right, reader
from dlbook.figures.draw import job
from dlbook.figures.kit.base import Figure
from dlbook.figures.kit.controls import choice_slider, linear_slider
from dlbook.figures.kit.style import colour
from dlbook.numpy_engine import softmax
from dlbook.programs.operations import Trace

SHIFTS = (-3.0, 3.0)
FULL = strokes.BLOCK**2  # grey levels of full ink
PAPER = {
    "side": strokes.SIDE, "block": strokes.BLOCK, "width": strokes.WIDTH, "widen": strokes.WIDEN,
    "heighten": strokes.HEIGHTEN, "pen": strokes.PEN, "pens": list(strokes.PENS),
    "ink": strokes.INK,
}  # fmt: skip


class Draw(Figure):
    """What a trained network says of the reader's own digit, or of a test image.

    Parameters
    ----------
    image : which of 30 test images, from 0
    shift : by how many pixels what is on the sheet is moved to the right, from -3 to 3

    A network of sizes 64, 128, 10 with ReLU and softmax, trained on 1,000 of the 8 × 8 digits and
    on bent copies of them. Its weights travel with the page, as float32. A drawing of the reader's
    takes the place of the arrays ``drawing`` and ``own`` of `shared`. `numbers` gives what
    `dlbook.numpy_engine` says of the test image. Lecture point H5.
    """

    name = "draw"
    title = "Draw a digit"
    try_this = (
        "draw a digit on the sheet with mouse or finger, then another, badly. Then choose a test "
        "image and shift it, one pixel at a time, until the network is wrong."
    )
    caption = (
        "With the keyboard, the arrow keys move the pen, Space sets it down and lifts it, "
        "Backspace takes a stroke back, Delete clears the sheet. A drawing is stretched to the "
        "size that the digits of the data have, inked as strongly as they are, and its ink "
        "counted in 8 × 8 blocks of 16: these 64 numbers are all that the network gets. The bars "
        "are the ten probabilities that it answers with. Of the 30 test images, none of them "
        "trained on, the first 20 are taken as they come; the last 10 are those of all 500 that "
        "the network is least sure of. It was trained on 1,000 digits and on bent copies of them."
    )

    image = traitlets.Int(8).tag(sync=True)
    shift = traitlets.Float(0.0).tag(sync=True)
    paper = traitlets.Dict(PAPER).tag(sync=True)

    def make_controls(self) -> dict[str, ipywidgets.Widget]:
        numbered = [str(k + 1) for k in range(FIRST + UNSURE)]
        return {
            "image": choice_slider("Test image", numbered, self.image),
            "shift": linear_slider("Shift to the right (pixels)", *SHIFTS, 1.0, self.shift),
        }

    def make_job(self) -> list[dict[str, Any]]:
        return job.steps()

    def make_programs(self) -> Mapping[str, Trace]:
        return job.programs()

    def shared(self) -> Mapping[str, np.ndarray]:
        images, labels = examples()
        n_pixels = images.shape[1]
        blocks = [np.column_stack([layer.W, layer.b]) for layer in reader().layers]
        return {
            "images": np.rint(FULL * images[:, :, None]).astype(np.uint8),
            "labels": labels.astype(np.uint8),
            "full": np.array(FULL, np.int32),
            "place": np.arange(n_pixels, dtype=np.uint8)[:, None],
            "drawing": np.zeros((n_pixels, 1), np.uint8),
            "own": np.array(0, np.uint8),
            **{f"blocks.{k}": block.astype(np.float32) for k, block in enumerate(blocks)},
        }

    def numbers(self, *, image: int, shift: float) -> Mapping[str, float]:
        images, labels = examples()
        shares = _answer(images[image], round(shift))
        second, best = np.argsort(shares)[-2:]
        return {
            "label": int(labels[image]),
            "says": int(best),
            "probability": 100 * float(shares[best]),
            "second": int(second),
            "second_probability": 100 * float(shares[second]),
        }

    def setting(self, *, image: int, shift: float) -> Mapping[str, Any]:
        return {"test image": image + 1, "shift": shift}

    def still(self) -> MatplotlibFigure:
        figure = MatplotlibFigure(figsize=(7.0, 3.0))
        picture, bars = figure.subplots(1, 2, width_ratios=(1, 1.6))
        images, labels = examples()
        moved = moved_right(images[self.image].reshape(8, 8), round(self.shift))
        picture.imshow(moved, cmap="Greys", vmin=0, vmax=1)
        picture.set_axis_off()
        picture.set_title(f"a test image: {labels[self.image]}")
        shares = _answer(images[self.image], round(self.shift))
        bars.bar(range(10), 100 * shares, color=colour("forward"))
        bars.set(xlabel="digit", ylabel="probability (%)", ylim=(0, 105), xticks=range(10))
        return figure


def _answer(image: np.ndarray, shift: int) -> np.ndarray:
    """The ten probabilities for an image (64,) after a shift."""
    moved = moved_right(image.reshape(8, 8), shift).reshape(1, 64)
    return softmax(reader().logits(moved))[0]
