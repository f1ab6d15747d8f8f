"""What the page makes of a drawing and what it answers, against dlbook and PyTorch; the network."""

import json

import numpy as np
import pytest
import torch

from dlbook import data
from dlbook.experiments.reading import FIRST, UNSURE, examples, moved_right, parts, reader
from dlbook.figures import Draw
from dlbook.figures.draw import FULL
from dlbook.formulas import images
from tests.figures.javascript import DRAWING, in_node


@pytest.mark.parametrize(
    ("image", "pixels", "message"),
    [
        (np.zeros(64), 1, r"image must have shape \(height, width\), got \(64,\)"),
        (np.zeros((8, 8)), np.nan, "pixels must be an integer, got nan"),
    ],
)
def test_what_cannot_be_moved_is_named(image, pixels, message):
    with pytest.raises((TypeError, ValueError), match=message):
        moved_right(image, pixels)


def drawings() -> list[list[np.ndarray]]:
    """Scribbles of one to four strokes, among them a dot and lines without width or height."""
    rng = np.random.default_rng(3)
    made = [
        [rng.normal(size=(rng.integers(1, 30), 2)).cumsum(axis=0) for _ in range(strokes)]
        for strokes in (1, 1, 2, 3, 4) * 6
    ]
    lines = [np.array([[0.2, 0.1], [0.2, 0.9]]), np.array([[0.1, 0.3], [0.8, 0.3]])]
    return [*made, [lines[0]], [lines[1]], lines, [np.array([[0.4, 0.4]])], []]


def test_the_page_prepares_a_drawing_to_the_last_bit_as_dlbook_does():
    given = [[stroke.tolist() for stroke in drawing] for drawing in drawings()]
    digits = json.dumps((DRAWING / "digits.js").as_uri())
    call = "given.drawings.map((drawing) => digitFromStrokes(drawing, given.paper))"
    ours = in_node(
        f"await import({digits}).then(({{ digitFromStrokes }}) => {call})",
        {"drawings": given, "paper": Draw().paper},
    )
    expected = [FULL * data.digit_from_strokes(drawing).ravel() for drawing in drawings()]
    np.testing.assert_array_equal(ours, expected)


def by_pytorch(image: np.ndarray) -> np.ndarray:
    """The network's answer to an image of 64 numbers."""
    a = torch.from_numpy(image)
    for k, layer in enumerate(reader().layers):
        W, b = torch.from_numpy(layer.W.copy()), torch.from_numpy(layer.b.copy())
        a = torch.nn.functional.linear(a.relu() if k else a, W, b)
    return torch.softmax(a, dim=0).numpy()


@pytest.mark.parametrize("image", [0, 8, 29])
@pytest.mark.parametrize("shift", [-3, 0, 1])
def test_the_page_moves_a_test_image_and_answers_as_pytorch_does(image, shift):
    pytest.importorskip("wasmtime")
    computed = Draw().computed(image=image, shift=float(shift))
    moved = moved_right(examples()[0][image].reshape(8, 8), shift).ravel()
    np.testing.assert_array_equal(computed["seen"].ravel(), moved)
    np.testing.assert_allclose(computed["shares"].ravel(), by_pytorch(moved), rtol=0, atol=1e-12)


def test_a_drawing_takes_the_place_of_the_test_image():
    pytest.importorskip("wasmtime")
    drawn = data.digit_from_strokes(drawings()[0])
    given = {"drawing": FULL * drawn.reshape(64, 1), "own": 1}
    computed = Draw().computed(image=3, shift=2.0, **given)
    moved = moved_right(drawn, 2).ravel()
    np.testing.assert_array_equal(computed["on_the_sheet"].ravel(), drawn.ravel())
    np.testing.assert_allclose(computed["shares"].ravel(), by_pytorch(moved), rtol=0, atol=1e-12)


@pytest.mark.parametrize("pixels", [-10, -9, -3, -1, 0, 2, 8, 9, 10])
def test_shifts_are_those_of_numpy_s_roll_with_zeros_coming_in(pixels):
    image = np.random.default_rng(0).random((8, 8))
    rolled = np.roll(image, pixels, axis=1)
    if pixels:
        rolled[:, slice(0, pixels) if pixels > 0 else slice(pixels, None)] = 0
    np.testing.assert_array_equal(moved_right(image, pixels), rolled)
    place = np.arange(64.0)[:, None]
    column = images.moved_right(image.reshape(64, 1), float(pixels), place, 8)
    np.testing.assert_array_equal(column, rolled.reshape(64, 1))


def test_the_images_of_the_slider_were_not_trained_on():
    images, labels = examples()
    split = parts()
    trained = {image.tobytes() for image in split.X_train}
    assert not any(image.tobytes() in trained for image in images)
    np.testing.assert_array_equal(images[:FIRST], split.X_test[:FIRST])
    assert len(images) == len(labels) == len(np.unique(images, axis=0)) == 30
    # fewer rows at once may be added up in another order: equal but for rounding
    surest = np.sort(reader().predict(split.X_test[FIRST:]).max(axis=1))[:UNSURE]
    shown = np.sort(reader().predict(images[FIRST:]).max(axis=1))
    np.testing.assert_allclose(shown, surest, rtol=1e-9, atol=0)


def test_the_network_reads_what_it_was_not_trained_on_and_bends_help():
    split = parts()
    right = {
        pixels: np.mean(
            [
                reader().predict(moved_right(image.reshape(8, 8), pixels).reshape(1, 64)).argmax()
                == label
                for image, label in zip(split.X_test, split.y_test, strict=True)
            ]
        )
        for pixels in (0, 1)
    }
    assert right[0] > 0.98
    assert right[1] > 0.9  # without bent copies it is about a half


def test_the_numbers_are_those_of_the_network():
    numbers = Draw().numbers(image=3, shift=1.0)
    images, labels = examples()
    shares = reader().predict(moved_right(images[3].reshape(8, 8), 1).reshape(1, 64))[0]
    assert numbers["label"] == labels[3]
    assert numbers["says"] == shares.argmax()
    assert numbers["probability"] == pytest.approx(100 * shares.max())
    assert numbers["second_probability"] == pytest.approx(100 * np.sort(shares)[-2])
