"""More images from few: copies of images, shifted, turned, slanted and stretched a little."""

import numpy as np

from dlbook import checks
from dlbook.data import bending

BEND = bending.Bend(shift=0.1, turn=0.12, slant=0.2, heights=(0.9, 1.1), widths=(0.85, 1.2))


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
    middle = (size - 1) / 2
    places = bending.sources(BEND, np.arange(size) - middle, n, rng, size=size)
    return bending.read(images, *(place + middle for place in places)).reshape(images.shape)
