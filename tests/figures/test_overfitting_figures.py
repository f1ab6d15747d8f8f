"""The figures of overfitting and early stopping, against trainings done one at a time."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from dlbook.experiments import fits
from dlbook.figures import Capacity, Penalty, StoppingPoint
from dlbook.figures.stopping_point import BATCH, EPOCHS, SIZES, mislabelled, stopping
from dlbook.formulas.stopping import Watching, watch
from dlbook.numpy_engine import Adam, Momentum, Network, train
from dlbook.training.early_stopping import EarlyStopping

LR = 0.1
RULES = [(1, 0.0), (3, 0.01), (8, 0.0), (20, 0.0), (20, 0.1), (100, 0.0), (200, 0.0)]


@cache
def trained(rule: EarlyStopping | None):
    """The figure's training, ended by `rule` or not at all: its history."""
    parts = mislabelled()
    network = Network(SIZES, output="softmax", seed=0)
    return train(
        network, parts.X_train, parts.y_train, loss="softmax_cross_entropy",
        optimizer=Momentum(lr=LR, momentum=0.9), batch_size=BATCH, epochs=EPOCHS,
        validation=(parts.X_val, parts.y_val), early_stopping=rule, seed=0,
    )  # fmt: skip


def by_formula(losses: list[float], patience: int, min_delta: float) -> tuple[int, int, bool]:
    """Last epoch trained, epoch kept, whether the rule stopped it: `formulas.stopping`."""
    state = Watching(lowest=np.inf, best=0, to_beat=np.inf, improved=0, stop=-1, stopped=0)
    for loss in losses:
        state = watch(state, loss, patience, min_delta)
    return int(state.stop), int(state.best), bool(state.stopped)


@pytest.mark.parametrize(("patience", "min_delta"), RULES)
def test_the_formula_stops_where_a_training_with_that_rule_does(patience, min_delta):
    found = by_formula(trained(None).val_loss.tolist(), patience, min_delta)
    history = trained(EarlyStopping(patience, min_delta))
    assert found == (history.epoch[-1], history.best_epoch, history.stopped_early)


@pytest.mark.parametrize("seed", range(20))
def test_the_formula_and_the_engines_rule_agree_on_any_curve(seed):
    rng = np.random.default_rng(seed)
    losses = np.round(rng.uniform(size=30), 1)  # with ties
    losses[rng.uniform(size=30) < 0.1] = rng.choice([np.nan, np.inf])
    for patience in (1, 2, 5, 40):
        for min_delta in (0.0, 0.1, 0.3):
            assert by_formula(losses, patience, min_delta) == stopping(losses, patience, min_delta)


def test_the_stopping_point_shows_the_losses_of_that_training():
    figure = StoppingPoint()
    state = {name: getattr(figure, name) for name in figure.parameters}
    computed = figure.computed(**{**state, "lr": LR})
    np.testing.assert_allclose(computed["val_loss"], trained(None).val_loss, rtol=1e-6)
    np.testing.assert_allclose(computed["train_loss"], trained(None).train_loss, rtol=1e-6)


def test_two_in_twenty_labels_are_wrong_and_the_sets_are_disjoint():
    parts = mislabelled()
    sizes = [len(X) for X in (parts.X_train, parts.X_val, parts.X_test)]
    assert sizes == [200, 100, 1497]
    images = np.concatenate([parts.X_train, parts.X_val, parts.X_test])
    assert len(np.unique(images, axis=0)) == 1797


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((-1, 0.4, 0), "n must be an integer of at least 0, got -1"),
        ((9, "much", 0), "noise must be a finite number of at least 0, got 'much'"),
        ((9, -0.4, 0), "noise must be a finite number of at least 0, got -0.4"),
        ((9, 0.4, None), "seed must be an integer of at least 0, got None"),
    ],
)
def test_what_no_sample_can_be_made_of_is_named(arguments, message):
    with pytest.raises((TypeError, ValueError), match=message):
        fits.sample(*arguments)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: fits.fit(0.1, 3), "settings must be a sequence of Setting, got 3"),
        (lambda: fits.fit(0.1, [1]), r"settings\[0\] must be a sequence of a width and an l2"),
        (lambda: fits.fit(0.1, [(1, 0, 0)]), r"settings\[0\] must be a width and an l2"),
        (lambda: fits.fit(0.1, [(0, 0.0)]), r"settings\[0\].width must be an integer of at least"),
        (lambda: fits.middle(np.zeros(9)), r"val_loss must have shape \(s, 9\), got \(9,\)"),
    ],
)
def test_what_no_network_fits_is_named(call, message):
    with pytest.raises((TypeError, ValueError), match=message):
        call()


@pytest.mark.parametrize(("figure", "width", "l2"), [(Capacity, 3, 0.0), (Penalty, 32, 0.01)])
def test_fits_are_those_of_networks_trained_alone(figure, width, l2):
    X, y = fits.sample(fits.N_TRAIN, 0.4, fits.TRAIN_SEED)
    held_out = fits.sample(fits.N_VAL, 0.4, fits.VAL_SEED)
    losses = []
    for seed in fits.SEEDS:
        network = Network((1, width, 1), activation="tanh", seed=seed)
        history = train(
            network, X, y, loss="mse", optimizer=Adam(lr=fits.RATE), epochs=fits.EPOCHS,
            record=fits.EPOCHS, validation=held_out, l2=l2, seed=seed,
        )  # fmt: skip
        losses.append(history.val_loss[-1])
    if figure is Capacity:
        numbers = Capacity().numbers(width=2, noise=0.4)
    else:
        numbers = Penalty().numbers(strength=5, noise=0.4)
    # one network alone and nine in a stack differ by rounding, which 3,000 epochs of Adam enlarge
    assert numbers["val_loss"] == pytest.approx(np.median(losses), rel=1e-3)


@pytest.mark.parametrize(
    ("losses", "simplest_first", "expected"),
    [
        ([0.6, 0.2, 0.21, 0.5], True, [0, 1, 1, 2]),
        ([0.5, 0.2, 0.6], False, [2, 1, 0]),
        ([0.3, 0.004, 0.001], True, [0, 1, 1]),
    ],
)
def test_verdicts(losses, simplest_first, expected):
    places = np.arange(len(losses))
    found = fits.verdicts(np.array(losses), places, simplest_first=simplest_first)
    assert found.tolist() == expected
