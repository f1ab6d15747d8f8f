"""From a drawing to 8 × 8 numbers: pen strokes prepared as the images of `digits` were."""

from collections.abc import Sequence

import numpy as np

from dlbook import checks

SIDE, BLOCK = 32, 4  # the bitmap, and the blocks of it that are counted
WIDTH = 20.0  # of the box that a digit is stretched to, in the bitmap's pixels; its height is SIDE
WIDEN, HEIGHTEN = 1.2, 3.0  # at most, relative to the other direction: a 1 stays narrow
PEN = 5.0  # a first guess of the pen's width, in the bitmap's pixels
PENS = (2.5, 8.0)
INK = 312  # pixels of ink: what the 1,797 images have on average


@checks.quiet_floats()
def digit_from_strokes(strokes: Sequence[np.ndarray]) -> np.ndarray:
    """What `digits` would show of a drawing: (8, 8) in 0, 1/16, …, 1.

    Parameters
    ----------
    strokes : one array of points (n_points, 2) for each stroke of the pen; x to the right, y
        downwards, in any unit. No stroke at all gives a blank image.

    The drawing is stretched to a box of 20 × 32 pixels in the middle of a bitmap of 32 × 32, but
    hardly wider than it is drawn. It is inked with a pen of such a width that 312 pixels are black,
    and the black pixels are counted in each block of 4 × 4. Box, ink and centring were read off the
    1,797 images; the blocks are described by their makers:
    https://archive.ics.uci.edu/dataset/80/optical+recognition+of+handwritten+digits.
    """
    strokes = checks.sequence("strokes", strokes, "arrays of points")
    drawn = [_points(f"strokes[{k}]", stroke) for k, stroke in enumerate(strokes)]
    if not drawn:
        return np.zeros((SIDE // BLOCK, SIDE // BLOCK))
    distances = _squared_distances(_fitted(drawn, PEN))
    radius = np.sqrt(np.sort(distances, axis=None)[INK - 1])
    pen = min(max(2 * radius, PENS[0]), PENS[1])
    bitmap = _squared_distances(_fitted(drawn, pen)) <= (pen / 2) * (pen / 2)
    blocks = bitmap.reshape(SIDE // BLOCK, BLOCK, SIDE // BLOCK, BLOCK)
    return blocks.sum(axis=(1, 3)) / BLOCK**2


def _points(name: str, stroke: np.ndarray) -> np.ndarray:
    points = checks.real_array(name, stroke).astype(float)
    if points.ndim != 2 or points.shape[1] != 2 or len(points) == 0:
        raise ValueError(
            f"{name} must have shape (n_points, 2) with at least one point, got {points.shape}"
        )
    return points


def _fitted(strokes: list[np.ndarray], pen: float) -> list[np.ndarray]:
    """The strokes in the bitmap's pixels: with a pen of that width they fill the box."""
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    width, height = high - low
    across = (WIDTH - pen) / width if width > 0 else np.inf
    down = (SIDE - pen) / height if height > 0 else np.inf
    scale_x, scale_y = min(across, WIDEN * down), min(down, HEIGHTEN * across)
    # where a drawing has no width or no height there is nothing to stretch that way
    scale = np.array([scale_x if width > 0 else 0.0, scale_y if height > 0 else 0.0])
    return [(stroke - (low + high) / 2) * scale + SIDE / 2 for stroke in strokes]


def _squared_distances(strokes: list[np.ndarray]) -> np.ndarray:
    """From each pixel's centre to the nearest point of any stroke: (SIDE, SIDE)."""
    # a stroke of one point is a segment from there to itself
    ends = [(stroke, stroke) if len(stroke) == 1 else (stroke[:-1], stroke[1:])
            for stroke in strokes]  # fmt: skip
    start = np.concatenate([a for a, _ in ends])[:, None]
    along = np.concatenate([b for _, b in ends])[:, None] - start
    centres = np.arange(SIDE) + 0.5
    y, x = (axis.ravel() for axis in np.meshgrid(centres, centres, indexing="ij"))
    right, below = x - start[..., 0], y - start[..., 1]
    length = along[..., 0] * along[..., 0] + along[..., 1] * along[..., 1]
    share = (right * along[..., 0] + below * along[..., 1]) / np.where(length > 0, length, 1.0)
    share = np.clip(share, 0.0, 1.0)
    right, below = right - share * along[..., 0], below - share * along[..., 1]
    return (right * right + below * below).min(axis=0).reshape(SIDE, SIDE)
