"""Starts made of a trained network, and sweeps that start from given parameters."""

import sys

import numpy as np
import pytest

from dlbook.experiments import starts
from dlbook.experiments.starts import epochs_to, half_width
from dlbook.experiments.transfer import mean_var, shuffled, transferred
from dlbook.numpy_engine import SGD, Momentum, Network, sweep, train

# the module: the package has the function of the same name
SWEEP = sys.modules["dlbook.numpy_engine.sweep"]
SIZES, TRAINED_SIZES = (40, 30, 20, 3), (40, 30, 20, 7)
START = Network(SIZES, init="he_normal", seed=0)
TRAINED = Network(TRAINED_SIZES, init="glorot_normal", seed=1)
for _layer in TRAINED.layers:
    _layer.W[...] += 0.05
    _layer.b[...] = np.random.default_rng(2).normal(1.0, 0.5, len(_layer.b))
N_1, N_2 = 30 * 41, 30 * 41 + 20 * 31


def network_of(flat):
    network = Network(SIZES)
    network.flat[:] = flat
    return network


@pytest.mark.parametrize(("layers", "end"), [(0, 0), (1, N_1), (2, N_2)])
def test_transferred_layers_are_the_trained_ones_and_the_rest_is_the_start(layers, end):
    flat = transferred(START.flat, TRAINED.flat, SIZES, layers)
    np.testing.assert_array_equal(flat[:end], TRAINED.flat[:end])
    np.testing.assert_array_equal(flat[end:], START.flat[end:])
    a, b = network_of(flat), TRAINED
    for k in range(layers):
        np.testing.assert_array_equal(a.layers[k].W, b.layers[k].W)
        np.testing.assert_array_equal(a.layers[k].b, b.layers[k].b)


def test_the_start_itself_is_left_alone():
    before = START.flat.copy()
    mean_var(START.flat, TRAINED.flat, SIZES, 2, np.random.default_rng(0))
    np.testing.assert_array_equal(START.flat, before)


def test_mean_var_keeps_mean_and_spread_and_nothing_else():
    flat = mean_var(START.flat, TRAINED.flat, SIZES, 2, np.random.default_rng(0))
    np.testing.assert_array_equal(flat[N_2:], START.flat[N_2:])
    for made, known in zip(network_of(flat).layers[:2], TRAINED.layers, strict=False):
        # 600 weights or more: the mean is known to 4 % of the spread, the spread to 3 %
        assert made.W.mean() == pytest.approx(known.W.mean(), abs=0.15 * known.W.std())
        assert made.W.std() == pytest.approx(known.W.std(), rel=0.1)
        assert made.b.mean() == pytest.approx(known.b.mean(), abs=0.4)
        assert abs(np.corrcoef(made.W.ravel(), known.W.ravel())[0, 1]) < 0.15


def test_shuffled_layers_hold_the_same_weights_in_another_order():
    flat = shuffled(START.flat, TRAINED.flat, SIZES, 2, np.random.default_rng(0))
    for made, known in zip(network_of(flat).layers[:2], TRAINED.layers, strict=False):
        assert not np.array_equal(made.W, known.W)
        np.testing.assert_array_equal(np.sort(made.W.ravel()), np.sort(known.W.ravel()))
        np.testing.assert_array_equal(np.sort(made.b), np.sort(known.b))


