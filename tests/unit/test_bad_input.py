"""Drawn at random: a bad argument is an error that names it, never a wrong result."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlbook import checks, data
from dlbook.numpy_engine import SGD, Adam, Network, sweep, train
from dlbook.training.early_stopping import EarlyStopping
from dlbook.training.schedules import cosine, step_decay, warm_up

X, Y = np.eye(4)[:, :2], np.array([0, 1, 1, 0])
NOT_FINITE = st.sampled_from([np.nan, np.inf, -np.inf])
NOT_A_NUMBER = st.one_of(st.none(), st.text(max_size=3), st.booleans(), st.just([1.0]))
NEGATIVE = st.floats(max_value=0, exclude_max=True, allow_infinity=False)
NOT_AN_INTEGER = st.one_of(NOT_A_NUMBER, st.floats(-5, 5), NOT_FINITE)

BAD = {
    "rate": st.one_of(NOT_A_NUMBER, NOT_FINITE, NEGATIVE, st.just(0)),
    "share": st.one_of(NOT_A_NUMBER, NOT_FINITE, NEGATIVE, st.floats(min_value=1)),
    "count": st.one_of(NOT_AN_INTEGER, st.integers(max_value=0)),
    "seed": st.one_of(NOT_AN_INTEGER, st.integers(max_value=-1)),
    "penalty": st.one_of(NOT_A_NUMBER, NOT_FINITE, NEGATIVE),
    "name": st.one_of(st.text(max_size=4).map("?{}".format), st.integers(), st.none()),
}

# argument -> what is bad for it, and a call that is right but for it
TASK = {"loss": "sigmoid_cross_entropy", "epochs": 1}
TARGETS = [
    ("lr", "rate", lambda v: SGD(lr=v)),
    ("lr", "rate", lambda v: cosine(v, steps=3)),
    ("lr", "rate", lambda v: warm_up(v, steps=3)),
    ("factor", "rate", lambda v: step_decay(0.1, every=2, factor=v)),
    ("every", "count", lambda v: step_decay(0.1, every=v)),
    ("weight_decay", "penalty", lambda v: SGD(weight_decay=v)),
    ("betas", "share", lambda v: Adam(betas=(0.5, v))),
    ("eps", "rate", lambda v: Adam(eps=v)),
    ("patience", "count", lambda v: EarlyStopping(patience=v)),
    ("min_delta", "penalty", lambda v: EarlyStopping(patience=3, min_delta=v)),
    ("dropout", "share", lambda v: Network((2, 3, 1), dropout=v)),
    ("seed", "seed", lambda v: Network((2, 1), seed=v)),
    ("activation", "name", lambda v: Network((2, 1), activation=v)),
    ("output", "name", lambda v: Network((2, 1), output=v)),
    ("dtype", "name", lambda v: Network((2, 1), dtype=v)),
    ("sizes", "count", lambda v: Network((2, v, 1))),
    ("n", "count", lambda v: data.pass_fail(v)),
    ("noise", "penalty", lambda v: data.moons(10, v)),
]
TRAIN = [
    ("seed", "seed"),
    ("l2", "penalty"),
    ("loss", "name"),
]
SWEEP = [
    ("lr", "rate"),
    ("dropout", "share"),
    ("seeds", "seed"),
    ("max_memory", "count"),
    ("processes", "count"),
]


@pytest.mark.parametrize(("argument", "kind", "call"), TARGETS)
@settings(max_examples=40)
@given(draw=st.data())
def test_settings(argument, kind, call, draw):
    value = draw.draw(BAD[kind])
    with pytest.raises((TypeError, ValueError), match=argument):
        call(value)


@pytest.mark.parametrize(("argument", "kind"), TRAIN)
@settings(max_examples=40)
@given(draw=st.data())
def test_train(argument, kind, draw):
    network = Network((2, 1), output="sigmoid")
    before = network.flat.copy()
    bad = {**TASK, "optimizer": SGD(), argument: draw.draw(BAD[kind])}
    with pytest.raises((TypeError, ValueError), match=argument):
        train(network, X, Y, **bad)
    np.testing.assert_array_equal(network.flat, before)


@pytest.mark.parametrize(("argument", "kind"), SWEEP)
@pytest.mark.parametrize("as_axis", [False, True])
@settings(max_examples=25)
@given(draw=st.data())
def test_sweep(argument, kind, as_axis, draw):
    value = draw.draw(BAD[kind])
    if isinstance(value, list):
        value = "not a number"
    if value is None and argument == "lr" and not as_axis:
        return  # the optimiser's own
    if as_axis and argument in ("lr", "dropout", "seeds"):
        value = [value]
    with pytest.raises((TypeError, ValueError), match=argument):
        sweep((2, 1), X, Y, output="sigmoid", **{**TASK, argument: value})


SHAPES = st.lists(st.integers(0, 5), max_size=3).map(tuple)


@settings(max_examples=100)
@given(SHAPES.filter(lambda shape: len(shape) != 2 or shape[1] != 2 or shape[0] == 0))
def test_shapes_of_inputs(shape):
    with pytest.raises(ValueError, match="X must"):
        Network((2, 1)).predict(np.zeros(shape))


@settings(max_examples=100)
@given(SHAPES.filter(lambda shape: shape not in ((4,), (4, 1))))
def test_shapes_of_targets(shape):
    with pytest.raises(ValueError, match="y must have shape"):
        train(Network((2, 1)), X, np.zeros(shape), loss="mse", optimizer=SGD(), epochs=1)


@given(st.integers(0, 3), st.integers(0, 1), NOT_FINITE)
def test_data_that_are_not_finite(row, column, value):
    bad = X.copy()
    bad[row, column] = value
    with pytest.raises(ValueError, match=rf"X must be finite, got .* at index \({row}, {column}\)"):
        train(Network((2, 1)), bad, Y, loss="mse", optimizer=SGD(), epochs=1)


@given(st.integers(), st.integers(1, 6))
def test_labels_out_of_range(label, n_classes):
    if 0 <= label < n_classes:
        assert checks.labels("y", [label], 1, n_classes) == label
    else:
        with pytest.raises((TypeError, ValueError), match="y must"):
            checks.labels("y", [label], 1, n_classes)
