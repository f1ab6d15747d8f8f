"""The figure of mini-batches: what its job computes, against the engine and autograd."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from dlbook import data
from dlbook.experiments.batch_noise import standard_error
from dlbook.figures import Batches
from dlbook.figures.batches import (
    BATCHES,
    EPOCHS,
    FRAMES,
    LOSS,
    SEEDS,
    START,
    _draws,
    example_gradients,
    minimum,
    neuron,
    students,
)  # fmt: skip
from dlbook.numpy_engine import SGD, train
from dlbook.training.outcomes import OUTCOMES, classify
from dlbook.training.randomness import streams

PLACES = [(-3.0, -2.5), (0.0, 0.0), (1.2, 0.8), (40.0, -25.0)]


def by_autograd(weights):
    """(200, 2): the gradient of each student's loss, by PyTorch."""
    x, y = (torch.tensor(array, dtype=torch.float64) for array in students())
    rows = []
    for one, label in zip(x, y, strict=True):
        theta = torch.tensor(weights, dtype=torch.float64, requires_grad=True)
        z = theta[0] * one + theta[1]
        torch.nn.functional.binary_cross_entropy_with_logits(z, label).backward()
        rows.append(theta.grad.numpy())
    return np.array(rows)


def computed(batch: int, lr: float, frame: int = 0, seed: int = 0) -> dict:
    return Batches().computed(batch=batch, lr=lr, frame=frame, seed=seed)


@pytest.mark.parametrize("place", PLACES)
def test_gradients_of_single_examples_are_autograd_s(place):
    expected = by_autograd(place)
    np.testing.assert_allclose(example_gradients(np.array(place)), expected, rtol=0, atol=1e-14)


@pytest.mark.parametrize("size", [1, 20, 200])
def test_the_gradients_drawn_are_those_at_the_end_of_the_path(size):
    found = computed(BATCHES.index(size), 1.0, frame=30)
    gradients = by_autograd(found["weights"][30])
    np.testing.assert_allclose(found["gradients"], gradients, rtol=0, atol=1e-14)
    rows = _draws()[:, :size]
    np.testing.assert_allclose(found["batches"], gradients[rows].mean(axis=1), rtol=0, atol=1e-14)
    np.testing.assert_allclose(found["mean"], gradients.mean(axis=0), rtol=0, atol=1e-14)
    assert found["error"] == pytest.approx(standard_error(gradients, size), rel=1e-12, abs=1e-14)


def test_the_cloud_drawn_is_as_wide_as_the_standard_error_says():
    gradients = example_gradients(np.array(START))
    draws = _draws()
    assert all(len(set(order)) == 200 for order in draws.tolist())
    for size in (5, 20, 100):
        off = gradients[draws[:, :size]].mean(axis=1) - gradients.mean(axis=0)
        found = np.sqrt((off**2).sum(axis=1).mean())
        # 60 batches: the root mean square is itself uncertain by about 1 in √120
        np.testing.assert_allclose(found, standard_error(gradients, size), rtol=0.3)


@pytest.mark.parametrize("batch", [0, 4, 7])
def test_losses_are_those_of_a_training_with_that_batch_size(batch):
    x, y = students()
    history = train(
        neuron(), x[:, None], y, loss=LOSS, optimizer=SGD(1.0), epochs=EPOCHS,
        batch_size=BATCHES[batch], seed=SEEDS[2],
    )  # fmt: skip
    found = computed(batch, 1.0, seed=2)
    epochs = [FRAMES.index(200 * epoch) for epoch in range(EPOCHS + 1)]
    np.testing.assert_allclose(found["loss"][epochs], history.train_loss, rtol=1e-10)
    np.testing.assert_allclose(found["by_epoch"], history.train_loss, rtol=1e-10)


def test_weights_follow_plain_steps_on_the_dealt_batches():
    x, y = students()
    w, order, path = np.array(START), streams(SEEDS[0]).order, [START]
    for rows in data.batches(200, 5, order):
        error = 1 / (1 + np.exp(-(w[0] * x[rows] + w[1]))) - y[rows]
        w = w - 1.0 * np.array([np.mean(error * x[rows]), np.mean(error)])
        path.append(w)
    found = computed(BATCHES.index(5), 1.0)["weights"]
    np.testing.assert_allclose(found[: len(path)], path, rtol=1e-12)


def test_a_batch_that_is_not_full_yet_moves_nothing():
    weights = computed(BATCHES.index(20), 1.0)["weights"]
    np.testing.assert_array_equal(weights[:4], np.tile(START, (4, 1)))
    assert np.all(weights[4] != weights[3])


def test_the_minimum_is_where_the_gradient_vanishes():
    place, loss = minimum()
    assert np.linalg.norm(example_gradients(np.array(place)).mean(axis=0)) < 1e-12
    assert loss < min(computed(7, 10.0)["loss"])


@pytest.mark.parametrize(("batch", "lr"), [(7, 0.01), (4, 1.0), (0, 3.0), (2, 30.0)])
def test_the_outcome_is_judged_by_dlbook_s_rules(batch, lr):
    found = computed(batch, lr)
    kind = classify(found["by_epoch"], floor=minimum()[1]).kind
    assert OUTCOMES[int(found["outcome"][0])] == kind
