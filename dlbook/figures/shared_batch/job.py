"""What the page computes for the shared batch: each worker's gradient, two means, how far off."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from dlbook.figures.kit.steps import LEVELS, evaluate
from dlbook.figures.kit.training_programs import MATRIX, NUMBER, VECTOR
from dlbook.formulas.activations import ACTIVATIONS, softmax
from dlbook.formulas.losses import softmax_cross_entropy_slope
from dlbook.formulas.networks import backward, forward, with_one
from dlbook.programs import trace
from dlbook.programs.operations import Trace

Array = np.ndarray
RELU = ACTIVATIONS["relu"]
ROUNDING = 1e-9
"""Of a per cent: what is off by less is rounding, and is shown as 0."""
MARGIN = 0.62  # of the arrows' extent, from the middle of the picture to its edge


def programs(shown: Sequence[tuple[int, int, int]]) -> dict[str, Trace]:
    """shown: the slopes drawn, as (layer, unit, input)."""
    inputs = {"blocks": [MATRIX, MATRIX], "levels": MATRIX, "y": MATRIX, "place": VECTOR}
    return {"share": trace(partial(_share, shown), **inputs, first=VECTOR, sizes=VECTOR, n=NUMBER)}


def _share(shown, blocks, levels, y, place, first, sizes, n) -> dict[str, Array]:
    """For levels (64, m) and y (10, m) of m digits, their places 0 to m - 1, and workers who have
    `sizes` of the first n digits, each from `first` on; a size of 0 stands for no worker."""
    x = with_one(levels / LEVELS)
    z, seen, hidden = forward(blocks, x, RELU)
    slope = softmax_cross_entropy_slope(softmax(z), y)
    whole = backward(blocks, seen, hidden, RELU, slope * ((place < n) / n))
    first, sizes = first[:, None, None], sizes[:, None, None]
    owned = (place >= first) * (place < first + sizes) / np.maximum(sizes, 1.0)
    gradients = backward(blocks, seen, hidden, RELU, slope * owned)
    there = sizes > 0
    means = [
        [np.sum(g * weight, axis=0) for g in gradients]
        for weight in (sizes / n, there / np.sum(there * 1.0))
    ]
    drawn = partial(_drawn, shown)
    tips = drawn(gradients)
    drawn_means = np.stack([drawn(mean) for mean in means])
    return {
        "gradients": tips, "whole": drawn(whole), "means": drawn_means,
        "off": np.stack([_per_cent_off(mean, whole) for mean in means]),
        "box": _box(np.concatenate([tips, drawn_means])),
    }  # fmt: skip


def _drawn(shown, gradient: Sequence[Array]) -> Array:
    """The slopes drawn, (…, 2), of a gradient's blocks (…, n_out, n_in + 1)."""
    return np.stack([gradient[layer][..., unit, k] for layer, unit, k in shown], axis=-1)


def _length(blocks: Sequence[Array]) -> Array:
    return np.sqrt(sum(np.sum(block * block) for block in blocks))


def _per_cent_off(found: Sequence[Array], whole: Sequence[Array]) -> Array:
    """The distance between two gradients in per cent of the second's length; rounding is 0."""
    away = [a - b for a, b in zip(found, whole, strict=True)]
    off = 100 * _length(away) / _length(whole)
    return np.where(off < ROUNDING, 0.0, off)


def _box(tips: Array) -> Array:
    """A square that arrows from the origin to `tips`, (n, 2), fit into: [[x0, x1], [y0, y1]]."""
    low = np.minimum(-np.max(-tips, axis=0), 0.0)
    high = np.maximum(np.max(tips, axis=0), 0.0)
    middle, half = (low + high) / 2, MARGIN * np.max(high - low)
    return np.stack([middle - half, middle + half], axis=-1)


def steps() -> list[dict[str, Any]]:
    """The job; names of arrays are those of the figure's `shared`."""

    def of_shares(name: str) -> dict[str, Any]:
        rows: Any = name
        for trait in ("workers", "batch", "shares"):
            rows = {"row": rows, "of": trait}
        return rows

    inputs = {
        "blocks.0": "blocks.0", "blocks.1": "blocks.1", "levels": "levels", "y": "y",
        "place": "place", "first": of_shares("first"), "sizes": of_shares("sizes"),
        "n": {"row": "batches", "of": "batch"},
    }  # fmt: skip
    return [evaluate("share", inputs, ["gradients", "whole", "means", "off", "box"])]
