"""Every optimiser against torch.optim's own, on the same sequences of gradients.

torch.optim is called here directly: the NumPy engine's optimisers, the PyTorch engine's, and the
sweep's updates of many networks at once must each give what it gives.
"""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from dlbook import numpy_engine, torch_engine
from dlbook.torch_engine.updates import fresh_state, update

N_PARAMETERS = 6
# of the size of the path travelled: a few hundred roundings at 2e-16
TOLERANCE = 1e-12

rates = st.floats(1e-4, 1.0)
shares = st.floats(0.0, 0.999)
epsilons = st.floats(1e-10, 1e-3)
decays = st.one_of(st.just(0.0), st.floats(1e-4, 0.1))
# how much of the mean of squares is kept: with next to nothing kept a step divides by the gradient
# of the moment, and where that is nearly cancelled by weight decay, rounding is all that is left
long_shares = st.floats(0.5, 0.9999)
betas = st.tuples(shares, long_shares)

# name -> (the engines' class, torch.optim's class, random settings by the engines' names)
CASES = {
    "SGD": ("SGD", torch.optim.SGD, {}),
    "Momentum": ("Momentum", torch.optim.SGD, {"momentum": shares}),
    "Nesterov": (
        "Momentum",
        torch.optim.SGD,
        {"momentum": st.floats(0.01, 0.999), "nesterov": st.just(True)},
    ),
    "Adagrad": ("Adagrad", torch.optim.Adagrad, {"eps": epsilons}),
    "Adadelta": ("Adadelta", torch.optim.Adadelta, {"rho": long_shares, "eps": epsilons}),
    "RMSProp": ("RMSProp", torch.optim.RMSprop, {"alpha": long_shares, "eps": epsilons}),
    "Adam": ("Adam", torch.optim.Adam, {"betas": betas, "eps": epsilons}),
    "AdamW": ("AdamW", torch.optim.AdamW, {"betas": betas, "eps": epsilons}),
}


def drawn(data, name):
    """Random settings of the optimiser, a start (6,) and gradients (n_steps, 6)."""
    _, _, own = CASES[name]
    chosen = data.draw(st.fixed_dictionaries({"lr": rates, "weight_decay": decays, **own}))
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    n_steps = data.draw(st.integers(1, 40))
    # sizes over six decades; with weight decay two, so that it does not outweigh the gradients
    sizes = 10.0 ** rng.uniform(0 if chosen["weight_decay"] else -4, 2, N_PARAMETERS)
    return chosen, rng.normal(size=N_PARAMETERS), sizes * rng.normal(size=(n_steps, N_PARAMETERS))


def by_torch_optim(kind, chosen, start, gradients):
    """The parameters after each gradient, (n_steps, 6)."""
    theta = torch.tensor(start, requires_grad=True)
    optimizer = kind([theta], **chosen)
    path = []
    for gradient in gradients:
        theta.grad = torch.tensor(gradient)
        optimizer.step()
        path.append(theta.detach().numpy().copy())
    return np.array(path)


def assert_same_path(path, expected):
    size = max(1.0, np.abs(expected).max())
    np.testing.assert_allclose(path, expected, rtol=0, atol=TOLERANCE * size)


@pytest.mark.parametrize("name", CASES)
@given(data=st.data())
@settings(max_examples=60)
def test_numpy_engine(name, data):
    chosen, start, gradients = drawn(data, name)
    ours, theirs, _ = CASES[name]
    optimizer = getattr(numpy_engine, ours)(**chosen)
    theta, path = start.copy(), []
    for gradient in gradients:
        optimizer.step(theta, gradient)
        path.append(theta.copy())
    assert_same_path(np.array(path), by_torch_optim(theirs, chosen, start, gradients))


@pytest.mark.parametrize("name", CASES)
@given(data=st.data())
@settings(max_examples=15)
def test_torch_engine(name, data):
    chosen, start, gradients = drawn(data, name)
    ours, theirs, _ = CASES[name]
    optimizer = getattr(torch_engine, ours)(**chosen)
    theta, path = torch.tensor(start), []
    for gradient in gradients:
        optimizer.step(theta, gradient)
        path.append(theta.numpy().copy())
    expected = by_torch_optim(theirs, chosen, start, gradients)
    np.testing.assert_array_equal(np.array(path), expected)  # it is torch.optim that works inside


