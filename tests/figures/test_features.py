"""The features figure: what it draws is the first layer of a network trained alone."""

import numpy as np
import pytest

from dlbook.figures import Features
from dlbook.figures.features import (
    BATCH,
    FULL,
    IMAGES,
    LR,
    SCALE,
    SEEDS,
    SIZES,
    STEPS,
    _by_size,
    _parts,
    _train,
    first_layers,
)
from dlbook.numpy_engine import SGD, Network, normal, train


@pytest.fixture(scope="module")
def alone():
    """Seed 0 on the fewest images, trained by itself."""
    parts, n = _parts(), IMAGES[0]
    network = Network(
        SIZES, activation="tanh", output="softmax", init=normal(SCALE), seed=0, dtype="float32"
    )
    train(
        network, parts.X_train[:n], parts.y_train[:n], loss="softmax_cross_entropy",
        optimizer=SGD(LR), batch_size=BATCH, epochs=STEPS[-1] * BATCH // n, seed=0,
    )  # fmt: skip
    return network


@pytest.fixture(scope="module")
def computed():
    """What the page computes for the fewest images."""
    pytest.importorskip("wasmtime")
    return Features().computed(images=0)


def test_the_last_picture_is_the_first_layer_of_that_network(alone, computed):
    expected = np.clip(alone.layers[0].W / FULL, -1, 1)
    # what float32 gathers in 2,048 steps
    np.testing.assert_allclose(computed["tiles"][0, -1], expected, rtol=0, atol=1e-3)


def test_the_page_trains_the_networks_that_numpy_trains(computed):
    result = _train(IMAGES[0])
    assert computed["accuracies"].shape == (len(SEEDS), len(STEPS))
    np.testing.assert_allclose(computed["tiles"][0], first_layers(result), rtol=0, atol=1e-3)
    # an image on the edge between two answers may fall to either side
    one = 100 / len(_parts().y_test)
    np.testing.assert_allclose(
        computed["accuracies"], 100 * result.val_accuracy, rtol=0, atol=1.01 * one
    )


def test_more_images_are_read_better_and_ten_classes_start_at_chance():
    figure = Features()
    last = [figure.numbers(images=k, frame=len(STEPS) - 1) for k in range(len(IMAGES))]
    assert np.all(np.diff([numbers["test_accuracy"] for numbers in last]) > 0)
    assert all(numbers["low"] <= numbers["test_accuracy"] <= numbers["high"] for numbers in last)
    assert figure.numbers(images=0, frame=0)["test_accuracy"] < 20


def test_training_and_test_images_are_different_ones():
    parts = _parts()
    test = {image.tobytes() for image in parts.X_test}
    assert not any(image.tobytes() in test for image in parts.X_train[: IMAGES[-1]])


def test_the_page_trains_on_every_number_of_images(computed):
    one = 100 / len(_parts().y_test)
    means, bands = _by_size()
    np.testing.assert_allclose(computed["means"], means, rtol=0, atol=one)
    found = np.stack([computed["lows"], computed["highs"]], axis=1)
    np.testing.assert_allclose(found, bands, rtol=0, atol=1.01 * one)
