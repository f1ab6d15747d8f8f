"""Early stopping finds and restores the best epoch, alike in both engines."""

import numpy as np
import pytest

from dlbook import numpy_engine
from dlbook.training import collecting
from tests.parity.cases import as_array
from tests.parity.exclusive_or import TASK, XOR, Y, network


class Losses(collecting.Run):
    """A training whose validation losses are given: the parameters are the epoch."""

    def __init__(self, losses):
        self.losses = losses
        self.epoch = self.step = 0

    def run_to(self, epoch):
        self.epoch = self.step = epoch

    def record(self):
        return collecting.Record(self.epoch, self.step, 0.0, self.losses[self.epoch])

    def copy_parameters(self):
        return self.epoch

    def restore(self, parameters):
        self.restored = parameters


def test_the_least_loss_is_restored_though_it_did_not_count_as_an_improvement():
    run = Losses([1.0, 0.7, 0.68, 0.66, 0.69, 0.65, 0.6])
    records = collecting.Records(run, 6, np.arange(7))
    history = collecting.collect(records, numpy_engine.EarlyStopping(4, min_delta=0.1))
    # 0.7 was the last improvement by more than 0.1, four epochs before the end
    assert history.stopped_early
    assert history.epoch[-1] == 5
    assert history.best_epoch == run.restored == 5


def test_best_epoch_has_the_least_loss_and_is_restored(engine):
    made, twin = network(engine, seed=3), network(engine, seed=3)
    settings = {**TASK, "optimizer": engine.Adam(0.1), "validation": (XOR + 0.3, Y)}
    rule = engine.EarlyStopping(5, min_delta=0.05)
    history = engine.train(made, XOR, Y, **{**settings, "epochs": 200}, early_stopping=rule)
    assert history.stopped_early
    assert history.best_epoch == history.val_loss.argmin()
    engine.train(twin, XOR, Y, **{**settings, "epochs": int(history.best_epoch)})
    np.testing.assert_array_equal(as_array(made.flat), as_array(twin.flat))


def watched(engine, made, **changes):
    """A training of six epochs, stopped early or not."""
    settings = {**TASK, "optimizer": engine.SGD(0.5), "validation": (XOR, Y), **changes}
    return engine.train(made, XOR, Y, early_stopping=engine.EarlyStopping(9), **settings)


@pytest.mark.parametrize("record", [[], [0], [1, 2, 5], np.array([1, 2])])
def test_early_stopping_is_refused_where_it_would_not_see_the_end(engine, record):
    made = network(engine)
    before = as_array(made.flat)
    with pytest.raises(ValueError, match="record must end at epochs = 6 with early_stopping"):
        watched(engine, made, record=record)
    np.testing.assert_array_equal(as_array(made.flat), before)


@pytest.mark.parametrize("record", [[1, 6], 4, "step"])
def test_early_stopping_keeps_what_was_trained_however_seldom_it_looks(engine, record):
    made, twin = network(engine), network(engine)
    history = watched(engine, made, record=record)
    engine.train(twin, XOR, Y, optimizer=engine.SGD(0.5), **TASK)
    assert history.best_epoch == 6  # the loss falls all the time
    np.testing.assert_array_equal(as_array(made.flat), as_array(twin.flat))


def test_where_no_loss_is_finite_no_epoch_is_the_best(engine):
    made = network(engine)
    made.flat[:] = np.nan
    assert watched(engine, made).best_epoch is None
