"""The profiles as the page works them out, run in Node, against dlbook.experiments.profiles."""

import numpy as np
import pytest

from dlbook.experiments.landscapes import descend
from dlbook.experiments.profiles import PROFILES
from tests.figures.test_formulas import in_node


@pytest.mark.parametrize("name", PROFILES)
def test_values_gradients_and_paths_are_the_same_to_the_last_bit(name):
    profile = PROFILES[name]
    places = np.random.default_rng(5).uniform(-5, 5, (40, 2))
    runs = [[start, 10.0**decade] for start in (-4.0, 3.6, 4.2) for decade in (-2, -0.4, 0, 1.2)]
    values, slopes, paths = in_node(
        f"((p) => [given.places.map((w) => p.value(...w)), "
        f"given.places.map((w) => p.gradient(...w)), "
        f"given.runs.map(([w, lr]) => f.descend(p, [w, 0], lr, 100))])(f.profiles[{name!r}])",
        {"places": places.tolist(), "runs": runs},
    )
    np.testing.assert_array_equal(values, profile.value(places))
    np.testing.assert_array_equal(slopes, profile.gradient(places))
    for (start, lr), path in zip(runs, paths, strict=True):
        np.testing.assert_array_equal(path, descend(profile, (start, 0.0), lr, 100))
