"""Paths of the optimisers on landscapes: against torch.optim, and what counts as arrived."""

import numpy as np
import pytest
import torch

from dlbook.experiments.landscapes import SURFACES, descend
from dlbook.experiments.racing import RACERS, arrival, path_of
from dlbook.numpy_engine import SGD

TORCH = {
    "SGD": torch.optim.SGD,
    "Momentum": lambda w, lr: torch.optim.SGD(w, lr, momentum=0.9),
    "Nesterov": lambda w, lr: torch.optim.SGD(w, lr, momentum=0.9, nesterov=True),
    "Adagrad": torch.optim.Adagrad,
    "Adadelta": torch.optim.Adadelta,
    "RMSProp": torch.optim.RMSprop,
    "Adam": torch.optim.Adam,
}


@pytest.mark.parametrize("name", RACERS)
def test_the_path_is_that_of_torch_optim(name):
    bowl, lr = SURFACES["bowl"], 0.1
    w = torch.tensor([-5.0, -2.0], dtype=torch.float64, requires_grad=True)
    # torch's default Adadelta and the others have the settings of dlbook's
    optimizer = TORCH[name]([w], lr=lr)
    expected = [w.detach().numpy().copy()]
    for _ in range(100):
        optimizer.zero_grad()
        (0.1 * w[0] ** 2 + 2 * w[1] ** 2).backward()
        optimizer.step()
        expected.append(w.detach().numpy().copy())
    path = path_of(RACERS[name](lr), bowl, (-5.0, -2.0), 100)
    # RMSProp divides rounding by a root as small as it: 1e-9 of a step of 0.1
    np.testing.assert_allclose(path, expected, rtol=0, atol=1e-10)


def test_plain_descent_is_descend():
    path = path_of(SGD(0.1), SURFACES["valleys"], (-0.5, -1.5), 50)
    np.testing.assert_array_equal(path, descend(SURFACES["valleys"], (-0.5, -1.5), 0.1, 50))


def test_the_optimiser_given_keeps_no_state():
    momentum = RACERS["Momentum"](0.1)
    first = path_of(momentum, SURFACES["bowl"], (-5.0, -2.0), 20)
    np.testing.assert_array_equal(path_of(momentum, SURFACES["bowl"], (-5.0, -2.0), 20), first)


def test_arrival_is_the_first_step_after_the_last_that_moves():
    bowl = SURFACES["bowl"]
    far, flat = (1.0, 0.0), (0.0, 0.0)
    assert arrival(bowl, np.array([far, flat, far, flat, flat])) == 3
    assert arrival(bowl, np.array([flat, flat])) == 0
    assert arrival(bowl, np.array([flat, far])) is None


@pytest.mark.parametrize("start", [(1.0,), (np.nan, 0.0)])
def test_bad_starts_are_refused(start):
    with pytest.raises(ValueError, match="start"):
        path_of(SGD(0.1), SURFACES["bowl"], start, 5)


def test_the_optimiser_is_checked():
    with pytest.raises(TypeError, match="optimizer must be an optimiser"):
        path_of("sgd", SURFACES["bowl"], (1.0, 1.0), 5)