def test_what_a_start_draws_anew_is_nothing_that_its_source_began_with(monkeypatch):
    results = []

    def kept(*arguments, **settings):
        results.append(sweep(*arguments, **settings))
        return results[-1]

    monkeypatch.setattr(starts, "sweep", kept)
    monkeypatch.setattr(starts, "SOURCE_EPOCHS", 1)
    trained = starts.source_networks.__wrapped__()  # not the ones that are cached
    began = results[0].parameters[:, 0]
    output = 48 * (64 + 1) + 48 * (48 + 1)  # where the output layer begins
    for draw in range(starts.DRAWS):
        made = starts.starting_points(trained[draw], draw)
        for new in (made[:, output:], made[starts.RANDOM]):
            drawn = new[new != 0]  # the biases begin at 0
            assert not np.isin(drawn, began[draw]).any()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((START.flat, TRAINED.flat, SIZES, 4), r"layers must be at most 3 for \(40, .*got 4"),
        ((START.flat, TRAINED.flat, SIZES, -1), "layers must be an integer of at least 0, got -1"),
        ((START.flat[1:], TRAINED.flat, SIZES, 1), "start must have shape"),
        ((START.flat, TRAINED.flat[:100], SIZES, 1), "trained must be a vector of at least the 12"),
        ((START.flat, TRAINED.flat[None], SIZES, 1), "trained must be a vector of at least the 12"),
        ((START.flat * np.nan, TRAINED.flat, SIZES, 1), "start must be finite, got nan at index"),
    ],
)
def test_bad_input_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        transferred(*arguments)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: half_width([1.0, 2.0]), r"values must have 12 entries .* got \(2,\)"),
        (lambda: half_width(None), "values must be an array of real numbers, got None"),
        (lambda: epochs_to([99.0] * 18), r"curve must have 17 entries .* got \(18,\)"),
    ],
)
def test_what_has_no_mean_course_is_named(call, message):
    with pytest.raises((TypeError, ValueError), match=message):
        call()


def test_lists_are_taken_too():
    assert epochs_to([0.0] * 3 + [99.0] * 14) == 3
    assert half_width([0.0, 1.0] * 6) == half_width(np.tile([0.0, 1.0], 6))


X = np.random.default_rng(5).normal(size=(24, 4))
Y = (X[:, 0] > 0).astype(int)
SMALL = (4, 5, 2)
SETTINGS = {"loss": "softmax_cross_entropy", "epochs": 6, "batch_size": 8}


@pytest.mark.parametrize("shared_start", [False, True])
@pytest.mark.parametrize("cache", [1, 2**22])
def test_a_sweep_starts_where_it_is_told(shared_start, cache, monkeypatch):
    # a tiny cache cuts the sweep into stacks of one network, a large one trains all at once
    monkeypatch.setattr(SWEEP, "CACHE_BYTES", cache)
    seeds, lrs = (0, 3, 3), (0.1, 0.3)
    rows = np.array([Network(SMALL, init="he_normal", seed=s).flat.copy() for s in (7, 8, 9)])
    result = sweep(
        SMALL, X, Y, output="softmax", optimizer=Momentum(), lr=lrs, seeds=seeds, dropout=0.0,
        start=rows[0] if shared_start else rows, keep_parameters=True, **SETTINGS,
    )  # fmt: skip
    for s, seed in enumerate(seeds):
        row = rows[0] if shared_start else rows[s]
        for k, lr in enumerate(lrs):
            network = Network(SMALL, output="softmax")
            network.flat[:] = row
            np.testing.assert_array_equal(result.parameters[k, s, 0], row)
            history = train(network, X, Y, optimizer=Momentum(lr=lr), seed=seed, **SETTINGS)
            np.testing.assert_allclose(result.train_loss[k, s], history.train_loss, atol=1e-13)
            np.testing.assert_allclose(
                result.parameters[k, s, -1], network.flat, rtol=0, atol=1e-13
            )


@pytest.mark.parametrize("shape", [(36,), (2, 37), (3, 36), (1, 3, 37)])
def test_a_start_of_another_shape_is_refused(shape):
    with pytest.raises(ValueError, match=r"start must have shape \(37,\) or \(3, 37\)"):
        sweep(
            SMALL, X, Y, output="softmax", optimizer=SGD(), seeds=(0, 1, 2),
            start=np.zeros(shape), **SETTINGS,
        )  # fmt: skip


def test_a_start_of_whole_numbers_cuts_nothing_off():
    start, trained = [0] * 9, np.linspace(0.1, 0.9, 9)
    np.testing.assert_array_equal(transferred(start, trained, (2, 2, 1), 2), trained)
    mixed = shuffled(start, trained, (2, 2, 1), 2, np.random.default_rng(0))
    np.testing.assert_array_equal(np.sort(mixed), trained)
    assert mean_var(start, trained, (2, 2, 1), 2, np.random.default_rng(0)).all()


@pytest.mark.parametrize("function", [mean_var, shuffled])
@pytest.mark.parametrize("rng", [0, None])
def test_what_is_no_generator_is_named(function, rng):
    with pytest.raises(TypeError, match="rng must be a NumPy random generator, got"):
        function(START.flat, TRAINED.flat, SIZES, 1, rng)
