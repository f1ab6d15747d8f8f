"""The standard error of a batch's gradient, against every batch that there is."""

from itertools import combinations, product

import numpy as np
import pytest

from dlbook.experiments.batch_noise import standard_error

GRADIENTS = np.random.default_rng(3).normal(2.0, 1.5, (6, 4))


def root_mean_square(batches):
    """The distance of the batches' means from the mean of all rows, over all batches."""
    off = [GRADIENTS[list(rows)].mean(axis=0) - GRADIENTS.mean(axis=0) for rows in batches]
    return np.sqrt(np.mean([row @ row for row in off]))


@pytest.mark.parametrize("batch_size", [1, 2, 3, 5, 6])
def test_without_replacement_it_is_the_mean_over_all_subsets(batch_size):
    expected = root_mean_square(combinations(range(6), batch_size))
    # at B = n the brute force leaves the rounding of a mean
    np.testing.assert_allclose(standard_error(GRADIENTS, batch_size), expected, 1e-12, 1e-15)


@pytest.mark.parametrize("batch_size", [1, 2, 4])
def test_with_replacement_it_is_the_mean_over_all_draws(batch_size):
    expected = root_mean_square(product(range(6), repeat=batch_size))
    found = standard_error(GRADIENTS, batch_size, replacement=True)
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_all_examples_leave_no_error_and_one_example_alone_neither():
    assert standard_error(GRADIENTS, 6) == 0.0
    assert standard_error(GRADIENTS[:1], 1) == 0.0


def test_with_replacement_a_batch_may_be_larger_than_the_data():
    one, many = (standard_error(GRADIENTS, B, replacement=True) for B in (1, 100))
    np.testing.assert_allclose(many, one / 10, rtol=1e-12)


def test_wrong_arguments_are_named():
    with pytest.raises(ValueError, match="batch_size must be at most 6"):
        standard_error(GRADIENTS, 7)
    with pytest.raises(ValueError, match="batch_size must be an integer of at least 1, got 0"):
        standard_error(GRADIENTS, 0)
    with pytest.raises(ValueError, match="gradients must have shape"):
        standard_error(GRADIENTS[0], 1)
    with pytest.raises(TypeError, match="replacement must be True or False"):
        standard_error(GRADIENTS, 1, replacement="no")


def test_float32_gradients_add_up_in_float64():
    gradients = 1000 + np.random.default_rng(1).normal(size=(300_000, 2))
    found = standard_error(gradients.astype(np.float32), 10)
    assert found == pytest.approx(standard_error(gradients, 10), rel=1e-5)
