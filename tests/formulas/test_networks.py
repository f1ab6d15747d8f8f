"""The passes of a network against PyTorch's autograd, and [W b] [a; 1] against W a + b."""

from itertools import pairwise

import numpy as np
import pytest
import torch
from torch.nn import functional

from dlbook.formulas.activations import ACTIVATIONS, OUTPUTS
from dlbook.formulas.losses import LOSSES
from dlbook.formulas.networks import forward, layer, with_one
from dlbook.formulas.objective import loss_and_gradient, measure

SIZES, B, P, L2, L1 = (3, 5, 4, 3), 6, 0.25, 0.3, 0.2
THEIR_OUTPUTS = {"sigmoid": torch.sigmoid, "linear": lambda z: z}
CASES = [
    ("sigmoid", "sigmoid", "sigmoid_cross_entropy"),
    ("tanh", "softmax", "softmax_cross_entropy"),
    ("relu", "linear", "mse"),
    ("gelu", "sigmoid", "mse"),
    ("leaky_relu", "softmax", "softmax_cross_entropy"),
    ("softplus", "sigmoid", "sigmoid_cross_entropy"),
    ("linear", "linear", "mse"),
]


def problem(lead=(), seed=0):
    """Blocks, x with its row of ones, one-hot y and masks."""
    rng = np.random.default_rng(seed)
    shapes = pairwise(SIZES)
    blocks = [rng.normal(size=(*lead, n_out, n_in + 1)) for n_in, n_out in shapes]
    x = with_one(rng.normal(size=(SIZES[0], B)))
    y = np.eye(SIZES[-1])[:, rng.integers(0, SIZES[-1], B)]
    kept = [(rng.random((*lead, n, B)) >= P).astype(float) for n in SIZES[1:-1]]
    return blocks, x, y, kept


def theirs(blocks, x, y, activation, output, loss, kept=None, l2=0.0, l1=0.0):
    """J and the gradients with autograd, from W a + b."""
    g = {"gelu": lambda z: functional.gelu(z, approximate="tanh"), "linear": lambda z: z}.get(
        activation, getattr(functional, activation, None)
    )
    blocks = [torch.tensor(block, requires_grad=True) for block in blocks]
    a, y = torch.tensor(x[:-1]), torch.tensor(y)
    for k, block in enumerate(blocks):
        z = block[:, :-1] @ a + block[:, -1:]
        if k < len(blocks) - 1:
            a = g(z) * (1 if kept is None else torch.tensor(kept[k]) / (1 - P))
    if loss == "softmax_cross_entropy":
        J = functional.cross_entropy(z.T, y.argmax(0))
    elif loss == "sigmoid_cross_entropy":
        J = functional.binary_cross_entropy_with_logits(z, y)
    else:
        J = functional.mse_loss(THEIR_OUTPUTS[output](z), y)
    J = J + l2 / 2 * sum((block[:, :-1] ** 2).sum() for block in blocks)
    J = J + l1 * sum(block[:, :-1].abs().sum() for block in blocks)
    J.backward()
    return float(J.detach()), [block.grad.numpy() for block in blocks]


def by_name(activation, output, loss):
    return ACTIVATIONS[activation], OUTPUTS[output], LOSSES[loss]


@pytest.mark.parametrize("names", CASES, ids=str)
@pytest.mark.parametrize("extra", ["plain", "dropout", "l2", "l1"])
def test_loss_and_gradient_are_pytorchs(names, extra):
    blocks, x, y, kept = problem()
    masks = kept if extra == "dropout" else None
    l2 = L2 if extra == "l2" else None
    l1 = L1 if extra == "l1" else None
    blocks[1][0, 1] = 0.0  # where |W| has no slope, both take 0
    J, gradients = loss_and_gradient(blocks, x, y, *by_name(*names), masks, P, l2, l1)
    value, their_gradients = theirs(blocks, x, y, *names, masks, l2 or 0.0, l1 or 0.0)
    assert J.shape == ()
    assert float(J) == pytest.approx(value, rel=1e-13)
    for ours, their in zip(gradients, their_gradients, strict=True):
        np.testing.assert_allclose(ours, their, rtol=0, atol=1e-13)


