"""Drawings become images like those of the data; bent copies stay near their image."""

import numpy as np
import pytest

from dlbook import data
from dlbook.data.bending import Bend
from dlbook.data.strokes import INK

CIRCLE = np.stack(
    [np.cos(np.linspace(0, 2 * np.pi, 60)), np.sin(np.linspace(0, 2 * np.pi, 60))], axis=1
)
BAR = np.array([[0.0, 0.0], [0.0, 10.0]])


def test_the_constants_are_those_of_the_digits():
    images = data.digits().images
    assert 16 * images.sum(axis=(1, 2)).mean() == pytest.approx(INK, abs=1)
    rows, columns = images.any(axis=(0, 2)), images.mean(axis=(0, 1))
    assert rows.all()  # as high as the bitmap
    assert columns[[0, 7]].max() < 0.02  # six blocks wide, in the middle
    assert columns[1:7].min() > 0.05


def test_a_circle_is_stretched_to_the_box_and_centred():
    image = data.digit_from_strokes([CIRCLE])
    np.testing.assert_array_equal(image, image[::-1])
    np.testing.assert_array_equal(image, image[:, ::-1])
    assert image[0].any()
    assert not image[:, 0].any()
    assert image[:, 1].any()
    assert image[3:5, 3:5].sum() == 0  # the hole
    assert image.sum() * 16 == pytest.approx(INK, abs=20)


def test_place_and_size_of_the_drawing_do_not_matter():
    one = data.digit_from_strokes([CIRCLE])
    np.testing.assert_array_equal(one, data.digit_from_strokes([100 + 8 * CIRCLE]))


def test_a_vertical_bar_stays_narrow_and_is_counted_by_hand():
    # the pen's widest, 8 pixels: two blocks wide; the round ends are cut off at the corners
    image = 16 * data.digit_from_strokes([BAR])
    assert not image[:, [0, 1, 2, 5, 6, 7]].any()
    assert (image[1:7, 3:5] == 16).all()
    corner = sum((x - 4) ** 2 + (y - 4) ** 2 <= 16 for x in (0.5, 1.5, 2.5, 3.5)
                 for y in (0.5, 1.5, 2.5, 3.5))  # fmt: skip
    np.testing.assert_array_equal(image[[0, 0, 7, 7], [3, 4, 3, 4]], corner)


def test_levels_are_sixteenths():
    image = data.digit_from_strokes([CIRCLE, BAR / 10])
    np.testing.assert_array_equal(16 * image, np.rint(16 * image))
    assert 0 <= image.min() <= image.max() <= 1


def test_a_dot_lies_in_the_middle_and_nothing_drawn_is_blank():
    dot = data.digit_from_strokes([np.array([[3.0, 4.0]])])
    assert dot[3:5, 3:5].sum() == dot.sum() > 0
    assert not data.digit_from_strokes([]).any()


@pytest.mark.parametrize(
    ("strokes", "error", "named"),
    [
        ([[1.0, 2.0]], ValueError, r"strokes\[0\] must have shape \(n_points, 2\)"),
        ([BAR, np.zeros((0, 2))], ValueError, r"strokes\[1\].*got \(0, 2\)"),
        ([np.array([[0.0, np.nan]])], ValueError, r"strokes\[0\] must be finite"),
        (["ab"], TypeError, r"strokes\[0\]"),
    ],
)
def test_a_wrong_drawing_is_named(strokes, error, named):
    with pytest.raises(error, match=named):
        data.digit_from_strokes(strokes)


def test_bent_copies_differ_from_their_image_and_stay_near_it():
    images = data.digits().images[:200]
    copies = data.bent_copies(images, seed=1)
    assert copies.shape == images.shape
    assert 0 <= copies.min() <= copies.max() <= 1
    own = np.linalg.norm((copies - images).reshape(200, -1), axis=1)
    other = np.linalg.norm((copies[::-1] - images).reshape(200, -1), axis=1)
    assert own.min() > 0.1
    assert own.mean() < 0.8 * other.mean()
    np.testing.assert_array_equal(copies, data.bent_copies(images, seed=1))
    assert (copies != data.bent_copies(images, seed=2)).any()


def test_bent_copies_move_the_centre_of_the_ink_by_less_than_a_pixel_or_so():
    square = np.zeros((500, 8, 8))
    square[:, 3:5, 3:5] = 1.0
    copies = data.bent_copies(square, seed=0)
    columns = (copies.sum(axis=1) @ np.arange(8)) / copies.sum(axis=(1, 2))
    assert abs(columns.mean() - 3.5) < 0.1
    assert np.abs(columns - 3.5).max() < 1.1  # a tenth of 8, stretched by up to 1.2, and slant
    assert columns.std() > 0.3


def test_in_the_middle_without_a_bend_the_image_comes_back(monkeypatch):
    straight = Bend(shift=0, turn=0, slant=0, heights=(1, 1), widths=(1, 1))
    monkeypatch.setattr("dlbook.data.variations.BEND", straight)
    images = data.digits().images[:5]
    np.testing.assert_allclose(data.bent_copies(images), images, rtol=0, atol=1e-15)


@pytest.mark.parametrize(
    ("images", "seed", "named"),
    [
        (np.zeros((3, 64)), 0, r"images must have shape \(n, size, size\), got \(3, 64\)"),
        (np.zeros((3, 8, 7)), 0, r"got \(3, 8, 7\)"),
        (np.zeros((0, 8, 8)), 0, r"got \(0, 8, 8\)"),
        (np.zeros((1, 8, 8)), -1, "seed must be"),
    ],
)
def test_wrong_images_are_named(images, seed, named):
    with pytest.raises(ValueError, match=named):
        data.bent_copies(images, seed=seed)
