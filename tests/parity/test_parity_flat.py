"""All parameters in one: what is written to `flat`, or to a layer's part, shows in the other."""

import numpy as np
import pytest
import torch

from dlbook import numpy_engine, torch_engine
from tests.parity.cases import as_array
from tests.parity.exclusive_or import TASK, XOR, Y, network


def test_flat_is_live_both_ways(engine):
    made = network(engine)
    made.flat[:] = 7
    assert all((np.array(part.tolist()) == 7).all() for part in made.parameters())
    with torch.no_grad():  # PyTorch's own rule for parameters
        made.layers[1].b[:] = 2.0
    assert made.flat[-1] == 2
    made.flat = np.arange(13.0)
    np.testing.assert_array_equal(np.array(made.layers[0].W.tolist()), [[0, 1], [3, 4], [6, 7]])
    for wrong in (np.zeros(12), np.zeros((13, 1))):
        with pytest.raises(ValueError, match=r"flat must have shape \(13,\)"):
            made.flat = wrong
    made.flat[:] = list(range(13))
    made.flat[1:3] = np.array([1, 2], np.float32)
    np.testing.assert_array_equal(as_array(made.flat), range(13))
    twin = made.copy()
    twin.flat[0] = -1.0
    assert made.flat[0] == 0
    assert as_array(twin.layers[0].W)[0, 0] == -1


def test_a_layers_parts_can_be_assigned_to(engine):
    made = network(engine, init="zeros")
    flat, layer = made.flat, made.layers[0]
    with torch.no_grad():  # PyTorch's own rule for parameters
        layer.W += 1
        layer.b -= 2
    assert as_array(flat)[:9].tolist() == [1, 1, -2] * 3
    layer.W, layer.b = np.ones((3, 2)) * 5, [6.0, 7.0, 8.0]
    assert as_array(flat)[:9].tolist() == [5, 5, 6, 5, 5, 7, 5, 5, 8]
    np.testing.assert_array_equal(as_array(made.layers[0].W), np.full((3, 2), 5))
    assert len(list(made.parameters())) == 4


def test_the_numpy_engines_block_can_be_assigned_to():
    made = network(numpy_engine, init="zeros")
    made.layers[0].block += 3
    made.layers[1].block = [[1.0, 2, 3, 4]]
    assert made.flat.tolist() == [3] * 9 + [1, 2, 3, 4]


def test_flat_stays_live_where_pytorch_moves_parameters():
    made = network(torch_engine).float()
    made.flat[:] = 5
    assert float(made.layers[0].W[0, 0].detach()) == 5
    made.layers[0].W.data = torch.full((3, 2), 2.0)  # a place of its own
    made.flat[2] = 9
    assert made.layers[0].W[0].tolist() == [2, 2]
    assert float(made.layers[0].b[0].detach()) == 9


def test_flat_and_parts_of_it_that_are_kept_stay_live():
    made = network(torch_engine)
    flat, part = made.flat, made.flat[9:12]  # the last layer's weights
    part.mul_(0).add_(4.0)
    assert made.layers[1].W.tolist() == [[4, 4, 4]]
    torch_engine.train(made, XOR, Y, **TASK, optimizer=torch_engine.SGD(0.1))
    assert part.tolist() == made.layers[1].W[0].tolist() != [4, 4, 4]
    flat -= 1.0
    torch.add(flat, 2.0, out=flat)
    assert part.tolist() == made.layers[1].W[0].tolist()
    assert made.flat is flat
    assert flat.clone() is not flat
    assert type(flat + 1) is torch.Tensor
    loss = (flat.clone().requires_grad_() ** 2).sum()
    loss.backward()
    for parameter in made.parameters():
        assert parameter.is_contiguous()