def test_one_product_is_w_a_plus_b():
    blocks, x, _, _ = problem()
    W, b = blocks[0][:, :-1], blocks[0][:, -1]
    by_example = np.stack([W @ a + b for a in x[:-1].T], axis=-1)
    np.testing.assert_allclose(layer(blocks[0], x), by_example, rtol=0, atol=1e-14)


def test_with_one_appends_a_row_of_ones():
    np.testing.assert_array_equal(with_one(np.array([[2.0, 3.0]])), [[2, 3], [1, 1]])
    assert with_one(np.zeros((2, 4, 3), np.float32)).dtype == np.float32


def test_a_pass_by_hand():
    # z1 = 2·3 - 1 = 5, ReLU, z2 = -1·5 + 4 = -1; J = (-1 - 1)² = 4
    blocks, x, y = [np.array([[2.0, -1.0]]), np.array([[-1.0, 4.0]])], [[3.0], [1.0]], [[1.0]]
    x, y = np.array(x), np.array(y)
    assert forward(blocks, x, ACTIVATIONS["relu"])[0].item() == -1
    J, gradients = loss_and_gradient(blocks, x, y, *by_name("relu", "linear", "mse"))
    assert J == 4
    # ∂J/∂z2 = -4, so [-20, -4] above; ∂J/∂z1 = 4, so [12, 4] below
    np.testing.assert_array_equal(gradients[1], [[-20, -4]])
    np.testing.assert_array_equal(gradients[0], [[12, 4]])


@pytest.mark.parametrize("names", CASES[:3], ids=str)
def test_a_stack_is_its_networks_one_by_one(names):
    blocks, x, y, kept = problem(lead=(2, 3))
    rates = np.array([0.0, 0.25, 0.5]).reshape(3, 1, 1)
    l2 = np.array([0.1, 0.2]).reshape(2, 1, 1, 1)
    J, gradients = loss_and_gradient(blocks, x, y, *by_name(*names), kept=kept, p=rates, l2=l2)
    for s, r in np.ndindex(2, 3):
        alone, its = loss_and_gradient(
            [block[s, r] for block in blocks], x, y, *by_name(*names),
            kept=[keep[s, r] for keep in kept], p=rates[r].item(), l2=l2[s].item(),
        )  # fmt: skip
        # products and sums of other shapes may add in another order
        assert J[s, r] == pytest.approx(alone, rel=1e-14)
        for ours, one in zip(gradients, its, strict=True):
            np.testing.assert_allclose(ours[s, r], one, rtol=0, atol=1e-14)


@pytest.mark.parametrize("names", CASES[:3], ids=str)
def test_float32_stays_float32(names):
    blocks, x, y, kept = problem()
    to = np.float32
    J, gradients = loss_and_gradient(
        [block.astype(to) for block in blocks], x.astype(to), y.astype(to), *by_name(*names),
        kept=[keep.astype(to) for keep in kept], p=P, l2=L2,
    )  # fmt: skip
    assert {J.dtype, *(gradient.dtype for gradient in gradients)} == {np.dtype(to)}


def test_measuring_leaves_dropout_out_and_counts_right_answers():
    blocks, x, y, _ = problem()
    names = "tanh", "softmax", "softmax_cross_entropy"
    terms, right = measure(blocks, x, y, *by_name(*names))
    assert terms.mean() == pytest.approx(theirs(blocks, x, y, *names)[0], rel=1e-13)
    a = np.tanh(blocks[1] @ with_one(np.tanh(blocks[0] @ x)))
    logits = blocks[2] @ with_one(a)
    np.testing.assert_array_equal(right[0], logits.argmax(0) == y.argmax(0))
    assert len(measure(blocks, x, y, *by_name("relu", "linear", "mse"))) == 1
