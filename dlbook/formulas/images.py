"""Small images as columns of numbers, row of pixels after row."""

import numpy as np

from dlbook.formulas.networks import transposed

Array = np.ndarray


def moved_right(image: Array, pixels: Array, place: Array, width: int) -> Array:
    """The image (…, n, 1) moved to the right, to the left below 0; zeros come in.

    pixels: a number, rounded. place: 0, 1, …, n - 1, (n, 1). width: pixels in a row of the image.
    A pixel takes what stands so many places before it in its row: a product with a matrix of ones
    and zeros.
    """
    row = np.floor(place / width)
    source = place - np.floor(pixels + 0.5)
    takes = (transposed(place) == source) * (transposed(row) == row)
    return (takes * 1.0) @ image
