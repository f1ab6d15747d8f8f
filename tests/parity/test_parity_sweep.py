"""Sweeps of the two engines against each other and against single runs in PyTorch."""

import numpy as np
import pytest
import torch

from dlbook import numpy_engine, torch_engine
from dlbook.torch_engine import stack_training
from dlbook.training.history import MEASURES
from dlbook.training.schedules import cosine
from tests.parity.cases import ACTIVATIONS, BATCHES, LOSSES, OPTIMIZERS, data, sizes

# 30 epochs of rounding, in calm training
TOLERANCE = 1e-12


def assert_same_results(theirs, ours):
    assert list(theirs.axes) == list(ours.axes)
    np.testing.assert_array_equal(theirs.epochs, ours.epochs)
    np.testing.assert_array_equal(theirs.outcomes, ours.outcomes)
    assert ours.completed.all()
    assert theirs.completed.all()
    for measure in (*MEASURES, "parameters"):
        a, b = getattr(theirs, measure), getattr(ours, measure)
        assert a.shape == b.shape
        np.testing.assert_allclose(a, b, rtol=0, atol=TOLERANCE, err_msg=measure)


def both_sweeps(loss, output, optimizer="SGD", **settings):
    X, y = data(loss)
    kind, own = OPTIMIZERS[optimizer]
    rest = {name: value for name, value in own.items() if name != "lr"}
    settings = {
        "lr": (own["lr"], own["lr"] / 4),
        "dropout": (0.0, 0.3, 0.5),
        "seeds": (0, 5),
        "epochs": 30,
        "record": 10,
        "loss": loss,
        "output": output,
        "validation": (X[::2], y[::2]),
        "keep_parameters": True,
        **settings,
    }
    return [
        engine.sweep(sizes(loss), X, y, optimizer=getattr(engine, kind)(**rest), **settings)
        for engine in (numpy_engine, torch_engine)
    ]


