"""Copies of parameters and of optimisers are things of their own, in both engines."""

import copy
import io
import pickle

import numpy as np
import pytest
import torch

from dlbook import numpy_engine, torch_engine
from tests.parity.cases import as_array
from tests.parity.exclusive_or import network


def saved_and_loaded(thing):
    file = io.BytesIO()
    torch.save(thing, file)
    file.seek(0)
    return torch.load(file)


COPIES = {
    "deepcopy": copy.deepcopy,
    "copy": copy.copy,
    "pickle": lambda thing: pickle.loads(pickle.dumps(thing)),
}


@pytest.mark.parametrize("way", COPIES)
def test_a_copy_of_flat_has_the_values_and_no_network(engine, way):
    made = network(engine)
    before = as_array(made.flat).copy()
    for part in (slice(None), slice(9, 12)):
        twin = COPIES[way](made.flat[part])
        np.testing.assert_array_equal(as_array(twin), before[part])
        twin[:] = 7.0
        np.testing.assert_array_equal(as_array(made.flat), before)


def test_flat_can_be_saved_by_pytorch():
    made = network(torch_engine)
    with torch.no_grad():
        made.layers[0].W[:] = 3.0
    found = saved_and_loaded({"flat": made.flat, "part": made.flat[:2]})
    assert type(found["flat"]) is torch.Tensor
    np.testing.assert_array_equal(found["flat"], as_array(made.flat))
    assert found["part"].tolist() == [3, 3]


@pytest.mark.parametrize("way", COPIES)
@pytest.mark.parametrize("name", ["SGD", "Momentum", "Adagrad", "Adadelta", "RMSProp", "Adam"])
def test_a_copy_of_an_optimiser_goes_on_beside_it(engine, name, way):
    optimizer, g = getattr(engine, name)(0.1), np.array([1.0, -3.0, 2.0])
    theta = np.array([1.0, 2.0, 3.0])
    theta = theta if engine is numpy_engine else torch.tensor(theta)
    reference, expected = optimizer.fresh(), copy.deepcopy(theta)
    for step in range(3):
        optimizer.step(theta, g / (step + 1))
        reference.step(expected, g / (step + 1))
    twin = COPIES[way](COPIES[way](optimizer))
    other = copy.deepcopy(theta)
    for step in range(3):
        for each, values in ((optimizer, theta), (twin, other), (reference, expected)):
            each.step(values, g - step)
        np.testing.assert_array_equal(as_array(theta), as_array(expected))
        np.testing.assert_array_equal(as_array(other), as_array(expected))


def test_a_copy_of_an_optimiser_goes_on_with_parameters_of_that_kind(engine):
    def zeros(*shape, dtype="float64"):
        made = np.zeros(shape, dtype)
        return made if engine is numpy_engine else torch.tensor(made)

    optimizer = engine.Adam()
    optimizer.step(zeros(3), np.ones(3))
    for wrong in (zeros(2), zeros(2, 3), zeros(3, dtype="float32")):
        twin = copy.deepcopy(optimizer)
        message = r"parameters must be those that the state belongs to, .*float64 of shape \(3,\)"
        with pytest.raises(ValueError, match=message):
            twin.step(wrong, np.ones(wrong.shape))
        twin.step(zeros(3), np.ones(3))
