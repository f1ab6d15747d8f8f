"""Training against the same loop written out with torch.optim, and what is recorded of it."""

import time

import numpy as np
import pytest
import torch
from torch.nn import functional

from dlbook import data
from dlbook.numpy_engine import SGD, Adam, Momentum, Network, sigmoid_cross_entropy, train, training
from dlbook.training.early_stopping import EarlyStopping
from dlbook.training.history import recorded_epochs
from dlbook.training.outcomes import OUTCOMES
from dlbook.training.randomness import dropout_masks, streams
from dlbook.training.schedules import Schedule

STUDENTS = data.pass_fail(60)
X, _ = data.standardise(STUDENTS.X)
Y = STUDENTS.y
TASK = {"loss": "sigmoid_cross_entropy", "optimizer": SGD(0.5), "epochs": 5}


def make(seed=0, **settings):
    return Network((2, 4, 3, 1), activation="tanh", output="sigmoid", seed=seed, **settings)


def run(network=None, **change):
    return train(network or make(), X, Y, **{**TASK, **change})


def torch_training(network, *, optimizer, epochs, batch_size, seed, l2=0.0, clip_norm=None):
    """The same run with autograd and torch.optim, from the same draws."""
    weights = [torch.tensor(layer.W, requires_grad=True) for layer in network.layers]
    biases = [torch.tensor(layer.b, requires_grad=True) for layer in network.layers]
    optimizer = optimizer(weights + biases)
    draws = streams(seed)
    p = network.dropout
    masks = dropout_masks(draws.dropout, p)
    step = 0
    for _ in range(epochs):
        for index in data.batches(len(X), batch_size, draws.order):
            step += 1
            a = torch.tensor(X[index])
            for k, (W, b) in enumerate(zip(weights, biases, strict=True)):
                z = a @ W.T + b
                a = torch.tanh(z)
                if p and k < len(weights) - 1:
                    keep = masks(step, k, tuple(a.shape))
                    a = a * torch.tensor(keep) / (1 - p)
            target = torch.tensor(Y[index, None].astype(float))
            loss = functional.binary_cross_entropy_with_logits(z, target)
            loss = loss + l2 / 2 * sum((W**2).sum() for W in weights)
            optimizer.zero_grad()
            loss.backward()
            if clip_norm is not None:
                torch.nn.utils.clip_grad_norm_(weights + biases, clip_norm)
            optimizer.step()
    pairs = zip(weights, biases, strict=True)
    blocks = [torch.cat([W, b[:, None]], dim=1).detach().numpy().ravel() for W, b in pairs]
    return np.concatenate(blocks)


@pytest.mark.parametrize("batch_size", [None, 1, 16, 60, 100])
@pytest.mark.parametrize("dropout", [0.0, 0.4])
def test_every_batch_size_is_the_loop_in_torch(batch_size, dropout):
    network = make(dropout=dropout)
    theirs = torch_training(
        network,
        optimizer=lambda p: torch.optim.SGD(p, lr=0.02, momentum=0.9),
        epochs=5,
        batch_size=batch_size,
        seed=7,
    )
    run(network, optimizer=Momentum(0.02), batch_size=batch_size, seed=7)
    # 5 to 300 steps far from the edge of stability: rounding alone
    np.testing.assert_allclose(network.flat, theirs, rtol=1e-11, atol=1e-12)


def test_l2_and_clipping_are_the_loop_in_torch():
    network = make()
    theirs = torch_training(
        network,
        optimizer=lambda p: torch.optim.Adam(p, lr=0.01),
        epochs=10,
        batch_size=16,
        seed=1,
        l2=0.1,
        clip_norm=0.05,
    )
    run(network, optimizer=Adam(0.01), epochs=10, batch_size=16, seed=1, l2=0.1, clip_norm=0.05)
    np.testing.assert_allclose(network.flat, theirs, rtol=1e-11, atol=1e-12)


def test_a_single_layer_needs_no_hidden_one():
    neuron = Network((2, 1), output="sigmoid")
    history = train(neuron, X, Y, **{**TASK, "epochs": 200})
    assert history.train_accuracy[-1] > 0.85


def test_records_are_measured_in_evaluation_mode_without_penalty():
    network = make(dropout=0.5)
    history = run(network, l2=0.1, validation=(X[:20], Y[:20]))
    assert history.train_loss[-1] == pytest.approx(
        sigmoid_cross_entropy(network.logits(X)[:, 0], Y), rel=1e-13
    )
    assert history.val_loss[-1] == pytest.approx(
        sigmoid_cross_entropy(network.logits(X[:20])[:, 0], Y[:20]), rel=1e-13
    )
    right = (network.predict(X)[:, 0] > 0.5) == Y
    assert history.train_accuracy[-1] == pytest.approx(right.mean(), rel=1e-15)


def test_data_larger_than_a_block_of_evaluation_are_measured_whole():
    big = data.pass_fail(1300)
    network = make()
    history = train(network, big.X, big.y, **{**TASK, "epochs": 0})
    assert history.train_loss[0] == pytest.approx(
        sigmoid_cross_entropy(network.logits(big.X)[:, 0], big.y), rel=1e-13
    )


