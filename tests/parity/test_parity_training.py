"""The two engines train the same networks: same start, batches and masks, the same parameters.

Where training is calm, rounding stays rounding and whole runs agree. Where it is not, rounding
grows until it is seen, so there each step is compared from the same parameters.
"""

import numpy as np
import pytest

from dlbook import numpy_engine, torch_engine
from dlbook.training.early_stopping import EarlyStopping
from dlbook.training.schedules import cosine, step_decay, warm_up
from tests.parity.cases import (
    BATCHES,
    HOT_RATES,
    LOSSES,
    OPTIMIZERS,
    TRAINED,
    data,
    networks,
    optimizers,
)

ENGINES = (numpy_engine, torch_engine)
TOLERANCE = 1e-12


def histories(pair, descriptions, loss, **settings):
    """Train both networks on the data of `loss`; their histories."""
    X, y = data(loss)
    return [
        engine.train(network, X, y, loss=loss, optimizer=optimizer, **settings)
        for engine, network, optimizer in zip(ENGINES, pair, descriptions, strict=True)
    ]


def assert_same_parameters(pair, tolerance=TOLERANCE):
    """Absolute: the parameters are about 1 in size."""
    np.testing.assert_allclose(pair[1].flat.numpy(), pair[0].flat, rtol=0, atol=tolerance)


full, mini, single = BATCHES


@pytest.mark.parametrize(
    ("dropout", "batch"), [(0.0, full), (0.0, mini), (0.3, mini), (0.3, single)]
)
@pytest.mark.parametrize(("loss", "output"), LOSSES)
@pytest.mark.parametrize(("name", "activation"), TRAINED)
def test_200_steps(name, loss, output, activation, dropout, batch):
    """At the rates of `OPTIMIZERS` every combination is stable; the largest difference of any,
    when this was written, was under 3e-14."""
    settings = BATCHES[batch]
    pair = networks(loss, output, activation=activation, dropout=dropout)
    start = pair[0].flat.copy()
    both = histories(pair, optimizers(name), loss, **settings, record=settings["epochs"])
    assert both[0].step[-1] == both[1].step[-1] >= 200
    assert np.abs(pair[0].flat - start).max() > 0.05  # it did train
    assert_same_parameters(pair)
    for measure in ("train_loss", "train_accuracy"):
        ours, theirs = (getattr(history, measure) for history in both)
        np.testing.assert_allclose(theirs, ours, rtol=0, atol=TOLERANCE)


@pytest.mark.parametrize("dropout", [0.0, 0.3])
@pytest.mark.parametrize(("loss", "output"), LOSSES)
@pytest.mark.parametrize(("name", "activation"), TRAINED)
def test_each_step_where_training_is_wild(name, loss, output, activation, dropout):
    X, y = data(loss)
    pair = networks(loss, output, activation=activation, dropout=dropout)
    descriptions = optimizers(name, lr=HOT_RATES[name])
    settings = {"loss": loss, "batch_size": 16, "epochs": 14, "record": "step"}
    runs = [
        engine.training(network, X, y, optimizer=optimizer, **settings)
        for engine, network, optimizer in zip(ENGINES, pair, descriptions, strict=True)
    ]
    for ours, theirs in zip(*runs, strict=True):
        size = np.abs(pair[0].flat).max()
        if not size < 1e100:
            break  # next, numbers overflow
        assert theirs.step == ours.step
        # relative to the largest parameter: these runs may grow
        assert_same_parameters(pair, TOLERANCE * max(1.0, size))
        pair[1].flat = pair[0].flat
    assert ours.step >= 5


@pytest.mark.parametrize(
    "lr",
    [
        step_decay(0.1, every=20, factor=0.5),
        cosine(0.1, steps=150, lowest=0.01),
        warm_up(cosine(0.1, steps=100), steps=20),
    ],
    ids=repr,
)
@pytest.mark.parametrize("name", ["SGD", "Nesterov", "AdamW"])
def test_schedules(name, lr):
    pair = networks(*LOSSES[1], activation="tanh")
    histories(pair, optimizers(name, lr=lr), LOSSES[1][0], epochs=67, batch_size=16)
    assert_same_parameters(pair)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_penalty_decay_and_clipping(name):
    pair = networks(*LOSSES[0], activation="tanh", dropout=0.3)
    settings = {"epochs": 67, "batch_size": 16, "l2": 0.02, "clip_norm": 0.1}
    histories(pair, optimizers(name, weight_decay=0.03), LOSSES[0][0], **settings)
    assert_same_parameters(pair)


@pytest.mark.parametrize("restore_best", [True, False])
def test_early_stopping(restore_best):
    loss, output = LOSSES[1]
    X, y = data(loss)
    pair = networks(loss, output, activation="tanh")
    rule = EarlyStopping(patience=4, restore_best=restore_best)
    # labels in another order cannot be learned from X: the held-out loss soon rises
    settings = {"validation": (X, np.roll(y, 1)), "early_stopping": rule, "epochs": 60}
    ours, theirs = histories(pair, optimizers("Adam", lr=0.05), loss, **settings)
    assert ours.stopped_early
    assert theirs.stopped_early
    assert len(ours) == len(theirs) < 60
    assert ours.best_epoch == theirs.best_epoch
    np.testing.assert_allclose(theirs.val_loss, ours.val_loss, rtol=0, atol=TOLERANCE)
    assert_same_parameters(pair)


def test_masks_given_by_the_caller():
    def every_other(step, layer, shape):
        return np.indices(shape).sum(axis=0) % 2 == step % 2

    pair = networks(*LOSSES[0], activation="tanh", dropout=0.5)
    histories(pair, optimizers("SGD"), LOSSES[0][0], epochs=50, masks=every_other)
    assert_same_parameters(pair)


def test_float32_agrees_to_its_own_precision():
    pair = networks(*LOSSES[1], activation="tanh", dropout=0.3, dtype="float32")
    histories(pair, optimizers("Momentum"), LOSSES[1][0], epochs=67, batch_size=16)
    # 200 steps of rounding at 6e-8
    assert_same_parameters(pair, tolerance=5e-6)
