"""Numbers of other kinds, such as Decimal, are taken as floats, in both engines."""

import warnings
from decimal import Decimal

import numpy as np
import pytest

from tests.parity.attempts import ENGINES
from tests.parity.exclusive_or import TASK, XOR, Y, network


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", ["SGD", "Adam", "AdamW"])
@pytest.mark.parametrize("rate", [Decimal("0.5"), np.float32(0.5), np.int8(1)])
def test_a_rate_of_another_kind_trains_as_its_float_does(engine, name, rate):
    ends = []
    for lr in (rate, float(rate)):
        net = network(engine)
        with warnings.catch_warnings(action="error"):
            engine.train(net, XOR, Y, optimizer=getattr(engine, name)(lr), **TASK)
        ends.append(np.asarray(net.flat))
    assert (ends[0] == ends[1]).all()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_penalty_of_another_kind_is_checked_as_its_float_is(engine):
    errors = [
        engine.check_gradients(network(engine, activation="tanh"), XOR, Y, TASK["loss"], l2=l2)
        for l2 in (Decimal("0.25"), 0.25)
    ]
    assert errors[0] == errors[1] < 1e-6
