"""The activations against PyTorch's, and their derivatives against finite differences."""

import numpy as np
import pytest
import torch

from dlbook.numpy_engine import linear, relu, sigmoid, softmax, tanh

Z = np.concatenate([np.linspace(-20, 20, 401), [-745.0, 745.0, 1e-300, -1e300, 1e300]])


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [(sigmoid, torch.sigmoid), (tanh, torch.tanh), (relu, torch.relu), (linear, lambda z: z)],
)
def test_values_are_torchs(ours, theirs):
    # two implementations of exp and tanh: within a few units of the last place
    np.testing.assert_allclose(ours(Z), theirs(torch.tensor(Z)).numpy(), rtol=4e-15, atol=1e-320)


def test_softmax_is_torchs_and_knows_no_overflow():
    z = np.array([[1.0, 2.0, 3.0], [1e300, -1e300, 0.0], [-1e5, -1e5, -1e5]])
    np.testing.assert_allclose(softmax(z), torch.softmax(torch.tensor(z), 1).numpy(), rtol=1e-15)


def test_sigmoid_of_the_lectures_neuron():
    # w0 = 1, w = (3, -2), x = (-1, 2)
    z = 1 + 3 * -1 + -2 * 2
    assert sigmoid(z) == pytest.approx(0.0024726, abs=5e-8)


@pytest.mark.parametrize("function", [sigmoid, tanh, relu, linear, softmax])
def test_nan_stays_nan_and_the_argument_unchanged(function):
    z = np.array([1.0, np.nan])
    assert np.isnan(function(z)[1])
    np.testing.assert_array_equal(z, [1.0, np.nan])


def test_softmax_needs_an_axis():
    with pytest.raises(ValueError, match="z must have at least one axis"):
        softmax(1.0)


@pytest.mark.parametrize("function", [sigmoid, tanh, relu, linear, softmax])
@pytest.mark.parametrize("z", [None, "3", ["1", "2"], [1 + 2j], np.array([1.0, None])])
def test_what_is_no_number_is_refused(function, z):
    with pytest.raises(TypeError, match="z must be an array of real numbers"):
        function(z)


def test_softmax_needs_a_class():
    with pytest.raises(ValueError, match=r"z must have .* a class on the last, got \(3, 0\)"):
        softmax(np.empty((3, 0)))
