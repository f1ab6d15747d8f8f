"""More images from few: copies of images, shifted, turned, slanted and stretched a little."""

import numpy as np

from dlbook import checks
from dlbook.data.glyphs import _read

SHIFT = 0.1  # of the image's size
TURN = 0.12  # radians
SLANT = 0.2  # sideways shift per height
WIDTHS, HEIGHTS = (0.85, 1.2), (0.9, 1.1)  # factors


def bent_copies(images: np.ndarray, seed: int = 0) -> np.ndarray:
    """One randomly bent copy of each image: (n, size, size) like `images`.

    Each is shifted by up to a tenth of its size in either direction, turned and slanted by some
    degrees, and stretched, all drawn evenly from `seed`. What comes in from outside is 0.

    Raises
    ------
    ValueError
        If `images` does not have shape (n, size, size), or `seed` is below 0.
    """
    images = checks.real_array("images", images)
    if images.ndim != 3 or images.shape[1] != images.shape[2] or images.size == 0:
        raise ValueError(f"images must have shape (n, size, size), got {images.shape}")
    rng = np.random.default_rng(checks.integer("seed", seed, at_least=0))
    n, size, _ = images.shape
    centres = np.arange(size) - (size - 1) / 2
    down, right = (axis.ravel() for axis in np.meshgrid(centres, centres, indexing="ij"))
    shift = rng.uniform(-SHIFT, SHIFT, (2, n, 1)) * size
    turn = rng.uniform(-TURN, TURN, (n, 1))
    slant = rng.uniform(-SLANT, SLANT, (n, 1))
    down, right = down - shift[0], right - shift[1]
    turned_right = np.cos(turn) * right + np.sin(turn) * down
    turned_down = np.cos(turn) * down - np.sin(turn) * right
    rows = turned_down / rng.uniform(*HEIGHTS, (n, 1))
    columns = (turned_right + slant * turned_down) / rng.uniform(*WIDTHS, (n, 1))
    middle = (size - 1) / 2
    return _read(images, rows + middle, columns + middle).reshape(images.shape)
