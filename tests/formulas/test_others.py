"""The chain, single neurons, batches, schedules, landscapes, costs and runs together."""

import numpy as np
import pytest
import torch

from dlbook.formulas import batches, chain, costs, landscapes, neurons, schedules, statistics

RNG = np.random.default_rng(11)


@pytest.mark.parametrize(("x", "y", "w1", "w2"), [(2.0, 1.0, 0.5, -1.0), (-3.0, 0.3, 2.5, 1.7)])
def test_the_chain_is_autograds(x, y, w1, w2):
    weights = [torch.tensor(w, dtype=torch.float64, requires_grad=True) for w in (w1, w2)]
    values = [weights[0] * x]
    values += [torch.sigmoid(values[0])]
    values += [weights[1] * values[1]]
    values += [torch.sigmoid(values[2])]
    values += [(values[3] - y) ** 2]
    ours = chain.forward(x, y, w1, w2)
    assert list(ours) == ["z1", "a1", "z2", "y_hat", "J"]
    np.testing.assert_allclose(list(ours.values()), [float(v.detach()) for v in values], rtol=1e-14)
    wanted = [values[3], values[2], weights[1], values[1], values[0], weights[0]]
    slopes = [float(slope) for slope in torch.autograd.grad(values[4], wanted)]
    back = chain.backward(x, y, w1, w2)
    assert list(back) == ["dy_hat", "dz2", "dw2", "da1", "dz1", "dw1"]
    np.testing.assert_allclose(list(back.values()), slopes, rtol=1e-13)
    nudged = chain.nudged(x, y, w1, w2, 1e-5)
    assert nudged == pytest.approx({"dw1": back["dw1"], "dw2": back["dw2"]}, abs=1e-9)


def test_a_neurons_state_foot_and_gradients():
    w, b = np.array([3.0, -4.0]), 10.0
    assert neurons.state(w, b, np.array([-1.0, 2.0])) == -1
    foot = neurons.foot(w, b)
    assert neurons.state(w, b, foot) == pytest.approx(0, abs=1e-14)
    assert np.hypot(*foot) == pytest.approx(2, abs=1e-14)  # |b| / ‖w‖
    X, y = RNG.normal(size=(5, 2)), RNG.integers(0, 2, 5).astype(float)
    dw, db = neurons.example_gradients(w, b, X, y)
    for k in range(5):
        at = torch.tensor([*w, b], requires_grad=True)
        z = at[:2] @ torch.tensor(X[k]) + at[2]
        target = torch.tensor(y[k])
        torch.nn.functional.binary_cross_entropy_with_logits(z, target).backward()
        np.testing.assert_allclose([*dw[k], db[k]], at.grad.numpy(), rtol=0, atol=1e-13)


@pytest.mark.parametrize("replacement", [True, False])
def test_the_standard_error_is_that_of_many_draws(replacement):
    gradients = RNG.normal(size=(12, 3)) * [1, 5, 0.1]
    n, B, draws = 12, 4, 40_000
    if replacement:
        rows = RNG.integers(0, n, (draws, B))
    else:
        rows = RNG.permuted(np.tile(np.arange(n), (draws, 1)), axis=1)[:, :B]
    away = gradients[rows].mean(axis=1) - gradients.mean(axis=0)
    found = np.sqrt((away**2).sum(axis=1).mean())
    variance = batches.variance(gradients)
    error = (
        batches.standard_error(variance, B)
        if replacement
        else batches.standard_error_without_replacement(variance, B, n)
    )
    assert error == pytest.approx(found, rel=0.02)  # four times the error of 40,000 draws


def test_all_examples_leave_no_error():
    assert batches.standard_error_without_replacement(3.0, 7, 7) == 0


def test_schedules_by_hand():
    steps = np.arange(7)
    np.testing.assert_allclose(
        schedules.step_decay(steps, 0.8, 3, 0.5), [0.8, 0.8, 0.8, 0.4, 0.4, 0.4, 0.2], rtol=1e-15
    )
    half = schedules.cosine(steps, 0.5, 4, 0.1)
    np.testing.assert_allclose(half[[0, 2, 4, 6]], [0.5, 0.3, 0.1, 0.1], rtol=1e-15)
    # a quarter of the way: 0.1 + 0.2 (1 + √½)
    assert half[1] == pytest.approx(0.1 + 0.2 * (1 + 0.5**0.5), rel=1e-15)
    np.testing.assert_allclose(
        schedules.warm_up(steps, 0.6, 3, 0.7), [0.2, 0.4, 0.6, 0.7, 0.7, 0.7, 0.7], rtol=1e-15
    )


def test_costs_by_hand():
    # weights 6 and 3: 2 · 10 · (3 · 9 - 6)
    assert costs.step_operations((2, 3, 1), 10) == 420
    assert costs.step_seconds(420, 5, 0.1, 210) == pytest.approx(2.5, abs=1e-15)
    # 3 calls dearer by 0.2, and a saving of 0.5 - 0.1 an operation
    assert costs.break_even(3, 0.1, 2, 0.3, 10) == pytest.approx(1.5, rel=1e-14)
    assert costs.break_even(3, 0.3, 2, 0.1, 10) == 0
    width = costs.width_for(costs.step_operations((7, 20, 20, 4), 16), 16, 7, 4)
    assert width == pytest.approx(20, rel=1e-14)


@pytest.mark.parametrize("name", ["valleys", "bowl", "saddle", "dips", "neuron"])
def test_gradients_of_landscapes_equal_central_differences(name):
    data = ()
    if name == "neuron":
        data = RNG.normal(size=(20, 2)), RNG.integers(0, 2, 20).astype(float)
    J, gradient = getattr(landscapes, name), getattr(landscapes, f"{name}_gradient")
    w, h = RNG.uniform(-5, 5, (25, 2)), 1e-5
    sides = [(J(w + d, *data) - J(w - d, *data)) / (2 * h) for d in h * np.eye(2)]
    # third derivatives up to 6 give h², 1e-10; rounding of values near 50 gives 1e-9
    np.testing.assert_allclose(gradient(w, *data), np.stack(sides, axis=-1), rtol=0, atol=1e-8)
    # one place is a stack of places, one by one
    np.testing.assert_allclose(gradient(w[3], *data), gradient(w, *data)[3], rtol=1e-14)


@pytest.mark.parametrize("n_runs", [3, 4, 10])
def test_the_inner_band_leaves_out_one_lowest_and_one_highest_run(n_runs):
    for values in np.random.default_rng(n_runs).integers(0, 4, (50, n_runs, 6)):
        low, high = statistics.inner_band(values.astype(float))
        inside = np.sort(values, axis=0)[1:-1]
        np.testing.assert_array_equal(low, inside[0])
        np.testing.assert_array_equal(high, inside[-1])


def test_of_one_run_no_inner_band_is_left():
    low, high = statistics.inner_band(np.ones((1, 3)))
    assert np.all(low == np.inf)
    assert np.all(high == -np.inf)
