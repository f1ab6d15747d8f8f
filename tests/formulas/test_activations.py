"""Activations and their slopes against PyTorch's autograd."""

import math

import numpy as np
import pytest
import torch
from torch.nn import functional

from dlbook import formulas, numpy_engine
from dlbook.formulas.activations import ACTIVATIONS, OUTPUTS, Activation, sigmoid, softmax

THEIRS = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "linear": lambda z: 1 * z,
    "leaky_relu": functional.leaky_relu,
    "softplus": functional.softplus,
    "gelu": lambda z: functional.gelu(z, approximate="tanh"),
}
# no place at which two of PyTorch's own branches meet: its softplus is linear above 20
Z = np.concatenate([np.linspace(-19, 19, 301), [0.0, -0.0, 1e-300, -40.0, -200.0]])


def test_every_activation_is_compared():
    assert set(THEIRS) == set(ACTIVATIONS)


@pytest.mark.parametrize("name", THEIRS)
def test_values_and_slopes_are_pytorchs(name):
    z = torch.tensor(Z, requires_grad=True)
    a = THEIRS[name](z)
    a.sum().backward()
    ours = ACTIVATIONS[name].g(Z)
    # different exp and tanh: a few units of the last place; of 1 where 1 ± a small one is formed
    np.testing.assert_allclose(ours, a.detach().numpy(), rtol=1e-14, atol=1e-14)
    slope = ACTIVATIONS[name].slope(Z, ours)
    np.testing.assert_allclose(slope, z.grad.numpy(), rtol=1e-13, atol=1e-14)


@pytest.mark.parametrize("name", THEIRS)
def test_far_out(name):
    z = np.array([-745.0, 745.0, -1e150, 1e150])
    g, slope = ACTIVATIONS[name]
    at = torch.tensor(z, requires_grad=True)
    theirs = THEIRS[name](at)
    theirs.sum().backward()
    with np.errstate(over="ignore", under="ignore"):
        np.testing.assert_allclose(g(z), theirs.detach().numpy(), atol=1e-320)
        np.testing.assert_allclose(slope(z, g(z)), at.grad.numpy(), atol=1e-15)


@pytest.mark.parametrize("name", THEIRS)
def test_nan_and_float32_go_through(name):
    z = np.array([np.nan, 1.0, -1.0], np.float32)
    g, slope = ACTIVATIONS[name]
    a = g(z)
    assert np.isnan(a[0])
    assert np.isfinite(a[1:]).all()
    assert a.dtype == np.float32
    assert (np.float32(2) * slope(z, a)).dtype == np.float32


def test_values_by_hand():
    assert sigmoid(np.log(3.0)) == pytest.approx(0.75, abs=1e-15)
    z = np.log(np.array([[1.0], [2.0], [5.0]]))
    np.testing.assert_allclose(softmax(z), [[0.125], [0.25], [0.625]], atol=1e-15)
    # near 0 GELU is z/2 + z²/√(2π)
    near = ACTIVATIONS["gelu"].g(np.array(1e-4))
    assert near == pytest.approx(0.5e-4 + 1e-8 / math.sqrt(2 * math.pi), abs=1e-15)
    assert ACTIVATIONS["softplus"].g(np.array(0.0)) == pytest.approx(math.log(2), abs=1e-15)


def test_softmax_is_pytorchs_and_knows_no_overflow():
    z = np.array([[1.0, 1e300, -1e5], [2.0, -1e300, -1e5], [3.0, 0.0, -1e5]])
    theirs = torch.softmax(torch.tensor(z), 0).numpy()
    np.testing.assert_allclose(softmax(z), theirs, rtol=1e-15)
    stack = np.stack([z, z + 1])
    np.testing.assert_allclose(OUTPUTS["softmax"].g(stack)[1], softmax(z + 1), rtol=1e-15)


def test_answers_are_right_where_numpy_would_complain_on_the_way():
    """As the package says: who calls a formula on such numbers keeps NumPy quiet."""
    far, apart = np.array([-1e4, 1e4]), np.array([[0.0], [-1e4]])
    with np.errstate(all="raise"):
        with pytest.raises(FloatingPointError, match="overflow"):
            sigmoid(far)
        with pytest.raises(FloatingPointError, match="underflow"):
            softmax(apart)
        with np.errstate(over="ignore", under="ignore"):
            assert sigmoid(far).tolist() == [0, 1]
            assert softmax(apart).tolist() == [[1], [0]]
        assert numpy_engine.sigmoid(far).tolist() == [0, 1]
        assert numpy_engine.softmax(apart.T).tolist() == [[1, 0]]
    assert 'np.errstate(over="ignore", under="ignore")' in formulas.__doc__


def test_a_readers_own_pair_is_one_too():
    mine = Activation(lambda z: z * sigmoid(z), lambda z, a: sigmoid(z) + a * (1 - sigmoid(z)))
    z = torch.tensor(Z, requires_grad=True)
    functional.silu(z).sum().backward()
    np.testing.assert_allclose(mine.slope(Z, mine.g(Z)), z.grad.numpy(), rtol=1e-13, atol=1e-15)
