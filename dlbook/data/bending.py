"""Bending images at random: where each pixel of a shifted, turned and stretched copy is read."""

from typing import NamedTuple

import numpy as np

from dlbook import checks


class Bend(NamedTuple):
    """How much images may be bent; each image's own amounts are drawn evenly.

    shift: up to this share of the image's size, either way, in both directions. turn: up to this
    angle either way, in radians. slant: sideways shift per height, up to this much either way.
    heights, widths: lowest and highest factor of stretching.
    """

    shift: float
    turn: float
    slant: float
    heights: tuple[float, float]
    widths: tuple[float, float]


def sources(
    bend: Bend, centres: np.ndarray, n: int, rng: np.random.Generator, *, size: float = 1.0
) -> tuple[np.ndarray, np.ndarray]:
    """Where the pixels of n bent images are read: how far down and right of the middle.

    centres (m,): the places of the rows and of the columns, measured from the middle, in the unit
    in which the image's side is `size`. Returns two arrays (n, m²) in that unit.
    """
    down, right = (axis.ravel() for axis in np.meshgrid(centres, centres, indexing="ij"))
    shift = rng.uniform(-bend.shift, bend.shift, (2, n, 1)) * size
    turn = rng.uniform(-bend.turn, bend.turn, (n, 1))
    slant = rng.uniform(-bend.slant, bend.slant, (n, 1))
    down, right = down - shift[0], right - shift[1]
    turned_right = np.cos(turn) * right + np.sin(turn) * down
    turned_down = np.cos(turn) * down - np.sin(turn) * right
    rows = turned_down / rng.uniform(*bend.heights, (n, 1))
    return rows, (turned_right + slant * turned_down) / rng.uniform(*bend.widths, (n, 1))


@checks.quiet_floats()
def read(images: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Bilinear readings (n, m) of images (n, side, side) at rows and columns (n, m); 0 outside."""
    n, side, _ = images.shape
    padded = np.pad(images, ((0, 0), (1, 2), (1, 2)))
    wide = side + 3
    flat = padded.reshape(-1)
    rows, columns = (np.clip(place + 1, 0, side + 1) for place in (rows, columns))
    top, left = rows.astype(np.intp), columns.astype(np.intp)
    below, beside = rows - top, columns - left
    at = (np.arange(n)[:, None] * wide + top) * wide + left
    upper = flat[at] * (1 - beside) + flat[at + 1] * beside
    lower = flat[at + wide] * (1 - beside) + flat[at + wide + 1] * beside
    return upper * (1 - below) + lower * below
