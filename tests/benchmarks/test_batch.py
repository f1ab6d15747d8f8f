"""One step against the number of examples: the same work, and what it takes."""

import numpy as np
import pytest

from benchmarks import batch
from benchmarks.measure import Timing
from dlbook.numpy_engine import SGD, Network, train


def test_a_step_is_a_full_batch_epoch_of_train():
    step, loss = batch.numpy_step(30)
    for _ in range(3):
        step()
    network = Network(batch.SIZES, output="softmax", seed=batch.SEED)
    history = train(
        network, *batch.images(30), loss=batch.LOSS, optimizer=SGD(batch.LR), epochs=3
    )  # fmt: skip
    np.testing.assert_allclose(loss(), history.train_loss[-1], rtol=0, atol=1e-14)


def test_engines_with_different_losses_are_not_timed(monkeypatch):
    batch.check_same_path(5)
    monkeypatch.setitem(batch.ENGINES, "other", lambda n: (lambda: None, lambda: 1.0))
    with pytest.raises(AssertionError):
        batch.check_same_path(5)


def test_times_are_microseconds_a_step(monkeypatch):
    monkeypatch.setattr(batch, "EXAMPLES", (2, 30_000))
    turns = {}

    def interleaved(runs, rounds, label):
        for (name, n), run in runs.items():
            assert run() == 0.0
            turns[name, n] = Timing(np.array([2.0, 4.0, 9.0]) * batch.steps_a_run(n), 0.0)
        return turns

    monkeypatch.setattr(batch, "interleaved", interleaved)
    found = batch.measure()
    assert found["examples"] == [2, 30_000]
    # forward, as much for the weights' slopes, and those above the first layer to pass them back
    assert found["multiplications"] == 2 * (64 * 32 + 32 * 10) + 32 * 10
    for times in found["microseconds"].values():
        assert times == {"median": [4e6, 4e6], "least": [2e6, 2e6]}
