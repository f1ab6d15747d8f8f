"""The shared batch's gradients, against PyTorch's autograd and against shares counted by hand."""

from itertools import pairwise

import numpy as np
import pytest
import torch

from dlbook import data, torch_engine
from dlbook.figures import SharedBatch
from dlbook.figures.shared_batch import (
    BATCHES,
    SHOWN,
    SIZES,
    WORKERS,
    _network,
    _shown_slopes,
    gradients_of,
    share_sizes,
)

EVERY = [(k, n) for k in WORKERS for n in BATCHES]


def by_autograd(start, end):
    """The gradient of the mean loss of digits start … end − 1, by PyTorch's own layers."""
    twin = torch_engine.Network(SIZES, output="softmax", device="cpu")
    twin.load_state_dict(_network().state_dict())
    digits = data.digits()
    logits = twin(torch.from_numpy(digits.X[start:end]))
    loss = torch.nn.functional.cross_entropy(logits, torch.from_numpy(digits.y[start:end]))
    loss.backward()
    blocks = [torch.cat([layer.W.grad, layer.b.grad[:, None]], dim=1) for layer in twin.layers]
    return torch.cat([block.flatten() for block in blocks]).numpy(), twin


@pytest.mark.parametrize("slow", [False, True])
def test_gradients_are_autograd_s(slow):
    sizes = share_sizes(3, 16, slow=slow)
    gradients, whole = gradients_of(sizes)
    edges = np.concatenate([[0], np.cumsum(sizes)])
    for gradient, (start, end) in zip(gradients, pairwise(edges), strict=True):
        np.testing.assert_allclose(gradient, by_autograd(start, end)[0], rtol=0, atol=1e-14)
    np.testing.assert_allclose(whole, by_autograd(0, 16)[0], rtol=0, atol=1e-14)


def test_the_slopes_drawn_are_those_of_the_weights_named():
    _, twin = by_autograd(0, 30)
    drawn = SharedBatch().computed(workers=0, batch=BATCHES.index(30), shares=0, mean=0)["whole"]
    expected = [twin.layers[layer].W.grad[unit, k].item() for layer, unit, k in SHOWN]
    np.testing.assert_allclose(drawn, expected, rtol=0, atol=1e-14)


@pytest.mark.parametrize(("workers", "n"), EVERY)
def test_every_digit_is_dealt_to_one_worker_and_none_goes_without(workers, n):
    equal, slow = (share_sizes(workers, n, slow=slow) for slow in (False, True))
    for sizes in (equal, slow):
        assert len(sizes) == workers
        assert sizes.sum() == n
        assert sizes.min() >= 1
    assert np.ptp(equal) <= 1
    assert slow[0] == slow.min()


def test_a_slow_worker_s_share_by_hand():
    # a quarter against three wholes: 100 · 0.25 / 3.25 = 7.7, and 92 are left for three
    assert share_sizes(4, 100, slow=True).tolist() == [8, 30, 31, 31]


@pytest.mark.parametrize("workers", range(len(WORKERS)))
@pytest.mark.parametrize("batch", range(len(BATCHES)))
def test_the_weighted_mean_is_never_off_and_the_plain_one_is_where_shares_differ(workers, batch):
    figure = SharedBatch()
    for shares in (0, 1):
        state = {"workers": workers, "batch": batch, "shares": shares}
        weighted, plain = (figure.numbers(**state, mean=mean) for mean in (0, 1))
        assert weighted["off"] == 0
        differ = weighted["largest"] > weighted["smallest"]
        assert (plain["off"] > 0.1) == differ
        found = figure.computed(**state, mean=0)
        np.testing.assert_allclose(found["off"], [0, plain["off"]], rtol=0, atol=1e-9)
        sizes = found["sizes"][workers, batch, shares]
        assert np.all(sizes[: WORKERS[workers]] > 0)
        assert sizes.sum() == BATCHES[batch]


@pytest.mark.parametrize(("workers", "slow"), [(1, False), (4, True), (10, False)])
def test_the_arrows_drawn_are_the_workers_gradients(workers, slow):
    state = {"workers": WORKERS.index(workers), "batch": BATCHES.index(60), "shares": int(slow)}
    found = SharedBatch().computed(**state, mean=0)
    sizes = share_sizes(workers, 60, slow=slow)
    gradients, whole = (array[..., _shown_slopes()] for array in gradients_of(sizes))
    np.testing.assert_allclose(found["gradients"][:workers], gradients, rtol=0, atol=1e-14)
    assert not found["gradients"][workers:].any()
    np.testing.assert_allclose(found["means"][0], whole, rtol=0, atol=1e-14)
    np.testing.assert_allclose(found["means"][1], gradients.mean(axis=0), rtol=0, atol=1e-14)
