"""Outcomes of made-up loss curves whose name is plain to see, and of real trainings."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dlbook import data
from dlbook.numpy_engine import sweep
from dlbook.training.outcomes import OUTCOMES, classify, classify_many

T = np.arange(101)
CURVES = {
    "falls and settles": (0.2 + 0.5 * np.exp(-T / 10), "learns"),
    "settles on a high floor": (0.6 + 0.1 * np.exp(-T / 10), "learns"),
    "rough start, then falls": (
        0.2 + 0.5 * np.exp(-T / 10) * (1 + (T < 20) * (T % 2)),
        "learns",
    ),
    "hardly moves": (0.7 - 1e-4 * T, "too slow"),
    "still on its way": (0.7 - 2e-3 * T, "too slow"),
    "stays where it is": (np.full(101, 0.7), "too slow"),
    "up and down to the end": (0.4 + 0.2 * np.cos(T * np.pi / 5), "swings"),
    "up and down every record": (np.where(T % 2, 0.3, 0.7), "swings"),
    "noise around its floor": (0.2 + 0.5 * np.exp(-T / 5) + 0.01 * (T % 2), "learns"),
    "up and stays": (np.where(T > 3, 5.0 + np.cos(T), 0.7), "diverges"),
    "grows": (0.7 * 1.05**T, "diverges"),
    "ends as NaN": (np.where(T > 90, np.nan, 0.7), "diverges"),
    "ends infinite": (np.where(T > 98, np.inf, 0.5), "diverges"),
}


@pytest.mark.parametrize("name", CURVES)
def test_plain_cases(name):
    losses, kind = CURVES[name]
    assert classify(losses).kind == kind


@pytest.mark.parametrize(("rises", "kind"), [(1, "learns"), (2, "swings"), (3, "swings")])
def test_a_loss_swings_from_its_second_rise_on(rises, kind):
    losses = 0.2 + 0.5 * np.exp(-T / 10)
    losses[60 : 60 + 10 * rises : 10] += 0.2
    assert classify(losses).kind == kind


def test_many_at_once_are_the_same_as_one_by_one():
    curves = np.array([losses for losses, _ in CURVES.values()])
    codes = classify_many(curves.reshape(1, *curves.shape))
    assert codes.shape == (1, len(CURVES))
    assert [OUTCOMES[code] for code in codes[0]] == [kind for _, kind in CURVES.values()]


def test_divergence_says_when_and_what():
    assert classify([0.7, 0.5, np.nan]) == ("diverges", 2, pytest.approx(np.nan, nan_ok=True))
    outcome = classify([0.7, 0.6, *[3.0] * 5], [0, 10, 20, 30, 40, 50, 60])
    assert outcome == ("diverges", 20, 3.0)


def test_others_say_the_last_epoch_and_loss():
    assert classify([0.7, 0.1, 0.1], [0, 5, 10]) == ("learns", 10, 0.1)


def test_epochs_not_records_are_counted():
    losses = [0.7, *[1.0] * 5]
    assert classify(losses).kind != "diverges"
    assert classify(losses, np.arange(6) * 2).kind == "diverges"
    assert classify(losses, patience_epochs=5).kind == "diverges"


def test_the_floor_is_what_can_be_won():
    losses = np.linspace(0.7, 0.6, 50)
    assert classify(losses).kind == "too slow"
    assert classify(losses, floor=0.6).kind == "learns"


def test_learning_rates_in_order():
    students = data.pass_fail()
    X, _ = data.standardise(students.X)
    result = sweep(
        (2, 3, 1),
        X,
        students.y,
        lr=(1e-3, 3.0, 40.0, 1e4),
        dropout=0.0,
        seeds=0,
        activation="sigmoid",
        output="sigmoid",
        loss="sigmoid_cross_entropy",
        epochs=400,
    )
    kinds = [result.outcome(k) for k in range(4)]
    assert kinds == ["too slow", "learns", "swings", "diverges"]


@example(np.array([-np.inf]))
@given(arrays(float, st.integers(1, 30), elements=st.floats(width=32)))
def test_every_curve_has_a_name(losses):
    outcome = classify(losses)
    assert outcome.kind in OUTCOMES
    if not np.isfinite(losses[-1]):
        assert outcome.kind == "diverges"


@pytest.mark.parametrize(
    ("losses", "epochs", "message"),
    [
        ([], None, "losses must have shape"),
        ([[0.1, 0.2]], None, r"losses must have shape \(n_records,\)"),
        ([0.1, 0.2], [0], "epochs must have shape"),
    ],
)
def test_what_is_wrong_is_named(losses, epochs, message):
    with pytest.raises(ValueError, match=message):
        classify(losses, epochs)


@pytest.mark.parametrize(
    ("losses", "given", "message"),
    [
        ([1j, 2], {}, "losses must be an array of real numbers"),
        (["a"], {}, "losses must be an array of real numbers"),
        ([1, 2], {"epochs": [1, 0]}, "epochs must not decrease"),
        ([1, 2], {"epochs": [0, np.nan]}, "epochs must be finite"),
        ([1, 2], {"patience_epochs": -1}, "patience_epochs must be an integer of at least 0"),
        ([1, 2], {"patience_epochs": "ten"}, "patience_epochs must be an integer"),
        ([1, 2], {"floor": np.nan}, "floor must be a finite number"),
    ],
)
def test_every_argument_is_checked(losses, given, message):
    with pytest.raises((ValueError, TypeError), match=message):
        classify(losses, **given)
