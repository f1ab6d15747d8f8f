"""Real handwritten digits: the 1,797 images of 8 × 8 that scikit-learn carries, embedded here."""

from functools import cache
from importlib.resources import files

import numpy as np

from dlbook.data.dataset import Dataset

DESCRIPTION = (
    "1,797 digits written by 13 people, each reduced to 8 × 8 pixels of 17 grey levels: the test "
    "part of the Optical Recognition of Handwritten Digits data set (E. Alpaydin and C. Kaynak, "
    "UCI Machine Learning Repository, 1998, CC BY 4.0), as scikit-learn distributes it. Grey "
    "levels are scaled from 0 … 16 to 0 … 1."
)


@cache
def _arrays() -> tuple[np.ndarray, np.ndarray]:
    with files("dlbook.data").joinpath("digits.npz").open("rb") as file, np.load(file) as arrays:
        return arrays["images"], arrays["labels"]


def digits() -> Dataset:
    """The 1,797 digits: X (1797, 64) in [0, 1], y (1797,) in 0 … 9, images (1797, 8, 8)."""
    images, labels = _arrays()
    images = images / 16.0
    return Dataset(
        X=images.reshape(len(images), -1).copy(),
        y=labels.astype(np.int64),
        feature_names=tuple(f"pixel {row},{column}" for row in range(8) for column in range(8)),
        target_names=tuple(str(digit) for digit in range(10)),
        description=DESCRIPTION,
        images=images,
    )
