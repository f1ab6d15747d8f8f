"""The losses against torch.nn.functional, against numbers from the lecture, and at the extremes."""

import tracemalloc

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from torch.nn import functional

from dlbook.numpy_engine import (
    mse,
    mse_gradient,
    sigmoid_cross_entropy,
    sigmoid_cross_entropy_gradient,
    softmax_cross_entropy,
    softmax_cross_entropy_gradient,
)

FINITE = st.floats(allow_nan=False, allow_infinity=False)
MODERATE = st.floats(-50, 50)


def with_gradient(loss, z, *args):
    """Torch's loss and its gradient with respect to z."""
    z = torch.tensor(z, requires_grad=True)
    value = loss(z, *(torch.tensor(argument) for argument in args))
    value.backward()
    return value.item(), z.grad.numpy()


@given(arrays(float, (5, 3), elements=MODERATE), arrays(float, (5, 3), elements=st.floats(0, 1)))
def test_sigmoid_cross_entropy_is_torchs(z, y):
    value, gradient = with_gradient(functional.binary_cross_entropy_with_logits, z, y)
    # torch works out log(1 + e^-|z|) in a way that keeps fewer digits of small losses
    assert sigmoid_cross_entropy(z, y) == pytest.approx(value, rel=1e-13, abs=1e-14)
    np.testing.assert_allclose(
        sigmoid_cross_entropy_gradient(z, y), gradient, rtol=1e-12, atol=1e-16
    )


@given(arrays(float, (5, 4), elements=MODERATE), arrays(np.int64, 5, elements=st.integers(0, 3)))
def test_softmax_cross_entropy_is_torchs(z, y):
    value, gradient = with_gradient(functional.cross_entropy, z, y)
    # log(sum) near 1 loses the digits that torch keeps: absolute, not relative
    assert softmax_cross_entropy(z, y) == pytest.approx(value, rel=1e-13, abs=1e-14)
    np.testing.assert_allclose(
        softmax_cross_entropy_gradient(z, y), gradient, rtol=1e-12, atol=1e-16
    )


@given(arrays(float, (5, 3), elements=MODERATE), arrays(float, (5, 3), elements=MODERATE))
def test_mse_is_torchs(y_hat, y):
    value, gradient = with_gradient(functional.mse_loss, y_hat, y)
    assert mse(y_hat, y) == pytest.approx(value, rel=1e-13, abs=1e-300)
    np.testing.assert_allclose(mse_gradient(y_hat, y), gradient, rtol=1e-13, atol=1e-300)


def test_sigmoid_cross_entropy_of_the_lectures_student():
    # ŷ = 0.1 for a student who passed: the logit is log(0.1 / 0.9), the loss -log 0.1
    assert sigmoid_cross_entropy([np.log(0.1 / 0.9)], [1]) == pytest.approx(2.302585, abs=5e-7)


def test_softmax_of_z_and_zero_is_the_sigmoid():
    z, y = np.linspace(-5, 5, 11), np.arange(11) % 2
    two_classes = np.column_stack([np.zeros(11), z])
    # the same number by two formulas: equal but for rounding
    assert softmax_cross_entropy(two_classes, y) == pytest.approx(
        sigmoid_cross_entropy(z, y), rel=1e-14
    )


@settings(max_examples=300)
@given(arrays(float, 4, elements=FINITE), arrays(float, 4, elements=st.floats(0, 1)))
def test_sigmoid_cross_entropy_is_finite_for_every_finite_logit(z, y):
    assert np.isfinite(sigmoid_cross_entropy(z, y))
    assert np.isfinite(sigmoid_cross_entropy_gradient(z, y)).all()


HALF_RANGE = st.floats(-8e307, 8e307)


@settings(max_examples=300)
@given(arrays(float, (4, 3), elements=HALF_RANGE), arrays(int, 4, elements=st.integers(0, 2)))
def test_softmax_cross_entropy_is_finite_while_the_loss_is_a_float(z, y):
    # logits further apart than the largest float have a loss that is none
    assert np.isfinite(softmax_cross_entropy(z, y))
    assert np.isfinite(softmax_cross_entropy_gradient(z, y)).all()


def test_confident_and_wrong_costs_the_logit():
    assert sigmoid_cross_entropy([1e6], [0]) == 1e6
    assert softmax_cross_entropy([[1e6, 0.0]], [1]) == 1e6


def test_float32_stays_float32_and_keeps_the_shape():
    z = np.zeros(3, np.float32)
    assert sigmoid_cross_entropy_gradient(z, [0, 1, 1]).shape == (3,)
    assert softmax_cross_entropy_gradient(np.zeros((2, 3), np.float32), [0, 1]).dtype == np.float32


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: sigmoid_cross_entropy([0.0, 1.0], [0, 2]), r"y must lie in \[0, 1\], got 2"),
        (lambda: sigmoid_cross_entropy([0.0, 1.0], [0]), r"y must have shape .* got \(1,\)"),
        (lambda: sigmoid_cross_entropy(0.0, 1), r"logits must have shape .* got \(\)"),
        (lambda: softmax_cross_entropy([[0.0, 1.0]], [2]), "y must hold class numbers 0 to 1"),
        (lambda: softmax_cross_entropy([[0.0, 1.0]], [-1]), "y must hold class numbers 0 to 1"),
        (lambda: softmax_cross_entropy([[0.0]], [1]), "logits must have a column .* got 1"),
        (lambda: softmax_cross_entropy_gradient([[0.0]], [1]), "logits must have a column"),
        (lambda: softmax_cross_entropy([0.0, 1.0], [0]), r"logits must have shape \(n, n_out\)"),
        (lambda: mse([[0.0, 1.0]], [[np.nan, 1.0]]), "y must be finite, got nan"),
        (lambda: mse([], []), r"y_hat must have shape"),
    ],
)
def test_what_is_wrong_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_many_classes_take_no_more_memory_than_their_logits():
    n, n_classes = 3, 2000
    z, y = np.zeros((n, n_classes)), np.array([0, 7, n_classes - 1])
    for call in (softmax_cross_entropy, softmax_cross_entropy_gradient):
        tracemalloc.start()
        found = call(z, y)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 20 * z.nbytes  # a matrix of n_classes² numbers is 666 times as large
    expected = np.full(z.shape, 1 / n_classes)
    expected[np.arange(n), y] -= 1
    np.testing.assert_allclose(found, expected / n, rtol=1e-14)


def test_class_numbers_must_be_integers():
    with pytest.raises(TypeError, match="y must hold integers"):
        softmax_cross_entropy([[0.0, 1.0]], [0.5])


def test_what_overflows_gives_infinity_without_a_warning():
    assert mse([1e200], [0.0]) == np.inf
    assert np.isinf(mse_gradient([1.7e308], [-1.0])).all()
    assert sigmoid_cross_entropy([-np.inf], [1.0]) == np.inf
    assert np.isnan(softmax_cross_entropy([[np.inf, 0.0]], [0]))
    assert np.isnan(softmax_cross_entropy_gradient([[np.inf, 0.0]], [0])).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float16])
def test_means_over_many_examples_in_few_digits(dtype):
    z = np.random.default_rng(2).normal(size=(400_000, 2)).astype(dtype)
    y = np.zeros(z.shape, dtype)
    for loss in (mse, sigmoid_cross_entropy):
        expected = loss(z.astype(float), y.astype(float))
        assert loss(z, y) == pytest.approx(expected, rel=1e-7)
        assert loss(np.asfortranarray(z), y) == pytest.approx(expected, rel=1e-7)
