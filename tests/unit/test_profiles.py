"""The profiles of the learning rate's chapter: slopes by differences, limits by experiment."""

import numpy as np
import pytest

from dlbook.experiments.landscapes import SURFACES, descend, verdict
from dlbook.experiments.profiles import PROFILES, curvatures, limit


@pytest.mark.parametrize("name", PROFILES)
def test_gradients_equal_central_differences(name):
    profile = PROFILES[name]
    places = np.random.default_rng(3).uniform(-5, 5, (50, 2))
    for k, nudge in enumerate(1e-5 * np.eye(2)):
        slope = (profile.value(places + nudge) - profile.value(places - nudge)) / 2e-5
        # differences are good to about nudge² × the third derivative (some hundreds)
        np.testing.assert_allclose(profile.gradient(places)[:, k], slope, atol=1e-6)


def test_the_curve_has_three_minima_and_the_wide_one_is_the_deepest():
    dips = PROFILES["dips"]
    assert len(dips.minima) == 3
    np.testing.assert_allclose(dips.gradient(dips.minima), 0, atol=1e-12)
    wide, *narrow = (limit(dips, minimum) for minimum in dips.minima)
    assert wide > 10 * max(narrow)


def test_the_bowl_s_limit_is_two_over_its_largest_curvature():
    bowl = PROFILES["bowl"]
    np.testing.assert_allclose(curvatures(bowl.gradient, np.zeros(2)), [0.2, 4.0], rtol=1e-9)
    assert limit(bowl, bowl.minima[0]) == pytest.approx(0.5, rel=1e-9)


@pytest.mark.parametrize(
    ("gradient", "w", "message"),
    [
        (PROFILES["bowl"].gradient, 3.0, "w must be two numbers"),
        (3, np.zeros(2), r"gradient must be a function of \(w\), got 3"),
    ],
)
def test_what_has_no_curvature_is_named(gradient, w, message):
    with pytest.raises((TypeError, ValueError), match=message):
        curvatures(gradient, w)


@pytest.mark.parametrize("k", range(3))
def test_a_ball_beside_a_minimum_stays_just_below_its_limit_and_leaves_just_above(k):
    dips = PROFILES["dips"]
    minimum = dips.minima[k]
    for factor, stays in ((0.9, True), (1.1, False)):
        path = descend(dips, minimum + np.array([1e-3, 0.0]), factor * limit(dips, minimum), 300)
        assert (verdict(dips, path) == ("converges", k)) is stays


def test_where_the_curve_bends_down_there_is_no_limit():
    top = np.array([0.0, 0.0])  # of the four valleys, a hilltop: its curvatures are both negative
    with pytest.raises(ValueError, match=r"minimum must be one, got .* where the curvature is -"):
        limit(SURFACES["valleys"], top)
    for wrong, message in ((3.0, "minimum must be two numbers"), (["a", 1], "minimum must be an")):
        with pytest.raises((TypeError, ValueError), match=message):
            limit(SURFACES["valleys"], wrong)
    with pytest.raises(TypeError, match="surface must be a Surface"):
        limit("valleys", top)
