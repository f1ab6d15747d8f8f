"""The streams of a seed, and the dropout masks drawn from one."""

import numpy as np
import pytest

from dlbook.training import randomness
from dlbook.training.randomness import draw_words, dropout_masks, keep_threshold, streams


def test_streams_repeat_and_are_independent():
    a, b = streams(3), streams(3)
    a.init.random(1000)
    a.dropout.random(7)
    assert a.order.random() == b.order.random()
    first = {stream.random() for stream in streams(3)} | {s.random() for s in streams(4)}
    assert len(first) == 6


@pytest.mark.parametrize("seed", [-1, 1.5, None, "0", True])
def test_seeds_are_checked(seed):
    with pytest.raises((TypeError, ValueError), match="seed must be an integer"):
        streams(seed)


def test_words_are_uniform_and_independent():
    words = draw_words(np.random.default_rng(0), (1000, 1001)).astype(float)
    n = words.size
    # mean 32767.5, standard deviation 65536/√12; four standard errors
    assert words.mean() == pytest.approx(32767.5, abs=4 * 65536 / np.sqrt(12 * n))
    neighbours = np.corrcoef(words.ravel()[:-1], words.ravel()[1:])[0, 1]
    assert abs(neighbours) < 4 / np.sqrt(n)


@pytest.mark.parametrize("p", [0.0, 0.1, 0.5, 0.9, 1 - 1e-9])
def test_masks_keep_one_minus_p(p):
    masks = dropout_masks(np.random.default_rng(0), p)
    keep = masks(1, 0, (1000, 500))
    assert keep.shape == (1000, 500)
    assert keep.dtype == bool
    standard_error = np.sqrt(p * (1 - p) / keep.size)
    # the rate is rounded to 1/65536
    assert keep.mean() == pytest.approx(1 - p, abs=4 * standard_error + 2 / 65536)


@pytest.mark.parametrize("rng", [None, 0, np.random.RandomState(0)])
def test_masks_need_a_generator(rng):
    with pytest.raises(TypeError, match="rng must be a NumPy random generator, got"):
        dropout_masks(rng, 0.5)


def test_a_higher_rate_drops_what_a_lower_one_drops():
    low = dropout_masks(np.random.default_rng(0), 0.2)(1, 0, (50, 40))
    high = dropout_masks(np.random.default_rng(0), 0.6)(1, 0, (50, 40))
    assert not (high & ~low).any()


def test_masks_are_drawn_units_first():
    words = draw_words(np.random.default_rng(5), (3, 4))
    keep = dropout_masks(np.random.default_rng(5), 0.5)(1, 0, (4, 3))
    np.testing.assert_array_equal(keep, (words >= 2**15).T)


def test_a_word_on_the_threshold_keeps_its_unit(monkeypatch):
    every_word = np.arange(2**16).reshape(1, -1)
    monkeypatch.setattr(randomness, "draw_words", lambda rng, shape: every_word)
    for p in (0.0, 0.25, 0.5):
        keep = dropout_masks(np.random.default_rng(0), p)(1, 0, (2**16, 1))
        assert keep.mean() == 1 - p


def test_thresholds():
    assert keep_threshold(0.0) == 0
    assert keep_threshold(0.5) == 2**15
    assert keep_threshold(1 - 1e-12) == 2**16 - 1


@pytest.mark.parametrize("p", [1.0, -0.1, np.nan, "half"])
def test_rates_are_checked(p):
    with pytest.raises((TypeError, ValueError), match="p must be a finite number"):
        dropout_masks(np.random.default_rng(0), p)
