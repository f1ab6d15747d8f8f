"""The forward-pass figure's numbers against PyTorch, and what its text says of its weights."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from dlbook.figures.forward_pass import DEPTHS, WIDTHS, ForwardPass, network_of

GRID = [(depth, width) for depth in range(len(DEPTHS)) for width in range(len(WIDTHS))]
HIDDEN = (torch.relu, torch.tanh, torch.sigmoid)


def states_in_torch(depth: int, width: int, activation: int, x: list[float]) -> list[torch.Tensor]:
    """z of every layer, by torch's own linear and activation functions."""
    a, states = torch.tensor(x, dtype=torch.float64), []
    for layer in network_of(depth, width, activation).layers:
        W, b = torch.from_numpy(layer.W.copy()), torch.from_numpy(layer.b.copy())
        states.append(torch.nn.functional.linear(a, W, b))
        a = HIDDEN[activation](states[-1])
    return states


@pytest.mark.parametrize("activation", range(len(HIDDEN)))
@pytest.mark.parametrize(("depth", "width"), GRID)
def test_the_numbers_of_every_unit_equal_torch_s(depth, width, activation):
    states = states_in_torch(depth, width, activation, [0.7, -1.3])
    flat = [(k, float(z)) for k, layer in enumerate(states) for z in layer]
    figure = ForwardPass()
    for unit, (layer, z) in enumerate(flat):
        numbers = figure.numbers(
            x1=0.7, x2=-1.3, depth=depth, width=width, activation=activation, unit=unit
        )
        g = torch.sigmoid if layer == len(states) - 1 else HIDDEN[activation]
        assert numbers["z"] == pytest.approx(z, abs=1e-12)
        assert numbers["a"] == pytest.approx(
            float(g(torch.tensor(z, dtype=torch.float64))), abs=1e-12
        )
    y_hat = torch.sigmoid(states[-1]).tolist()
    assert [numbers["y_hat_1"], numbers["y_hat_2"]] == pytest.approx(y_hat, abs=1e-12)


def test_a_unit_past_the_end_is_the_last_one():
    figure = ForwardPass()
    state = {"x1": 1.0, "x2": -0.5, "depth": 0, "width": 0, "activation": 1}
    assert figure.numbers(**state, unit=99) == figure.numbers(**state, unit=2)


@pytest.mark.parametrize(("depth", "width"), GRID)
def test_weights_have_one_decimal_and_none_is_zero(depth, width):
    tenths = network_of(depth, width, 0).flat * 10
    np.testing.assert_allclose(tenths, np.rint(tenths), rtol=0, atol=1e-12)
    assert np.all(tenths != 0)
    assert np.all(np.abs(tenths) <= 20 + 1e-12)


def test_at_the_start_some_relus_are_on_and_some_off():
    figure = ForwardPass()
    network = network_of(figure.depth, figure.width, figure.activation)
    hidden = network.activations(np.array([[figure.x1, figure.x2]]))[1][0]
    assert 0 < np.count_nonzero(hidden) < len(hidden)
