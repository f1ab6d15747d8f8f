"""A sweep in several processes, and its progress in one and in several."""

from contextlib import nullcontext

import numpy as np
import pytest

from dlbook.numpy_engine import scaled, sweep
from dlbook.sweeps import parallel
from dlbook.training.schedules import Schedule, cosine
from tests.unit.swept_students import BASE, SIZES, SWEEP, X, Y


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
