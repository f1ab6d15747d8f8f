"""Losses and slopes against PyTorch's autograd, and by hand."""

import numpy as np
import pytest
import torch
from torch.nn import functional

from dlbook.formulas import losses
from dlbook.formulas.activations import OUTPUTS
from dlbook.formulas.losses import LOSSES

RNG = np.random.default_rng(5)
Z = RNG.normal(scale=4, size=(2, 3, 7))
YES = RNG.integers(0, 2, size=(2, 3, 7)).astype(float)
CLASSES = RNG.integers(0, 3, size=(2, 7))
ONE_HOT = np.swapaxes(np.eye(3)[CLASSES], -1, -2)


def sigmoid_terms(z):
    return functional.binary_cross_entropy_with_logits(z, torch.tensor(YES), reduction="none")


def softmax_terms(z):
    return functional.cross_entropy(z, torch.tensor(CLASSES), reduction="none").unsqueeze(1)


def squared_terms(z):
    return functional.mse_loss(torch.sigmoid(z), torch.tensor(YES), reduction="none")


CASES = {
    "sigmoid_cross_entropy": ("sigmoid", YES, sigmoid_terms),
    "softmax_cross_entropy": ("softmax", ONE_HOT, softmax_terms),
    "mse": ("sigmoid", YES, squared_terms),
}


def test_every_loss_is_compared():
    assert set(CASES) == set(LOSSES)


@pytest.mark.parametrize("name", CASES)
def test_terms_and_slopes_are_pytorchs(name):
    loss = LOSSES[name]
    output, y, theirs = CASES[name]
    z = torch.tensor(Z, requires_grad=True)
    terms = theirs(z)
    terms.sum().backward()
    y_hat = OUTPUTS[output].g(Z)
    np.testing.assert_allclose(
        loss.terms(Z if loss.of_logits else y_hat, y),
        terms.detach().numpy(),
        rtol=1e-13,
        atol=1e-15,
    )
    dz = loss.slope(y_hat, y)
    if not loss.of_logits:
        dz = dz * OUTPUTS[output].slope(Z, y_hat)
    np.testing.assert_allclose(dz, z.grad.numpy(), rtol=0, atol=1e-14)


@pytest.mark.parametrize("name", CASES)
def test_there_is_a_term_for_each_output_or_one_an_example(name):
    loss = LOSSES[name]
    _, y, _ = CASES[name]
    assert loss.terms(Z, y).shape == (2, 3 if loss.per_output else 1, 7)


def test_terms_by_hand():
    # ŷ = ¾ for the right answer yes, and the same for no
    z = np.log(np.array([[3.0, 3.0]]))
    np.testing.assert_allclose(
        losses.sigmoid_cross_entropy(z, np.array([[1.0, 0.0]])), -np.log([[0.75, 0.25]]), rtol=1e-15
    )
    z, y = np.log(np.array([[1.0], [2.0], [5.0]])), np.array([[0.0], [1.0], [0.0]])
    assert losses.softmax_cross_entropy(z, y) == pytest.approx(np.log(4), abs=1e-15)
    assert losses.mean_squared_error(0.5, 2.0) == 2.25


def test_cross_entropy_is_finite_for_every_logit():
    z = np.array([[1e300, -1e300], [0.0, 0.0]])
    with np.errstate(under="ignore"):
        assert losses.sigmoid_cross_entropy(z[:1], np.array([[0.0, 1.0]])).max() == 1e300
        assert losses.softmax_cross_entropy(z, np.array([[0.0, 1.0], [1.0, 0.0]])).max() == 1e300


def test_the_mean_does_not_overflow_and_keeps_its_axes():
    assert losses.mean(np.full((1, 4), 1.7e308)) == pytest.approx(1.7e308, rel=1e-15)
    np.testing.assert_allclose(losses.mean(Z).ravel(), Z.mean(axis=(1, 2)), rtol=1e-14)
    assert losses.mean(Z).shape == (2, 1, 1)


def test_right_answers():
    z = np.array([[2.0, -1.0, 0.0], [1.0, 3.0, -1.0]])
    np.testing.assert_array_equal(losses.sign_is_right(z[:1], np.ones((1, 3))), [[1, 0, 0]])
    y = np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    np.testing.assert_array_equal(losses.class_is_right(z, y), [[1, 0, 0]])