def test_the_record_before_training_is_of_the_network_as_given():
    network = make()
    expected = sigmoid_cross_entropy(network.logits(X)[:, 0], Y)
    history = run(network)
    assert history.epoch[0] == history.step[0] == 0
    assert history.train_loss[0] == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(
    ("record", "epochs"),
    [(1, [0, 1, 2, 3, 4, 5]), (2, [0, 2, 4, 5]), (9, [0, 5]), ([1, 4], [0, 1, 4]), ([], [0])],
)
def test_record_chooses_epochs(record, epochs):
    history = run(record=record, batch_size=16)
    assert history.epoch.tolist() == epochs
    assert history.step.tolist() == [4 * epoch for epoch in epochs]


def test_record_every_step():
    history = run(record="step", batch_size=16, epochs=2)
    assert history.step.tolist() == list(range(9))
    assert history.epoch.tolist() == [0, 1, 1, 1, 1, 2, 2, 2, 2]


def test_recording_does_not_change_the_training():
    often, seldom = make(dropout=0.3), make(dropout=0.3)
    run(often, record="step", batch_size=16, validation=(X, Y))
    run(seldom, record=5, batch_size=16)
    np.testing.assert_array_equal(often.flat, seldom.flat)


def test_the_optimiser_given_is_only_a_description():
    optimizer = Momentum(0.1)
    first, second = make(), make()
    run(first, optimizer=optimizer)
    run(second, optimizer=optimizer)
    np.testing.assert_array_equal(first.flat, second.flat)
    assert optimizer.state is None


def test_masks_can_be_given():
    network, calls = make(dropout=0.5), []
    before = network.layers[0].block.copy()

    def masks(step, layer, shape):
        calls.append((step, layer, shape))
        return np.zeros(shape, bool)

    run(network, masks=masks, batch_size=40, epochs=1)
    assert calls == [(1, 0, (40, 4)), (1, 1, (40, 3)), (2, 0, (20, 4)), (2, 1, (20, 3))]
    # nothing gets through, so the first layer cannot learn
    np.testing.assert_array_equal(network.layers[0].block, before)


def test_float32_follows_float64_at_first():
    single, double = make(dtype="float32"), make()
    run(single, batch_size=16)
    run(double, batch_size=16)
    assert single.flat.dtype == np.float32
    # 20 steps, float32 carries 7 digits
    np.testing.assert_allclose(single.flat, double.flat, atol=1e-5)


def test_softmax_learns_digits():
    digits = data.digits()
    network = Network((64, 16, 10), output="softmax")
    history = train(
        network,
        digits.X[:600],
        digits.y[:600],
        loss="softmax_cross_entropy",
        optimizer=Adam(0.01),
        epochs=15,
        batch_size=50,
    )
    assert history.train_accuracy[-1] > 0.95
    assert history.outcome.kind == "learns"


def test_divergence_is_an_outcome_not_an_error():
    network = Network((2, 3, 1), output="linear")
    history = train(network, X, Y, loss="mse", optimizer=SGD(1e6), epochs=60)
    assert history.outcome.kind == "diverges"
    assert not np.isfinite(history.train_loss[-1])
    assert history.outcome.kind in OUTCOMES


def test_an_interruption_keeps_what_was_done():
    network = make(dropout=0.5)
    uninterrupted = make(dropout=0.5)
    run(uninterrupted, epochs=2)
    draw = dropout_masks(streams(0).dropout, 0.5)

    def masks(step, layer, shape):
        if step == 3:
            raise KeyboardInterrupt
        return draw(step, layer, shape)

    history = run(network, masks=masks)
    assert history.interrupted
    assert history.epoch.tolist() == [0, 1, 2]
    np.testing.assert_array_equal(network.flat, uninterrupted.flat)


def test_early_stopping_restores_the_best_epoch():
    rng = np.random.default_rng(0)
    noise = rng.integers(0, 2, 60)  # labels that mean nothing: soon overfitted
    network, twin = make(), make()
    change = {"optimizer": Adam(0.05), "epochs": 300, "validation": (X + 0.1, Y[::-1])}
    rule = EarlyStopping(patience=20)
    history = train(network, X, noise, **{**TASK, **change}, early_stopping=rule)
    assert history.stopped_early
    assert history.best_epoch == history.val_loss.argmin()
    assert history.epoch[-1] == history.best_epoch + 20
    train(twin, X, noise, **{**TASK, **change, "epochs": history.best_epoch})
    np.testing.assert_array_equal(network.flat, twin.flat)


def test_early_stopping_can_leave_the_last_parameters():
    network, twin = make(), make()
    change = {"optimizer": SGD(1e-9), "validation": (X, Y), "epochs": 50}
    rule = EarlyStopping(patience=3, min_delta=0.1, restore_best=False)
    history = run(network, **change, early_stopping=rule)
    assert history.epoch[-1] == 3
    run(twin, **{**change, "epochs": 3})
    np.testing.assert_array_equal(network.flat, twin.flat)


