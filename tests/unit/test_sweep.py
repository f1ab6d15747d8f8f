"""A sweep equals single runs, whatever its stacks; bounds, interruption, divergence, processes."""

import os
import re
import subprocess
import sys
import tracemalloc
from contextlib import nullcontext
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from dlbook import data
from dlbook.numpy_engine import (
    SGD,
    Adadelta,
    Adam,
    Momentum,
    Network,
    RMSProp,
    scaled,
    stack,
    sweep,
    train,
)
from dlbook.sweeps import parallel
from dlbook.sweeps.result import Results
from dlbook.training.outcomes import OUTCOMES
from dlbook.training.schedules import Schedule, cosine

# the module: the package has the function of the same name
SWEEP = sys.modules["dlbook.numpy_engine.sweep"]
STUDENTS = data.pass_fail(50)
X, _ = data.standardise(STUDENTS.X)
Y = STUDENTS.y
BASE = {
    "activation": "tanh",
    "output": "sigmoid",
    "loss": "sigmoid_cross_entropy",
    "epochs": 6,
    "record": 3,
}
SIZES = (2, 4, 3, 1)


def single(lr, p, seed, optimizer, **change):
    """The run that the sweep's network should equal."""
    given = {**BASE, **change}
    network = Network(
        SIZES,
        activation=given.pop("activation"),
        output=given.pop("output"),
        dropout=p,
        seed=seed,
    )
    optimizer = replace(optimizer, lr=lr)
    return network, train(network, X, Y, optimizer=optimizer, seed=seed, **given)


@pytest.mark.parametrize("batch_size", [None, 16])
@pytest.mark.parametrize("optimizer", [SGD(), Momentum(nesterov=True), Adam(weight_decay=0.1)])
@pytest.mark.parametrize("cache", [1, 20_000, 2**20])
def test_a_sweep_equals_single_runs(batch_size, optimizer, cache, monkeypatch):
    # a tiny cache cuts the sweep into stacks of one network, a large one trains all at once
    monkeypatch.setattr(SWEEP, "CACHE_BYTES", cache)
    lrs, dropouts, seeds = (0.05, 0.01), (0.0, 0.3, 0.5), (0, 3)
    change = {"batch_size": batch_size, "validation": (X[:20], Y[:20]), "l2": 0.01}
    result = sweep(
        SIZES,
        X,
        Y,
        lr=lrs,
        dropout=dropouts,
        seeds=seeds,
        optimizer=optimizer,
        keep_parameters=True,
        **{**BASE, **change},
    )
    assert list(result.axes) == ["lr", "dropout", "seeds"]
    assert result.train_loss.shape == (2, 3, 2, 3)
    assert result.completed.all()
    cases = product(enumerate(lrs), enumerate(dropouts), enumerate(seeds))
    for (i, lr), (j, p), (k, seed) in cases:
        network, history = single(lr, p, seed, optimizer, **change)
        # products of other shapes round differently; at most 24 steps at moderate rates
        close = {"rtol": 1e-11, "atol": 1e-12}
        np.testing.assert_allclose(result.parameters[i, j, k, -1], network.flat, **close)
        np.testing.assert_allclose(result.train_loss[i, j, k], history.train_loss, **close)
        np.testing.assert_allclose(result.val_loss[i, j, k], history.val_loss, **close)
        np.testing.assert_allclose(result.train_accuracy[i, j, k], history.train_accuracy, **close)
        np.testing.assert_allclose(result.val_accuracy[i, j, k], history.val_accuracy, **close)
        assert result.outcome(i, j, k) == history.outcome.kind


def test_optimisers_and_batch_sizes_are_axes_too():
    optimizers, batch_sizes = (SGD(), RMSProp()), (None, 10, 50)
    result = sweep(
        SIZES, X, Y, lr=0.01, seeds=(0, 1), optimizer=optimizers, batch_size=batch_sizes, **BASE
    )
    assert list(result.axes) == ["dropout", "seeds", "optimizer", "batch_size"]
    assert result.train_loss.shape == (1, 2, 2, 3, 3)
    for (i, optimizer), (j, size) in product(enumerate(optimizers), enumerate(batch_sizes)):
        _, history = single(0.01, 0.0, 1, optimizer, batch_size=size)
        np.testing.assert_allclose(result.train_loss[0, 1, i, j], history.train_loss, rtol=1e-11)


def test_single_values_are_no_axes():
    result = sweep(SIZES, X, Y, lr=0.1, dropout=0.0, seeds=0, **BASE)
    assert result.axes == {}
    assert result.train_loss.shape == (3,)
    assert result.outcomes.shape == ()
    assert OUTCOMES[result.outcomes] == result.outcome()


