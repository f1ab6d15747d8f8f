"""The rule of early stopping on sequences of losses worked by hand."""

import pytest

from dlbook.training.early_stopping import EarlyStopping, Watch


def stops_after(losses, **settings):
    """The epoch after which the rule stops, and the best one; None if it never stops."""
    watch = Watch(EarlyStopping(**settings))
    for epoch, loss in enumerate(losses):
        watch.is_best(epoch, loss)
        if watch.stop:
            return epoch, watch.best_epoch
    return None


@pytest.mark.parametrize(
    ("losses", "settings", "expected"),
    [
        ([5, 4, 3, 3, 3, 3], {"patience": 2}, (4, 2)),
        ([5, 4, 3, 3, 3, 3], {"patience": 3}, (5, 2)),
        ([5, 4, 3, 3, 3, 3], {"patience": 4}, None),
        ([5, 6, 4, 6, 3, 6, 2], {"patience": 2}, None),
        ([5, 6, 4, 6, 3, 6, 2], {"patience": 1}, (1, 0)),
        # 4.6 is no improvement on 5 by more than 0.5, 4.4 is; 4.0 is the least, and none
        ([5, 4.6, 4.4, 4.2, 4.0], {"patience": 2, "min_delta": 0.5}, (4, 4)),
        ([5, 4.4, 4.2, 4.3, 4.25], {"patience": 3, "min_delta": 0.5}, (4, 2)),
        ([5, 4.6, 4.2, 3.8, 3.4], {"patience": 2, "min_delta": 0.5}, None),
        ([5, 4, float("nan"), float("nan"), 3], {"patience": 2}, (3, 1)),
    ],
)
def test_when_it_stops(losses, settings, expected):
    assert stops_after(losses, **settings) == expected


def test_records_every_few_epochs_count_epochs():
    watch = Watch(EarlyStopping(patience=10))
    for epoch, loss in ((0, 5), (5, 4), (10, 6)):
        watch.is_best(epoch, loss)
    assert not watch.stop
    watch.is_best(15, 6)
    assert watch.stop


@pytest.mark.parametrize(
    ("settings", "error", "message"),
    [
        ({"patience": 0}, ValueError, "patience must be an integer of at least 1"),
        ({"patience": 2.5}, TypeError, "patience must be an integer"),
        ({"patience": 2, "min_delta": -0.1}, ValueError, "min_delta must be"),
        ({"patience": 2, "restore_best": 1}, TypeError, "restore_best must be True or False"),
    ],
)
def test_what_is_wrong_is_named(settings, error, message):
    with pytest.raises(error, match=message):
        EarlyStopping(**settings)
