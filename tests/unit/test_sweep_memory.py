"""A sweep stays within its bound of memory, and says how much it needs."""

import re
import tracemalloc

import numpy as np
import pytest

from dlbook.numpy_engine import Adadelta, Adam, stack, sweep
from dlbook.training.schedules import cosine
from tests.unit.swept_students import BASE, SIZES, SWEEP, X, Y


@pytest.mark.parametrize("drops", [0.0, 0.5])
def test_memory_stays_within_its_bound(drops, monkeypatch):
    stacks = []

    def watch(plan, members, records, tick):
        stacks.append(len(members))
        stack.train_stack(plan, members, records, tick)

    monkeypatch.setattr(SWEEP, "train_stack", watch)
    lrs = np.linspace(0.1, 1, 7)
    with pytest.raises(ValueError, match="at least") as error:
        sweep(SIZES, X, Y, lr=lrs, dropout=drops, max_memory=1, **BASE)
    needed = int(re.search(r"at least (\d+) bytes", str(error.value))[1]) - SWEEP.STACK_BYTES
    for allowed in (1, 2, 3):
        stacks.clear()
        bound = SWEEP.STACK_BYTES + (allowed + 1) * needed - 1
        sweep(SIZES, X, Y, lr=lrs, dropout=drops, max_memory=bound, **BASE)
        assert max(stacks) == allowed
        assert sum(stacks) == 7


def test_the_estimate_of_memory_is_near_the_truth():
    big = np.random.default_rng(0).normal(size=(400, 20))
    y = (big.sum(axis=1) > 0).astype(int)
    given = {**BASE, "epochs": 2, "batch_size": 100}
    tracemalloc.start()
    sweep((20, 30, 1), big, y, dropout=0.5, seeds=range(40), max_memory=2 * 2**20, **given)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # the data in the engine's form and evaluation come on top
    assert peak < 2 * 2**20 + 2**20


def test_too_little_memory_is_an_error_that_says_how_much():
    with pytest.raises(ValueError, match=r"max_memory must leave each process at least \d+ bytes"):
        sweep(SIZES, X, Y, max_memory=1000, **BASE)


def test_a_full_batch_needs_room_for_its_examples_once():
    X, once = np.zeros((2000, 100)), 8 * 101 * 2000
    given = {"loss": "mse", "epochs": 1}
    assert sweep((100, 1), X, X[:, 0], max_memory=int(1.3 * once), **given).completed.all()
    with pytest.raises(ValueError, match="max_memory must leave"):
        sweep((100, 1), X, X[:, 0], max_memory=once, **given)


@pytest.mark.parametrize(
    ("sizes", "change"),
    [
        ((64, 64, 1), {"lr": cosine(0.1, steps=9), "dtype": "float32", "optimizer": Adam()}),
        ((64, 64, 1), {"optimizer": Adadelta(weight_decay=0.1), "l2": 0.1}),
        ((2, 20, 20, 1), {"batch_size": 200, "dropout": 0.5}),
        ((200, 3, 1), {"batch_size": 200}),
    ],
)
def test_the_bound_holds_for_what_is_left_over_too(sizes, change, monkeypatch):
    """Batches of 200 and then 199, measured in blocks, with 299 to validate on; and rates that
    change."""
    rng = np.random.default_rng(0)
    big, held_out = rng.normal(size=(399, sizes[0])), rng.normal(size=(299, sizes[0]))
    bound, peaks = 2**22, []

    def watch(*arguments):
        tracemalloc.start()
        stack.train_stack(*arguments)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    monkeypatch.setattr(SWEEP, "train_stack", watch)
    given = {**BASE, "epochs": 1, "record": 1, "batch_size": 10, **change}
    validation = (held_out, held_out[:, 0] > 0)
    sweep(
        sizes, big, big[:, 0] > 0, seeds=range(30), max_memory=bound, validation=validation, **given
    )
    assert max(peaks) <= bound