def test_rates_may_be_schedules():
    schedule = cosine(0.5, steps=6)
    result = sweep(SIZES, X, Y, lr=(0.1, schedule), dropout=0.0, seeds=0, **BASE)
    _, history = single(schedule, 0.0, 0, SGD())
    np.testing.assert_allclose(result.train_loss[1], history.train_loss, rtol=1e-12)


def test_softmax_digits_and_float32():
    digits = data.digits()
    settings = {"output": "softmax", "loss": "softmax_cross_entropy", "dtype": "float32"}
    part = digits.X[:200], digits.y[:200]
    result = sweep((64, 8, 10), *part, lr=(0.1,), batch_size=50, **{**BASE, **settings})
    network = Network((64, 8, 10), activation="tanh", output="softmax", dtype="float32")
    history = train(
        network,
        *part,
        loss="softmax_cross_entropy",
        optimizer=SGD(0.1),
        epochs=6,
        record=3,
        batch_size=50,
    )
    # float32 carries 7 digits; 24 steps
    np.testing.assert_allclose(result.train_loss[0, 0, 0], history.train_loss, rtol=1e-5)


def test_mse_sweeps_have_no_accuracy():
    result = sweep(SIZES, X, Y, lr=(0.1,), **{**BASE, "loss": "mse"})
    assert np.isnan(result.train_accuracy).all()
    _, history = single(0.1, 0.0, 0, SGD(), loss="mse")
    np.testing.assert_allclose(result.train_loss[0, 0, 0], history.train_loss, rtol=1e-12)


def test_one_networks_divergence_never_touches_another():
    change = {"loss": "mse", "output": "linear", "epochs": 40, "activation": "linear"}
    alone = sweep(SIZES, X, Y, lr=(0.01, 0.02), **{**BASE, **change})
    beside = sweep(SIZES, X, Y, lr=(0.01, 1e6, 0.02), **{**BASE, **change})
    assert beside.outcome(1, 0, 0) == "diverges"
    assert not np.isfinite(beside.train_loss[1, 0, 0, -1])
    np.testing.assert_allclose(beside.train_loss[[0, 2]], alone.train_loss, rtol=1e-13)


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


def test_an_interruption_keeps_what_was_done(monkeypatch):
    monkeypatch.setattr(SWEEP, "CACHE_BYTES", 1)
    done = []

    def interrupted(plan, members, records, tick):
        def stop_in_the_third_stack():
            if len(done) == 2 and records.measures[1, 0, 0] > 0:
                raise KeyboardInterrupt

        stack.train_stack(plan, members, records, stop_in_the_third_stack)
        done.append(members)

    monkeypatch.setattr(SWEEP, "train_stack", interrupted)
    result = sweep(SIZES, X, Y, lr=(0.1, 0.2, 0.3, 0.4), dropout=0.0, seeds=0, **BASE)
    assert result.interrupted
    assert result.completed.tolist() == [True, True, False, False]
    assert np.isfinite(result.train_loss).sum(axis=1).tolist() == [3, 3, 2, 0]
    assert result.outcomes[2] == result.outcomes[3] == -1
    with pytest.raises(ValueError, match="was not trained"):
        result.outcome(3)


def test_two_processes_give_the_same_numbers():
    given = {**BASE, "lr": (0.1, 0.2, 0.3), "seeds": (0, 1), "dropout": (0.0, 0.5)}
    one = sweep(SIZES, X, Y, keep_parameters=True, **given)
    two = sweep(SIZES, X, Y, keep_parameters=True, processes=2, **given)
    # other stacks, other shapes of the products: rounding
    np.testing.assert_allclose(two.parameters, one.parameters, rtol=1e-11, atol=1e-12)
    assert two.completed.all()


def test_progress_counts_networks_and_epochs(capsys):
    sweep(SIZES, X, Y, lr=(0.1, 0.2), progress=True, **BASE)
    assert "12/12" in capsys.readouterr().err


class Bar:
    """A progress bar that keeps what it was told."""

    def __init__(self):
        self.steps = []

    def update(self, n):
        self.steps.append(n)