@pytest.mark.parametrize("name", CASES)
@given(data=st.data())
@settings(max_examples=25)
def test_many_networks_at_once(name, data):
    """Rows with rates of their own, in one update."""
    chosen, start, gradients = drawn(data, name)
    ours, theirs, _ = CASES[name]
    factors = np.array([1.0, 0.1, 3.0])
    optimizer = getattr(torch_engine, ours)(**chosen)
    theta = torch.tensor(np.tile(start, (3, 1)))
    state, lr = fresh_state(optimizer, theta), torch.tensor(chosen["lr"] * factors[:, None])
    path = []
    for step, gradient in enumerate(gradients, start=1):
        rows = torch.tensor(np.tile(gradient, (3, 1)))
        update(optimizer, theta, rows, state, lr, step)
        path.append(theta.numpy().copy())
    for k, factor in enumerate(factors):
        own = {**chosen, "lr": chosen["lr"] * factor}
        expected = by_torch_optim(theirs, own, start, gradients)
        assert_same_path(np.array(path)[:, k], expected)


@pytest.mark.parametrize("name", CASES)
def test_defaults_are_those_of_torch_optim(name):
    ours, theirs, _ = CASES[name]
    needed = {"Momentum": {"momentum": 0.9}, "Nesterov": {"momentum": 0.9, "nesterov": True}}
    extra = {"nesterov": True} if name == "Nesterov" else {}
    rng = np.random.default_rng(0)
    start, gradients = rng.normal(size=6), rng.normal(size=(10, 6))
    # SGD's rate had no default in torch.optim for long: it is given
    lr = {"lr": 0.01} if theirs is torch.optim.SGD else {}
    expected = by_torch_optim(theirs, {**lr, **needed.get(name, {})}, start, gradients)
    for engine, array in ((numpy_engine, np.array), (torch_engine, torch.tensor)):
        theta, optimizer = array(start), getattr(engine, ours)(**extra)
        for gradient in gradients:
            optimizer.step(theta, gradient)
        assert_same_path(np.asarray(theta), expected[-1])


@pytest.mark.parametrize("engine", [numpy_engine, torch_engine])
@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("SGD", {"lr": 0.5, "weight_decay": 0.1}),
        ("Nesterov", {"lr": 0.5, "momentum": 0.2}),
        ("Adam", {"betas": (0.5, 0.6), "eps": 1e-3}),
        ("AdamW", {"weight_decay": 0.2}),
    ],
)
def test_a_setting_that_is_changed_counts_from_the_next_step_on(engine, name, changes):
    ours, theirs, _ = CASES[name]
    settings = {"momentum": 0.9, "nesterov": True} if name == "Nesterov" else {}
    optimizer = getattr(engine, ours)(**settings)
    theta, parameter = torch.ones(3, dtype=torch.float64), torch.ones(3, dtype=torch.float64)
    reference = theirs([parameter], lr=optimizer.lr, **settings,
                       weight_decay=optimizer.weight_decay)  # fmt: skip
    for step in range(6):
        if step == 3:
            for key, value in changes.items():
                setattr(optimizer, key, value)
                reference.param_groups[0][key] = value
        parameter.grad = torch.tensor([1.0, -2.0, 0.5], dtype=torch.float64)
        optimizer.step(theta.numpy() if engine is numpy_engine else theta, parameter.grad)
        reference.step()
    assert_same_path(theta.numpy(), parameter.numpy())


@pytest.mark.parametrize("engine", [numpy_engine, torch_engine])
def test_a_setting_that_is_changed_is_checked(engine):
    theta, optimizer = torch.zeros(2, dtype=torch.float64), engine.SGD()
    given = theta.numpy() if engine is numpy_engine else theta
    optimizer.step(given, np.ones(2))
    optimizer.lr = -5
    with pytest.raises(ValueError, match="lr must be a finite number above 0, got -5"):
        optimizer.step(given, np.ones(2))
