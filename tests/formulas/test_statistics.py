"""Values in order, as programs put them: against NumPy's sorting."""

import numpy as np
import pytest

from dlbook.formulas.statistics import in_order, ranks
from dlbook.programs import pack, trace
from dlbook.programs.webassembly import Machine


def values(seed: int) -> np.ndarray:
    """Four rows of seven numbers, some of them equal."""
    return np.round(np.random.default_rng(seed).normal(size=(4, 7)), 1)


@pytest.mark.parametrize("seed", range(5))
def test_in_order_sorts_and_the_first_of_equal_values_stays_first(seed):
    given, places = values(seed), np.arange(7.0)
    np.testing.assert_array_equal(in_order(given, places), np.sort(given))
    order = np.argsort(ranks(given, places))
    np.testing.assert_array_equal(order, np.argsort(given, kind="stable"))
    program = pack(trace(in_order, np.ones((2, 2)), np.ones(2)))
    found = Machine().evaluate(program, {"values": given, "places": places}, "float64")
    np.testing.assert_array_equal(found[""], np.sort(given))


def test_a_row_with_a_gap_has_no_order():
    given = values(0)
    given[1, 3] = np.nan
    found = in_order(given, np.arange(7))
    assert np.isnan(found[1]).all()
    assert np.isfinite(found[[0, 2, 3]]).all()
