"""The landscapes as the page works them out, run in Node, against dlbook.experiments.landscapes."""

import numpy as np
import pytest

from dlbook.experiments.landscapes import SURFACES, descend, students, verdict
from tests.figures.test_formulas import in_node

TOLERANCE = 1e-12
STARTS = [(4.0, -4.0), (-2.0, 4.0), (-5.0, -2.0), (0.3, 0.0), (-4.0, 0.0)]
RATES = [0.001, 0.1, 0.3, 0.45, 1.0, 100.0]
POLYNOMIAL = ["valleys", "bowl", "saddle"]


def in_page(name: str, expression: str, **given: object) -> object:
    """A JavaScript ``expression`` of ``given`` with ``surface`` the landscape called ``name``."""
    X, y = students()
    given |= {"examples": np.column_stack([X, y]).tolist()}
    return in_node(
        f"((surface) => {expression})(f.surfaces(given.examples)[{name!r}])",
        given | {"minima": SURFACES[name].minima.tolist()},
    )


@pytest.mark.parametrize("name", SURFACES)
def test_values_and_gradients(name):
    surface = SURFACES[name]
    places = np.random.default_rng(5).uniform(-5, 5, (40, 2))
    asked = {"places": places.tolist()}
    values = in_page(name, "given.places.map((w) => surface.value(...w))", **asked)
    np.testing.assert_allclose(values, surface.value(places), rtol=TOLERANCE)
    slopes = in_page(name, "given.places.map((w) => surface.gradient(...w))", **asked)
    np.testing.assert_allclose(slopes, surface.gradient(places), rtol=TOLERANCE, atol=TOLERANCE)


@pytest.mark.parametrize("name", POLYNOMIAL)
def test_paths_are_the_same_to_the_last_bit_even_where_they_are_chaotic(name):
    runs = [[start, lr] for start in STARTS for lr in RATES]
    paths = in_page(name, "given.runs.map(([w, lr]) => f.descend(surface, w, lr, 100))", runs=runs)
    for (start, lr), path in zip(runs, paths, strict=True):
        np.testing.assert_array_equal(path, descend(SURFACES[name], start, lr, 100))


def test_the_neuron_s_path_where_it_settles():
    path = in_page("neuron", "f.descend(surface, [-4, 4], 1, 100)")
    np.testing.assert_allclose(path, descend(SURFACES["neuron"], (-4, 4), 1.0, 100), atol=TOLERANCE)


@pytest.mark.parametrize("name", SURFACES)
def test_verdicts(name):
    runs = [[start, lr] for start in STARTS for lr in RATES]
    found = in_page(
        name,
        "given.runs.map(([w, lr]) =>"
        " f.verdict(surface, f.descend(surface, w, lr, 100), given.minima))",
        runs=runs,
    )
    for (start, lr), verdict_in_page in zip(runs, found, strict=True):
        surface = SURFACES[name]
        assert tuple(verdict_in_page) == verdict(surface, descend(surface, start, lr, 100))
