"""Updates against torch.optim over 50 steps of the same gradients; Adam's two forms; clipping."""

import numpy as np
import pytest
import torch

from dlbook.formulas import updates

STEPS, N = 50, 7
GRADIENTS = np.random.default_rng(8).normal(size=(STEPS, N)) * np.logspace(-4, 2, N)
START = np.linspace(-2, 2, N)
ADAM = {"beta1": 0.9, "beta2": 0.99, "eps": 1e-3}
# the update, the names of its state, its settings, and PyTorch's
CASES = {
    "sgd": (updates.sgd, (), {}, lambda p: torch.optim.SGD(p, 0.1)),
    "momentum": (
        updates.momentum, ("velocity",), {"momentum": 0.8},
        lambda p: torch.optim.SGD(p, 0.1, momentum=0.8),
    ),
    "nesterov": (
        updates.nesterov, ("velocity",), {"momentum": 0.8},
        lambda p: torch.optim.SGD(p, 0.1, momentum=0.8, nesterov=True),
    ),
    "adagrad": (
        updates.adagrad, ("squares",), {"eps": 1e-3},
        lambda p: torch.optim.Adagrad(p, 0.1, eps=1e-3),
    ),
    "rmsprop": (
        updates.rmsprop, ("squares",), {"alpha": 0.95, "eps": 1e-3},
        lambda p: torch.optim.RMSprop(p, 0.1, alpha=0.95, eps=1e-3),
    ),
    "adadelta": (
        updates.adadelta, ("squares", "moves"), {"rho": 0.9, "eps": 1e-3},
        lambda p: torch.optim.Adadelta(p, 0.1, rho=0.9, eps=1e-3),
    ),
    "adam": (
        updates.adam, ("m", "v"), ADAM,
        lambda p: torch.optim.Adam(p, 0.1, betas=(0.9, 0.99), eps=1e-3),
    ),
    "adam_algorithm_1": (
        updates.adam_algorithm_1, ("m", "v"), ADAM,
        lambda p: torch.optim.Adam(p, 0.1, betas=(0.9, 0.99), eps=1e-3),
    ),
}  # fmt: skip


def run(name, lr=0.1, gradients=GRADIENTS, theta=START):
    """θ after every step."""
    update, names, settings, _ = CASES[name]
    state = {key: np.zeros_like(theta) for key in names}
    path = []
    for t, g in enumerate(gradients, start=1):
        step = {"t": t} if name.startswith("adam") else {}
        theta, state = update(theta, g, state, lr=lr, **step, **settings)
        path.append(theta)
    assert set(state) == set(names)
    return np.array(path)


@pytest.mark.parametrize("name", CASES)
def test_fifty_steps_are_torch_optims(name):
    theta = torch.tensor(START, requires_grad=True)
    optimizer = CASES[name][3]([theta])
    path = []
    for g in GRADIENTS:
        theta.grad = torch.tensor(g)
        optimizer.step()
        path.append(theta.detach().numpy().copy())
    np.testing.assert_allclose(run(name), path, rtol=1e-12, atol=1e-13)


def test_adams_two_forms_are_equal():
    np.testing.assert_allclose(run("adam"), run("adam_algorithm_1"), rtol=1e-13, atol=1e-14)


def test_adams_first_step_is_the_rate_times_the_sign():
    state = {"m": np.zeros(3), "v": np.zeros(3)}
    g = np.array([3.0, -0.2, 1e5])
    theta, _ = updates.adam(np.zeros(3), g, state, 0.1, 1, 0.9, 0.999, 0.0)
    np.testing.assert_allclose(theta, [-0.1, 0.1, -0.1], rtol=1e-14)


@pytest.mark.parametrize("name", CASES)
def test_rows_with_rates_of_their_own_are_the_rows_one_by_one(name):
    theta, gradients = np.stack([START, -START]), np.stack([GRADIENTS, GRADIENTS**2], axis=1)
    together = run(name, np.array([[0.1], [0.03]]), gradients, theta)
    for k, lr in enumerate((0.1, 0.03)):
        alone = run(name, lr, gradients[:, k], theta[k])
        np.testing.assert_allclose(together[:, k], alone, rtol=1e-14, atol=1e-15)


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_changed_in_place_and_float32_stays(name):
    update, names, settings, _ = CASES[name]
    arrays = [np.ones(3, np.float32) for _ in range(2 + len(names))]
    for array in arrays:
        array.flags.writeable = False
    theta, g, *values = arrays
    state = dict(zip(names, values, strict=True))
    step = {"t": 1} if name.startswith("adam") else {}
    new, new_state = update(theta, g, state, lr=0.1, **step, **settings)
    assert {new.dtype, *(array.dtype for array in new_state.values())} == {np.dtype(np.float32)}


def test_decay_adds_to_the_gradient():
    theta = torch.tensor(START, requires_grad=True)
    optimizer = torch.optim.SGD([theta], 0.1, weight_decay=0.3)
    theta.grad = torch.tensor(GRADIENTS[0])
    optimizer.step()
    ours, _ = updates.sgd(START, updates.with_decay(START, GRADIENTS[0], 0.3), {}, 0.1)
    np.testing.assert_allclose(ours, theta.detach().numpy(), rtol=1e-14)


@pytest.mark.parametrize("largest", [0.5, 5.0, 50.0])
def test_clipping_is_pytorchs(largest):
    g = np.array([3.0, -4.0, 12.0])  # of norm 13
    theta = torch.zeros(3, dtype=torch.float64, requires_grad=True)
    theta.grad = torch.tensor(g)
    torch.nn.utils.clip_grad_norm_([theta], largest)
    np.testing.assert_allclose(updates.clip(g, largest), theta.grad.numpy(), rtol=1e-14)


def test_clipping_lets_nan_through_and_takes_rows():
    assert np.isnan(updates.clip(np.array([np.nan, 1.0]), 1.0)).all()
    rows = np.array([[3.0, 4.0], [0.3, 0.4]])
    np.testing.assert_allclose(updates.clip(rows, 1.0), [[0.6, 0.8], [0.3, 0.4]], rtol=1e-6)