@pytest.mark.parametrize("batch", BATCHES)
@pytest.mark.parametrize(("loss", "output"), LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_networks_and_batches(activation, loss, output, batch):
    settings = {"activation": activation, "batch_size": BATCHES[batch]["batch_size"]}
    if settings["batch_size"] == 1:
        settings |= {"epochs": 4, "record": 1, "lr": (0.02,)}
    ours, theirs = both_sweeps(loss, output, **settings)
    assert_same_results(theirs, ours)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_optimizers(name):
    ours, theirs = both_sweeps(*LOSSES[1], name, activation="tanh", batch_size=16, l2=0.01)
    assert_same_results(theirs, ours)


def test_axes_of_optimizers_batch_sizes_and_schedules():
    X, y = data("mse")
    ours, theirs = (
        engine.sweep(
            sizes("mse"),
            X,
            y,
            loss="mse",
            lr=(0.05, cosine(0.05, steps=20)),
            dropout=0.3,
            seeds=4,
            optimizer=(engine.SGD(), engine.AdamW()),
            batch_size=(None, 16),
            epochs=10,
            activation="tanh",
            keep_parameters=True,
        )
        for engine in (numpy_engine, torch_engine)
    )
    assert theirs.train_loss.shape == (2, 2, 2, 11)
    for measure in ("train_loss", "parameters"):
        np.testing.assert_allclose(
            getattr(theirs, measure), getattr(ours, measure), rtol=0, atol=TOLERANCE
        )


@pytest.mark.parametrize("max_memory", [32_000, 100_000, 10**8])
@pytest.mark.parametrize("batch_size", [None, 16])
def test_single_runs_whatever_the_chunks(batch_size, max_memory):
    loss, output = LOSSES[1]
    X, y = data(loss)
    run = {"loss": loss, "epochs": 12, "batch_size": batch_size, "record": 4}
    kinds = {"activation": "tanh", "output": output}
    axes = {"lr": (0.1, 0.02), "dropout": (0.0, 0.3), "seeds": (0, 5, 9)}
    momentum = torch_engine.Momentum()
    result = torch_engine.sweep(
        sizes(loss), X, y, **axes, optimizer=momentum, **run, **kinds, max_memory=max_memory
    )
    for i, lr in enumerate(axes["lr"]):
        for j, p in enumerate(axes["dropout"]):
            for k, seed in enumerate(axes["seeds"]):
                network = torch_engine.Network(sizes(loss), dropout=p, seed=seed, **kinds)
                own = torch_engine.Momentum(lr=lr)
                history = torch_engine.train(network, X, y, optimizer=own, seed=seed, **run)
                for measure in ("train_loss", "train_accuracy"):
                    got, expected = getattr(result, measure)[i, j, k], getattr(history, measure)
                    np.testing.assert_allclose(got, expected, rtol=0, atol=TOLERANCE)


def test_divergence_stays_alone():
    """Rates that overflow beside one that trains: that one is as if it were alone."""
    X, y = data("mse")
    settings = {"loss": "mse", "epochs": 60, "dropout": 0.0, "seeds": 0, "keep_parameters": True}
    alone = torch_engine.sweep(sizes("mse"), X, y, lr=(0.05,), **settings)
    beside = torch_engine.sweep(sizes("mse"), X, y, lr=(1e3, 0.05, 1e200), **settings)
    assert not np.isfinite(beside.train_loss[[0, 2], -1]).any()
    assert [beside.outcome(k) for k in (0, 2)] == ["diverges", "diverges"]
    np.testing.assert_allclose(beside.parameters[1], alone.parameters[0], rtol=0, atol=TOLERANCE)


def test_measures_of_a_large_set_in_pieces(monkeypatch):
    ours, whole = both_sweeps(*LOSSES[1], dropout=0.0)
    monkeypatch.setattr(stack_training, "EXAMPLES_MEASURED", 7)
    _, pieces = both_sweeps(*LOSSES[1], dropout=0.0)
    assert_same_results(whole, ours)
    assert_same_results(pieces, ours)


def test_processes_side_by_side():
    ours, _ = both_sweeps(*LOSSES[1], "Momentum", batch_size=16)
    _, theirs = both_sweeps(*LOSSES[1], "Momentum", batch_size=16, processes=2)
    assert_same_results(theirs, ours)


def test_interruption_keeps_what_was_done(monkeypatch):
    epochs = iter(range(100))
    run_epoch = stack_training.StackTraining.run_epoch

    def interrupted(stack):
        if next(epochs) == 15:
            raise KeyboardInterrupt
        run_epoch(stack)

    monkeypatch.setattr(stack_training.StackTraining, "run_epoch", interrupted)
    X, y = data("mse")
    settings = {"loss": "mse", "epochs": 10, "lr": 0.05, "dropout": 0.0, "seeds": (0, 1, 2)}
    result = torch_engine.sweep(sizes("mse"), X, y, max_memory=20_000, **settings)
    assert result.interrupted
    assert result.completed.tolist() == [True, False, False]
    assert np.isfinite(result.train_loss[0]).all()
    assert np.isfinite(result.train_loss[1, :6]).all()
    assert np.isnan(result.train_loss[1, 6:]).all()
    assert np.isnan(result.train_loss[2]).all()


def test_out_of_memory_names_what_to_try(monkeypatch):
    def out_of_memory(stack):
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(stack_training.StackTraining, "run_epoch", out_of_memory)
    X, y = data("mse")
    settings = {"loss": "mse", "epochs": 1, "lr": 0.05}
    with pytest.raises(MemoryError, match=r"8 networks at a time .*try 4 at a time with max_mem"):
        torch_engine.sweep(sizes("mse"), X, y, seeds=range(8), **settings)
    with pytest.raises(MemoryError, match="one network of sizes"):
        torch_engine.sweep(sizes("mse"), X, y, seeds=0, **settings)
