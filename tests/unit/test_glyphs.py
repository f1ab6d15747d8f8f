"""Glyphs: as many as asked for, readable, varied, repeatable; a wrong argument is named."""

import sys

import numpy as np
import pytest

from dlbook.data import glyphs as make
from dlbook.data.bending import read
from dlbook.data.glyphs import CLASSES, FONTS, _templates


def nearest_mean(train, test) -> float:
    """The share of `test` nearest to the mean image of its own class in `train`."""
    means = np.stack([train.X[train.y == k].mean(axis=0) for k in range(len(train.target_names))])
    distances = ((test.X[:, None] - means) ** 2).sum(axis=2)
    return float(np.mean(distances.argmin(axis=1) == test.y))


@pytest.mark.parametrize(("classes", "count"), [("digits", 10), ("letters", 26), ("both", 36)])
def test_shapes_ranges_and_names(classes, count):
    made = make(50, classes=classes, size=16)
    assert made.X.shape == (50, 256)
    assert made.images.shape == (50, 16, 16)
    assert np.array_equal(made.images.reshape(50, -1), made.X)
    assert made.X.min() >= 0
    assert made.X.max() <= 1
    assert len(made.target_names) == count
    assert made.y.min() >= 0
    assert made.y.max() < count
    assert len(made.feature_names) == 256
    assert made.description.startswith("Made up")


def test_a_seed_gives_the_same_images_again_and_another_seed_does_not():
    assert np.array_equal(make(20, seed=3).X, make(20, seed=3).X)
    assert not np.array_equal(make(20, seed=3).X, make(20, seed=4).X)


def test_chunks_of_images_are_all_filled():
    assert (make(1100, size=8).X.std(axis=1) > 0.05).all()


def test_digits_can_be_told_apart_even_in_fonts_never_seen():
    # chance is 0.1; the mean images of one half of the fonts read the other half far better
    train, test = make(1000, fonts=FONTS[::2]), make(300, seed=1, fonts=FONTS[1::2])
    assert nearest_mean(train, test) > 0.6


def test_fonts_come_in_any_sequence():
    expected = make(5, fonts=["cmr10", "cmb10"]).X
    for fonts in (np.array(["cmr10", "cmb10"]), (f"cm{k}10" for k in "rb")):
        np.testing.assert_array_equal(make(5, fonts=fonts).X, expected)


def test_no_two_images_of_a_character_in_one_font_are_alike():
    made = make(200, fonts=["cmr10"])
    sevens = made.X[made.y == 7]
    distances = np.linalg.norm(sevens[:, None] - sevens, axis=2)
    assert np.sort(distances, axis=1)[:, 1].min() > 1.0  # 0 is the distance to itself


@pytest.mark.parametrize("font", FONTS)
def test_every_font_has_every_character(font):
    upright = _templates(font, CLASSES["both"], 28)
    ink = upright.sum(axis=(1, 2)) / 9  # in pixels of the image
    assert (ink > 15).all()  # the thinnest stroke, 19 pixels high, is nearly a pixel wide
    assert (ink < 0.5 * 28 * 28).all()
    gaps = np.abs(upright[:, None] - upright).mean(axis=(2, 3)) + np.eye(36)
    assert gaps.min() > 0.0005  # an empty box in place of what is missing would appear twice


def test_templates_are_centred():
    for upright in _templates("DejaVuSerif", CLASSES["both"], 28):
        rows, columns = (np.flatnonzero(upright.any(axis=axis)) for axis in (1, 0))
        assert abs(rows[0] + rows[-1] - 83) <= 2
        assert abs(columns[0] + columns[-1] - 83) <= 2


def test_reading_on_the_grid_gives_the_template_and_between_it_the_mean():
    template = np.random.default_rng(0).random((1, 6, 6))
    rows, columns = (axis.ravel()[None].astype(float) for axis in np.indices((6, 6)))
    np.testing.assert_allclose(
        read(template, rows, columns).reshape(6, 6), template[0], rtol=0, atol=1e-15
    )
    between = read(template, np.array([[2.5]]), np.array([[3.0]]))
    np.testing.assert_allclose(between, template[:, 2:4, 3].mean(), rtol=0, atol=1e-15)
    assert read(template, np.array([[-9.0]]), np.array([[2.0]])) == 0


@pytest.mark.parametrize(
    ("arguments", "error", "named"),
    [
        ({"n": 0}, ValueError, "n must be"),
        ({"n": 2.5}, TypeError, "n must be"),
        ({"seed": -1}, ValueError, "seed must be"),
        ({"size": 7}, ValueError, "size must be"),
        ({"classes": "greek"}, ValueError, "classes must be one of 'digits', 'letters', 'both'"),
        ({"fonts": []}, ValueError, "fonts must be"),
        ({"fonts": "cmr10"}, ValueError, "fonts must be"),
        ({"fonts": ["cmr10", "Comic"]}, ValueError, r"fonts\[1\] must be one of 'DejaVuSans'"),
        ({"fonts": 5}, TypeError, "fonts must be a sequence of names, got 5"),
    ],
)
def test_a_wrong_argument_is_named(arguments, error, named):
    with pytest.raises(error, match=named):
        make(**arguments)


def test_without_matplotlib_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ImportError, match="pip install matplotlib"):
        make(1, size=9)  # a size that no other test has, so nothing is remembered
