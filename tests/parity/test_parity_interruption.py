"""Progress, and what is left of a training that was interrupted, alike in both engines."""

from importlib import import_module

import numpy as np
import pytest

from dlbook import numpy_engine
from dlbook.training.randomness import dropout_masks, streams
from dlbook.training.schedules import Schedule
from tests.parity.cases import as_array
from tests.parity.exclusive_or import TASK, XOR, Y, network


def test_the_bar_ticks_by_epoch_whatever_is_recorded(engine, monkeypatch):
    ticks = []

    class Bar:
        def update(self, n=1):
            ticks.append(n)

        def set_postfix(self, **texts):
            pass

        def __enter__(self):
            return self

        def __exit__(self, *error):
            pass

    module = import_module(f"{engine.__name__}.training")
    monkeypatch.setattr(module, "progress_bar", lambda total, on: Bar())
    for record in (6, [2], "step", 1):
        ticks.clear()
        settings = {**TASK, "batch_size": 2, "record": record, "progress": True}
        engine.train(network(engine), XOR, Y, optimizer=engine.SGD(), **settings)
        assert ticks == [1] * 6


@pytest.mark.parametrize("error", [KeyboardInterrupt, ZeroDivisionError])
@pytest.mark.parametrize("record", [1, "step"])
def test_a_training_that_was_broken_off_does_not_seem_finished(engine, error, record):
    def rate(step):
        if step == 3:
            raise error
        return 0.5

    optimizer = engine.SGD(Schedule("half", rate))
    records = engine.training(network(engine), XOR, Y, **TASK, optimizer=optimizer, record=record)
    with pytest.raises(error):
        list(records)
    for _ in range(2):
        with pytest.raises(RuntimeError, match="broken off after 3 steps: call training again"):
            next(records)


def test_a_training_that_is_finished_stays_so(engine):
    records = engine.training(network(engine), XOR, Y, **TASK, optimizer=engine.SGD())
    assert [len(list(records)), len(list(records))] == [7, 0]


@pytest.mark.parametrize("batch_size", [None, 2])
def test_an_interruption_leaves_a_record_of_where_it_stopped(engine, batch_size):
    made, twin = network(engine, dropout=0.5), network(engine, dropout=0.5)
    steps_an_epoch = 1 if batch_size is None else 2
    draw = dropout_masks(streams(0).dropout, 0.5)
    before = 4 * steps_an_epoch  # four of six epochs, and half a fifth where it has halves

    def masks(step, layer, shape):
        if step == before + steps_an_epoch:
            raise KeyboardInterrupt
        return draw(step, layer, shape)

    settings = {**TASK, "optimizer": engine.SGD(0.5), "batch_size": batch_size}
    history = engine.train(made, XOR, Y, **settings, record=6, masks=masks)
    assert history.interrupted
    # the fifth epoch had an update where it has two, and none where it has one
    assert history.epoch.tolist() == [0, 3 + steps_an_epoch]
    assert history.step.tolist() == [0, before + steps_an_epoch - 1]
    steps = engine.training(twin, XOR, Y, **settings, record="step")
    for record in steps:
        if record.step == history.step[-1]:
            break
    np.testing.assert_array_equal(as_array(made.flat), as_array(twin.flat))
    assert history.train_loss[-1] == record.train_loss


@pytest.mark.parametrize(("batch_size", "epoch"), [(None, 39), (4, 39), (2, 20), (3, 20)])
@pytest.mark.parametrize("dropout", [0.0, 0.5])
@pytest.mark.parametrize("progress", [False, True])
def test_both_engines_say_alike_where_they_were_interrupted(
    engine, batch_size, epoch, dropout, progress
):
    def rate(step):
        if step == 39:  # before the fortieth update
            raise KeyboardInterrupt
        return 0.5

    settings = {**TASK, "epochs": 100, "record": 100, "progress": progress}
    optimizer = engine.SGD(Schedule("half", rate))
    made = network(engine, dropout=dropout)
    history = engine.train(made, XOR, Y, **settings, batch_size=batch_size, optimizer=optimizer)
    assert history.interrupted
    assert history.step.tolist() == [0, 39]
    assert history.epoch.tolist() == [0, epoch]


def test_an_interrupted_sweep_has_the_records_it_reached(engine):
    def rate(step):
        if step == 7:
            raise KeyboardInterrupt
        return 0.5

    def swept(record):
        settings = {**TASK, "epochs": 10, "record": record, "keep_parameters": True}
        return engine.sweep((2, 3, 1), XOR, Y, output="sigmoid", lr=Schedule("half", rate),
                            dropout=0.0, seeds=0, **settings)  # fmt: skip

    for record, reached in ((10, 1), (3, 3), (1, 8)):
        result = swept(record)
        assert result.interrupted
        assert not result.completed
        assert np.isfinite(result.train_loss).tolist() == [
            k < reached for k in range(len(result.epochs))
        ]
        assert np.isnan(result.parameters[reached:]).all()
        assert np.isfinite(result.parameters[:reached]).all()


def test_an_interrupted_stretch_without_dropout_counts_its_steps(monkeypatch):
    """All examples, no dropout: the NumPy engine repeats a step many times in one go."""
    made, twin = network(numpy_engine), network(numpy_engine)
    schedule_asked = []

    def rate(step):
        schedule_asked.append(step)
        if len(schedule_asked) == 40:
            raise KeyboardInterrupt
        return 0.5

    settings = {**TASK, "epochs": 100}
    optimizer = numpy_engine.SGD(Schedule("half", rate))
    history = numpy_engine.train(made, XOR, Y, **settings, record=100, optimizer=optimizer)
    assert history.interrupted
    done = int(history.step[-1])
    assert 37 <= done < 40
    assert history.epoch.tolist() == [0, done]
    numpy_engine.train(
        twin, XOR, Y, **{**settings, "epochs": done}, optimizer=numpy_engine.SGD(0.5)
    )
    np.testing.assert_array_equal(made.flat, twin.flat)
