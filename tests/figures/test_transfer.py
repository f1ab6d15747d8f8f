"""The figure of transferred starts: its trainings one at a time, its intervals, its comparisons."""

from __future__ import annotations

import math

import numpy as np
import pytest

from dlbook.experiments import starts
from dlbook.experiments.starts import COUNTS, DRAWS, FRAMES, RANDOM, STARTS
from dlbook.figures import Transfer, transfer
from dlbook.numpy_engine import SGD, Network, train

SIZES = (64, 48, 48, 5)


@pytest.fixture(scope="module")
def trained():
    return starts.source_networks()


def test_one_start_of_one_draw_is_the_training_of_that_network_alone(trained):
    draw, n, lr, start = 3, 50, 0.1, 4
    X, y = starts.target_task()
    order = np.random.default_rng(100 + draw).permutation(len(X))
    learn, test = order[:n], order[400:]
    assert len(test) == 496
    network = Network(SIZES, output="softmax")
    network.flat[:] = starts.starting_points(trained[draw], draw)[start]
    history = train(
        network, X[learn], y[learn], loss="softmax_cross_entropy", optimizer=SGD(lr=lr),
        batch_size=25, epochs=60, seed=draw, validation=(X[test], y[test]),
    )  # fmt: skip
    found = starts.one_draw(draw, trained[draw], n, lr)[start]
    # one image in 496 is 0.2 points: rounding may move one that lies on the edge
    np.testing.assert_allclose(found, 100 * history.val_accuracy[list(FRAMES)], atol=0.41)


def test_the_source_networks_know_letters_the_draws_never_saw(trained):
    from dlbook import data

    letters = data.glyphs(1000, seed=2, size=8, classes="letters")
    network = Network((64, 48, 48, 26))
    for flat in trained:
        network.flat[:] = flat
        assert np.mean(network.logits(letters.X).argmax(axis=1) == letters.y) > 0.75


def test_the_starts_share_all_that_they_should(trained):
    small, he, mean_var, lowest, both = starts.starting_points(trained[0], 0)
    first, second = 48 * 65, 48 * 65 + 48 * 49
    assert small[:first].std() < 0.011
    np.testing.assert_array_equal(lowest[:first], trained[0][:first])
    np.testing.assert_array_equal(lowest[first:], he[first:])
    np.testing.assert_array_equal(both[:second], trained[0][:second])
    np.testing.assert_array_equal(both[second:], he[second:])
    np.testing.assert_array_equal(mean_var[second:], he[second:])
    assert not np.isin(mean_var[:second], trained[0][:second]).any()


def test_the_interval_holds_95_per_cent_of_student_s_distribution():
    # the density of t with 11 degrees of freedom, summed over ±STUDENT
    t = np.linspace(-starts.STUDENT, starts.STUDENT, 20001)
    scale = math.gamma(6) / (math.sqrt(11 * math.pi) * math.gamma(5.5))
    density = scale * (1 + t**2 / 11) ** -6
    assert np.trapezoid(density, t) == pytest.approx(0.95, abs=1e-4)
    assert DRAWS - 1 == 11
    values = np.array([1.0, 3.0] * 6)[:, None]
    assert starts.half_width(values)[0] == pytest.approx(2.201 * math.sqrt(12 / 11) / 12**0.5)


@pytest.mark.parametrize(
    ("curve", "expected"), [([0, 95.0, 80.0], 1.0), ([0, 89.9, 90.0], 2.0), ([0, 1, 2], np.nan)]
)
def test_epochs_to_the_goal(curve, expected):
    whole = [*curve, *[0.0] * (len(starts.FRAMES) - len(curve))]
    np.testing.assert_equal(starts.epochs_to(whole), expected)


def test_the_numbers_are_the_recorded_means(monkeypatch):
    rng = np.random.default_rng(0)
    made_up = rng.uniform(20, 100, (DRAWS, len(COUNTS), len(STARTS), len(FRAMES)))
    monkeypatch.setattr(transfer, "accuracies", lambda lr: made_up)
    figure = Transfer()
    recorded, numbers = figure.answer(rate=0), figure.numbers(rate=0, count=4, start=3, frame=9)
    ahead = made_up[:, 4, 3, 9] - made_up[:, 4, RANDOM, 9]
    assert numbers["accuracy"] == pytest.approx(recorded["mean"][4, 3, 9], rel=1e-6)
    assert numbers["half_width"] == pytest.approx(recorded["half_width"][4, 3, 9], rel=1e-6)
    assert numbers["ahead"] == pytest.approx(ahead.mean())
    assert numbers["ahead_half_width"] == pytest.approx(
        recorded["against_random"][4, 3, 9], rel=1e-6
    )