def test_progress_of_processes_shows_while_they_train(monkeypatch):
    bars = [Bar(), Bar()]
    for bar in bars:  # the second time the same processes work
        monkeypatch.setattr(SWEEP, "progress_bar", lambda *given, bar=bar, **unit: nullcontext(bar))
        monkeypatch.setattr(parallel, "SECONDS_BETWEEN_LOOKS", 0.005)
        given = {**BASE, "epochs": 3000, "record": 3000, "seeds": (0, 1), "lr": 0.1}
        sweep(SIZES, X, Y, processes=2, progress=True, **given)
        assert sum(bar.steps) == 2 * 3000
        assert 0 < next(step for step in bar.steps if step) < 3000


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"lr": ()}, ValueError, "lr must hold at least one value"),
        ({"seeds": []}, ValueError, "seeds must hold at least one value"),
        ({"dropout": np.array([])}, ValueError, "dropout must hold at least one value"),
        ({"optimizer": ()}, ValueError, "optimizer must hold at least one value"),
        ({"lr": (0.1, -1)}, ValueError, r"lr\[1\] must be a finite number above 0, got -1"),
        ({"lr": np.nan}, ValueError, "lr must be a finite number"),
        ({"lr": "fast"}, TypeError, "lr must be a finite number above 0 or a Schedule, got 'fast'"),
        ({"lr": (0.1, max)}, TypeError, r"lr\[1\] must be a finite number above 0 or a Schedule"),
        ({"dropout": (0.5, 1.0)}, ValueError, r"dropout\[1\] must be"),
        ({"seeds": (0, 1.5)}, TypeError, r"seeds\[1\] must be an integer"),
        ({"optimizer": ("sgd",)}, TypeError, r"optimizer\[0\] must be an optimiser"),
        ({"batch_size": (0,)}, ValueError, r"batch_size\[0\] must be an integer of at least 1"),
        ({"epochs": -1}, ValueError, "epochs must be"),
        ({"record": "step"}, ValueError, "record must be an integer or a sequence"),
        ({"processes": 0}, ValueError, "processes must be"),
        ({"max_memory": 0}, ValueError, "max_memory must be"),
        ({"l2": -1}, ValueError, "l2 must be"),
        ({"keep_parameters": "no"}, TypeError, "keep_parameters must be True or False"),
        ({"validation": X}, TypeError, "validation must be a pair"),
        ({"output": "softmax"}, ValueError, "sizes must end with at least 2 classes"),
        ({"start": np.full(31, 1e39), "dtype": "float32"}, ValueError, "start must lie within"),
    ],
)
def test_what_is_wrong_is_named(change, error, message):
    with pytest.raises(error, match=message):
        sweep(SIZES, X, Y, **{**BASE, **change})


def test_arrays_without_axes_are_single_values():
    zero_d = {"lr": np.array(0.1), "seeds": np.array(0), "batch_size": np.array(10)}
    result = sweep(SIZES, X, Y, **zero_d, **BASE)
    assert list(result.axes) == ["dropout"]


def test_schedules_and_initialisations_go_to_other_processes():
    given = {**BASE, "lr": (cosine(0.5, steps=6), 0.1), "seeds": 0, "init": scaled(1.0)}
    one = sweep(SIZES, X, Y, **given)
    two = sweep(SIZES, X, Y, processes=2, **given)
    # other stacks, other shapes of the products: rounding
    np.testing.assert_allclose(two.train_loss, one.train_loss, rtol=1e-11)


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("init", lambda rng, n_out, n_in: np.ones((n_out, n_in)), "<function"),
        ("lr", (0.1, Schedule("mine", lambda step: 0.1)), "mine"),
    ],
)
def test_what_cannot_go_to_other_processes_is_named(name, value, shown):
    given = {**BASE, "seeds": (0, 1), name: value}
    message = f"{name} must be made of functions of a module .*, got {shown}"
    with pytest.raises(ValueError, match=message):
        sweep(SIZES, X, Y, processes=2, **given)


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


def test_an_interruption_between_stacks_keeps_what_was_done(monkeypatch):
    monkeypatch.setattr(SWEEP, "CACHE_BYTES", 1)
    put = Results.put

    def interrupted(self, job, records, completed):
        if self.completed.sum() == 2:
            raise KeyboardInterrupt
        put(self, job, records, completed)

    monkeypatch.setattr(Results, "put", interrupted)
    result = sweep(SIZES, X, Y, lr=(0.1, 0.2, 0.3), dropout=0.0, seeds=0, **BASE)
    assert result.interrupted
    assert result.completed.tolist() == [True, True, False]


INTERRUPTED_AT_ONCE = """
import os, signal
from concurrent.futures import ProcessPoolExecutor
import numpy as np
from dlbook.numpy_engine import sweep

submit = ProcessPoolExecutor.submit

def interrupt(*given):
    future = submit(*given)
    os.killpg(0, signal.SIGINT)  # the keyboard interrupts all processes of a group
    return future

if __name__ == "__main__":
    os.setpgrp()
    ProcessPoolExecutor.submit = interrupt
    settings = {"loss": "mse", "epochs": 10**6, "record": 10**6, "processes": 2}
    result = sweep((2, 1), np.eye(2), [0.0, 1.0], seeds=range(4), **settings)
    print(result.interrupted, result.completed.any())
"""


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs groups of processes")
def test_an_interruption_while_processes_start(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(INTERRUPTED_AT_ONCE, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, script], capture_output=True, encoding="utf-8", timeout=120
    )
    assert done.stdout == "True False\n"
    assert not done.stderr


def test_an_outcome_has_a_place_on_every_axis():
    result = sweep(SIZES, X, Y, **BASE)
    with pytest.raises(ValueError, match=r"index must have a place on each of \['lr', 'dropout'"):
        result.outcome(0)
