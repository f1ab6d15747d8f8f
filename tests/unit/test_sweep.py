"""A sweep equals single runs, whatever its stacks; its axes, divergence, what is wrong in it."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from dlbook import data
from dlbook.numpy_engine import SGD, Adam, Momentum, Network, RMSProp, sweep, train
from dlbook.training.outcomes import OUTCOMES
from dlbook.training.schedules import cosine
from tests.unit.swept_students import BASE, SIZES, SWEEP, X, Y


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


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"lr": ()}, ValueError, "lr must hold at least one value"),
        ({"seeds": []}, ValueError, "seeds must hold at least one value"),
        ({"dropout": np.array([])}, ValueError, "dropout must hold at least one value"),
        ({"optimizer": ()}, ValueError, "optimizer must hold at least one value"),
        ({"lr": (0.1, -1)}, ValueError, r"lr\[1\] must be a finite number above 0, got -1"),
        *(
            ({name: value}, TypeError, f"{name} must be one value, or a list, tuple or array of th")
            for name, value in (("lr", {0.1, 0.2}), ("seeds", iter([0])), ("dropout", {}.keys()))
        ),
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


def test_an_outcome_has_a_place_on_every_axis():
    result = sweep(SIZES, X, Y, **BASE)
    with pytest.raises(ValueError, match=r"index must have a place on each of \['lr', 'dropout'"):
        result.outcome(0)
