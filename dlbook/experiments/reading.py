"""A network that reads handwritten digits, trained on bent copies too, and images to show it."""

from functools import cache

import numpy as np

from dlbook import checks, data
from dlbook.formulas import images
from dlbook.numpy_engine import Momentum, Network, train

SIZES = (64, 128, 10)
N_VAL, N_TEST = 297, 500
COPIES = 30  # bent copies of each training image
FIRST, UNSURE = 20, 10  # test images: the first ones, and those that the network is least sure of


@cache
def parts() -> data.Split:
    """1,000 of the digits to train on, 297 to validate with, 500 to test with."""
    digits = data.digits()
    return data.split(digits.X, digits.y, validation=N_VAL, test=N_TEST, seed=0)


@cache
def reader() -> Network:
    """The trained network, its parameters rounded to the float32 that travel with the page."""
    split = parts()
    originals = split.X_train.reshape(-1, 8, 8)
    copies = [data.bent_copies(originals, seed=seed).reshape(-1, 64) for seed in range(COPIES)]
    X, y = np.concatenate([split.X_train, *copies]), np.tile(split.y_train, COPIES + 1)
    network = Network(SIZES, output="softmax", dropout=0.2, seed=0)
    train(
        network, X, y, loss="softmax_cross_entropy", optimizer=Momentum(lr=0.05),
        batch_size=50, epochs=20, record=20, l2=1e-4,
    )  # fmt: skip
    network.flat[:] = network.flat.astype(np.float32)
    return network


@cache
def examples() -> tuple[np.ndarray, np.ndarray]:
    """The test images of the slider, (30, 64), and their labels."""
    split = parts()
    surest = reader().predict(split.X_test).max(axis=1)
    later = FIRST + np.argsort(surest[FIRST:], kind="stable")[:UNSURE]
    chosen = np.concatenate([np.arange(FIRST), later])
    return split.X_test[chosen], split.y_test[chosen]


def moved_right(image: np.ndarray, pixels: int) -> np.ndarray:
    """The image (height, width) moved to the right, or to the left below 0; zeros come in."""
    image = checks.real_array("image", image, finite=False)
    if image.ndim != 2:
        raise ValueError(f"image must have shape (height, width), got {image.shape}")
    pixels = checks.integer("pixels", pixels)
    place = np.arange(image.size)[:, None]
    moved = images.moved_right(image.reshape(-1, 1), pixels, place, image.shape[1])
    return moved.reshape(image.shape)
