"""The figure of mini-batches: its formulas in the page, and its runs, against the engine."""

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
    SEED,
    START,
    example_gradients,
    minimum,
    neuron,
    students,
)  # fmt: skip
from dlbook.numpy_engine import SGD, train
from dlbook.training.randomness import streams
from tests.figures.test_formulas import in_node

PLACES = [(-3.0, -2.5), (0.0, 0.0), (1.2, 0.8), (40.0, -25.0)]
PAIRS = np.column_stack(students()).tolist()


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


@pytest.mark.parametrize("place", PLACES)
def test_gradients_of_single_examples_are_the_same_in_the_page_and_by_autograd(place):
    expected = by_autograd(place)
    np.testing.assert_allclose(example_gradients(np.array(place)), expected, rtol=0, atol=1e-14)
    ours = in_node("f.exampleGradients(given[0], given[1])", [PAIRS, place])
    np.testing.assert_allclose(ours, expected, rtol=0, atol=1e-14)


@pytest.mark.parametrize("size", BATCHES)
def test_standard_errors_in_the_page_are_dlbook_s(size):
    gradients = example_gradients(np.array(START))
    ours = in_node(f"f.standardError(given, {size})", gradients.tolist())
    np.testing.assert_allclose(ours, standard_error(gradients, size), rtol=1e-12)


def test_batch_gradients_in_the_page_are_means_of_the_rows_drawn():
    gradients = example_gradients(np.array(START))
    rows = [3, 199, 0, 57]
    ours = in_node("f.batchGradient(given[0], given[1])", [gradients.tolist(), rows])
    np.testing.assert_allclose(ours, gradients[rows].mean(axis=0), rtol=1e-13)


def test_the_cloud_drawn_is_as_wide_as_the_standard_error_says():
    gradients = example_gradients(np.array(START))
    draws = Batches().shared()["draws"]
    assert all(len(set(order)) == 200 for order in draws.tolist())
    for size in (5, 20, 100):
        off = gradients[draws[:, :size]].mean(axis=1) - gradients.mean(axis=0)
        found = np.sqrt((off**2).sum(axis=1).mean())
        # 60 batches: the root mean square is itself uncertain by about 1 in √120
        np.testing.assert_allclose(found, standard_error(gradients, size), rtol=0.3)


@pytest.mark.parametrize("batch", [0, 4, 7])
def test_recorded_losses_are_those_of_a_training_with_that_batch_size(batch):
    x, y = students()
    history = train(
        neuron(), x[:, None], y, loss=LOSS, optimizer=SGD(1.0), epochs=EPOCHS,
        batch_size=BATCHES[batch], seed=SEED,
    )  # fmt: skip
    run = Batches().answer(batch=batch, lr=1.0)
    epochs = [FRAMES.index(200 * epoch) for epoch in range(EPOCHS + 1)]
    # recorded as float32
    np.testing.assert_allclose(run["loss"][epochs], history.train_loss, rtol=1e-6)


def test_recorded_weights_follow_plain_steps_on_the_dealt_batches():
    x, y = students()
    w, order, path = np.array(START), streams(SEED).order, [START]
    for rows in data.batches(200, 5, order):
        error = 1 / (1 + np.exp(-(w[0] * x[rows] + w[1]))) - y[rows]
        w = w - 1.0 * np.array([np.mean(error * x[rows]), np.mean(error)])
        path.append(w)
    recorded = Batches().answer(batch=BATCHES.index(5), lr=1.0)["weights"]
    np.testing.assert_allclose(recorded[: len(path)], path, rtol=1e-6)


def test_a_batch_that_is_not_full_yet_moves_nothing():
    weights = Batches().answer(batch=BATCHES.index(20), lr=1.0)["weights"]
    np.testing.assert_array_equal(weights[:4], np.tile(np.float32(START), (4, 1)))
    assert np.all(weights[4] != weights[3])


def test_the_minimum_is_where_the_gradient_vanishes():
    place, loss = minimum()
    assert np.linalg.norm(example_gradients(np.array(place)).mean(axis=0)) < 1e-12
    assert loss < min(Batches().answer(batch=7, lr=10.0)["loss"])