def test_a_progress_bar_is_shown_only_on_request(capsys):
    run()
    assert not capsys.readouterr().err
    run(progress=True)
    assert "5/5" in capsys.readouterr().err


def test_training_is_a_generator_that_trains_as_it_is_consumed():
    network = make()
    start = network.flat.copy()
    records = training(network, X, Y, **TASK)
    assert next(records).epoch == 0
    np.testing.assert_array_equal(network.flat, start)
    assert next(records).epoch == 1
    assert (network.flat != start).any()


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"epochs": -1}, ValueError, "epochs must be an integer of at least 0"),
        ({"epochs": 1.5}, TypeError, "epochs must be an integer"),
        ({"batch_size": 0}, ValueError, "batch_size must be an integer of at least 1, got 0"),
        ({"batch_size": True}, TypeError, "batch_size must be an integer"),
        ({"l2": np.inf}, ValueError, "l2 must be a finite number"),
        ({"clip_norm": 0}, ValueError, "clip_norm must be a finite number above 0"),
        ({"seed": -1}, ValueError, "seed must be"),
        ({"record": 0}, ValueError, "record must be an integer of at least 1"),
        ({"record": "Step"}, ValueError, "record must be an integer .* or 'step', got 'Step'"),
        ({"record": None}, TypeError, "record must be an integer .* or 'step', got None"),
        ({"record": {0, 1}}, TypeError, "record must be .* sequence of epochs .* got {0, 1}"),
        ({"record": [3, 2]}, ValueError, "record must be an increasing sequence"),
        ({"record": [3, 9]}, ValueError, "record must not go beyond epochs = 5"),
        ({"loss": "mae"}, ValueError, "loss must be one of"),
        ({"loss": "softmax_cross_entropy"}, ValueError, "loss 'softmax_cross_entropy' needs"),
        ({"optimizer": "sgd"}, TypeError, "optimizer must be an optimiser"),
        ({"validation": X}, TypeError, "validation must be a pair"),
        ({"validation": (X[:, :1], Y)}, ValueError, "X_val must have shape"),
        ({"validation": (X, Y + 1)}, ValueError, r"y_val must lie in \[0, 1\]"),
        ({"early_stopping": 5}, TypeError, "early_stopping must be an EarlyStopping"),
        ({"early_stopping": EarlyStopping(1)}, ValueError, "early_stopping watches"),
        ({"progress": 1}, TypeError, "progress must be True or False"),
        ({"masks": 3}, TypeError, "masks must be a function"),
        ({"validation": (X, Y, Y)}, TypeError, "validation must be a pair .*, got a tuple of 3"),
    ],
)
def test_what_is_wrong_is_named(change, error, message):
    with pytest.raises(error, match=message):
        run(**change)


def test_the_network_is_checked():
    with pytest.raises(TypeError, match="network must be"):
        train("network", X, Y, **TASK)


@pytest.mark.parametrize(("name", "X", "y"), [("X", X * 1e300, Y), ("y", X, Y * 1e300)])
def test_data_beyond_float32_are_refused(name, X, y):
    network = Network((2, 1), dtype="float32")
    with pytest.raises(ValueError, match=f"^{name} must lie within .* the range of float32"):
        train(network, X, y, loss="mse", optimizer=SGD(), epochs=1)


def test_record_may_be_an_array_without_axes():
    assert run(record=np.array(2)).epoch.tolist() == [0, 2, 4, 5]


@pytest.mark.parametrize("rate", [np.nan, -0.1, np.inf, None, "0.1"])
def test_a_schedule_that_gives_no_rate_is_named(rate):
    schedule = Schedule("mine", lambda step: 0.1 if step < 2 else rate)
    with pytest.raises((ValueError, TypeError), match="lr, mine at step 2, must be"):
        run(optimizer=SGD(schedule))


@pytest.mark.parametrize("batch_size", [None, 16])
def test_epochs_and_steps_are_plain_integers(batch_size):
    last = list(training(make(), X, Y, batch_size=batch_size, **TASK))[-1]
    assert type(last.epoch) is type(last.step) is int
    validated = run(validation=(X, Y), early_stopping=EarlyStopping(patience=2))
    assert type(validated.best_epoch) is int


@pytest.mark.parametrize("record", [1, 2, 3, 7, 100, 10**30])
@pytest.mark.parametrize("epochs", [0, 1, 6, 7])
def test_every_so_many_epochs_and_the_last(record, epochs):
    chosen = recorded_epochs(record, epochs)
    assert chosen.dtype.kind == "i"
    assert chosen.tolist() == sorted({*range(0, epochs, record), epochs})


def test_very_many_recorded_epochs_are_there_at_once():
    start = time.perf_counter()
    chosen = recorded_epochs(1, 4_000_000)
    assert time.perf_counter() - start < 2  # as a list of integers it takes much longer
    assert len(chosen) == 4_000_001
