"""The landscapes: values by hand, gradients by finite differences, and what becomes of the ball."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from dlbook.experiments import landscapes
from dlbook.experiments.landscapes import SURFACES, descend, verdict
from dlbook.formulas import descent
from dlbook.numpy_engine import Network, value_and_gradient

PLACES = np.random.default_rng(3).uniform(-5, 5, (25, 2))


@pytest.mark.parametrize("name", SURFACES)
def test_gradients_equal_central_differences(name):
    surface, h = SURFACES[name], 1e-5
    numeric = np.stack(
        [(surface.value(PLACES + d) - surface.value(PLACES - d)) / (2 * h) for d in h * np.eye(2)],
        axis=-1,
    )
    # third derivatives up to 6 give h² · 6 / 6 = 1e-10; rounding of values near 50 gives 1e-9
    np.testing.assert_allclose(surface.gradient(PLACES), numeric, rtol=0, atol=1e-8)


@pytest.mark.parametrize("name", SURFACES)
def test_minima_are_flat_and_lower_than_their_surroundings(name):
    surface = SURFACES[name]
    assert len(surface.minima) == len(surface.guesses)
    np.testing.assert_allclose(surface.gradient(surface.minima), 0, atol=1e-9)
    angles = np.linspace(0, 2 * np.pi, 24)
    ring = 0.1 * np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    lowest = surface.value(surface.minima)
    assert (surface.value(surface.minima[:, None] + ring) > lowest[:, None]).all()
    assert (np.diff(lowest) >= 0).all()


def test_values_worked_by_hand():
    # at (0, 0): p = -11, q = -7, (121 + 49) / 20 + 1.5
    assert SURFACES["valleys"].value(np.zeros(2)) == pytest.approx(10.0, abs=1e-12)
    assert SURFACES["bowl"].value(np.array([-5.0, -2.0])) == pytest.approx(10.5, abs=1e-12)
    assert SURFACES["saddle"].value(np.zeros(2)) == pytest.approx(2.025, abs=1e-12)
    assert SURFACES["neuron"].value(np.zeros(2)) == pytest.approx(np.log(2), abs=1e-12)


def test_the_neuron_is_the_engine_s_neuron():
    X, y = landscapes.students()
    network = Network((2, 1), output="sigmoid")
    for w in PLACES:
        network.layers[0].W[:], network.layers[0].b[:] = w, 0.0
        value, gradient = value_and_gradient(network, X, y, "sigmoid_cross_entropy")
        assert SURFACES["neuron"].value(w) == pytest.approx(value, abs=1e-12)
        np.testing.assert_allclose(SURFACES["neuron"].gradient(w), gradient[:2], atol=1e-12)


def test_descent_on_the_bowl_gives_the_printed_numbers():
    """Zhang et al., Dive into Deep Learning, 12.7: from (-5, -2), 20 steps at 0.4."""
    path = descend(SURFACES["bowl"], (-5.0, -2.0), 0.4, 20)
    np.testing.assert_allclose(path[-1], [-0.943467, -0.000073], atol=5e-7)


def test_descent_steps_as_torch_sgd_does():
    w = torch.tensor([4.0, -4.0], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.02)
    for point in descend(SURFACES["valleys"], (4.0, -4.0), 0.02, 30):
        np.testing.assert_allclose(w.detach().numpy(), point, rtol=0, atol=1e-12)
        p, q = w[0] ** 2 + w[1] - 11, w[0] + w[1] ** 2 - 7
        optimizer.zero_grad()
        ((p**2 + q**2) / 20 + 0.15 * w[0] + 0.1 * w[1] + 1.5).backward()
        optimizer.step()


@pytest.mark.parametrize(
    ("name", "start", "lr", "found"),
    [
        ("valleys", (-4.0, -4.5), 0.1, ("converges", 0)),
        ("valleys", (-2.0, 4.0), 0.1, ("converges", 1)),
        ("valleys", (-2.0, 4.0), 0.001, ("too slow", -1)),
        ("valleys", (-2.0, 4.0), 1.0, ("diverges", -1)),
        ("bowl", (-5.0, -2.0), 0.5, ("swings", -1)),  # each step turns w2 into -w2 exactly
        ("bowl", (-5.0, -2.0), 0.55, ("diverges", -1)),
        ("saddle", (-4.0, 0.0), 0.3, ("stops at a flat place", -1)),
        ("saddle", (-4.0, 0.1), 0.3, ("converges", 0)),
        ("neuron", (-4.0, 4.0), 1.0, ("converges", 0)),
    ],
)
def test_verdicts(name, start, lr, found):
    surface = SURFACES[name]
    assert verdict(surface, descend(surface, start, lr, 100)) == found


@pytest.mark.parametrize(
    ("turns", "kind"),
    [
        ([1, 2, 3, 4, 5], "swings"),  # 5 of the last 20 steps are a quarter
        ([1, 2, 3, 4], "too slow"),
        ([4, 8, 12, 16, 20], "swings"),
        ([4, 8, 12, 16, 21], "too slow"),
        ([15, 16, 17, 18, 19], "swings"),
        ([17, 18, 19, 20, 21], "too slow"),
    ],
)
def test_a_ball_swings_when_a_quarter_of_its_last_20_steps_turn(turns, kind):
    """turns: at which steps, counted back from the last, the slope turns against the one before."""
    signs = np.ones(101)
    signs[[-k for k in turns]] = -1
    path = np.stack([np.full(101, 2.0), np.cumprod(signs)], axis=-1)
    assert verdict(SURFACES["bowl"], path) == (kind, -1)


def test_a_ball_that_has_left_stays_where_it_left():
    path = descend(SURFACES["valleys"], (4.0, 4.0), 10.0, 50)
    assert np.isfinite(path).all()
    assert np.abs(path[-1]).max() > descent.FAR
    np.testing.assert_array_equal(path[-1], path[-2])


@given(
    lr=st.floats(max_value=0.0) | st.sampled_from([np.nan, np.inf]),
    steps=st.integers(max_value=0),
)
def test_bad_rates_and_steps_are_named(lr, steps):
    with pytest.raises(ValueError, match="lr"):
        descend(SURFACES["bowl"], (1.0, 1.0), lr, 3)
    with pytest.raises(ValueError, match="steps"):
        descend(SURFACES["bowl"], (1.0, 1.0), 0.1, steps)


@pytest.mark.parametrize("start", [(1.0,), (1.0, 2.0, 3.0), (np.nan, 0.0), (0.0, np.inf)])
def test_bad_starts_are_named(start):
    with pytest.raises(ValueError, match="start"):
        descend(SURFACES["bowl"], start, 0.1, 3)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: descend("bowl", (1.0, 1.0), 0.1, 3), "surface must be a Surface .* got 'bowl'"),
        (lambda: verdict("bowl", [[0.0, 0.0]]), "surface must be a Surface"),
        (
            lambda: verdict(SURFACES["bowl"], []),
            r"path must have shape \(n, 2\), n at least 1",
        ),
        (lambda: verdict(SURFACES["bowl"], [0.0, 0.0]), r"path must have shape \(n, 2\)"),
        (lambda: verdict(SURFACES["bowl"], "path"), "path must be an array of real numbers"),
    ],
)
def test_what_is_no_surface_and_no_path_is_named(call, message):
    with pytest.raises((TypeError, ValueError), match=message):
        call()


def test_a_path_may_be_a_list():
    assert verdict(SURFACES["bowl"], [[0, 0]]) == ("converges", 0)
