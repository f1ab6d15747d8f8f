"""An argument that would do nothing is an error, in both engines."""

import numpy as np
import pytest

from tests.parity.exclusive_or import TASK, XOR, Y, network


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda e: e.Network((2, 1), dropout=0.5), "dropout above 0 needs a hidden layer"),
        (
            lambda e: e.sweep((2, 1), XOR, Y, output="sigmoid", dropout=(0.0, 0.5), **TASK),
            "dropout above 0 needs a hidden layer",
        ),
        (
            lambda e: e.train(
                network(e), XOR, Y, optimizer=e.SGD(), masks=lambda *a: np.ones(a[2]), **TASK
            ),
            "masks needs a network with dropout above 0",
        ),
        (
            lambda e: e.value_and_gradient(
                network(e), XOR, Y, TASK["loss"], mask=[np.ones((4, 3))]
            ),
            "mask needs a network with dropout above 0",
        ),
        (
            lambda e: e.sweep(
                (2, 3, 1), XOR, Y, output="sigmoid", init="zeros", start=np.zeros(13), **TASK
            ),
            "start takes the place of what init draws",
        ),
        (
            lambda e: e.train(
                network(e), XOR, Y, optimizer=e.SGD(), early_stopping=e.EarlyStopping(1), **TASK
            ),
            "early_stopping watches the validation loss",
        ),
    ],
)
def test_arguments_that_would_do_nothing_are_errors(engine, call, message):
    with pytest.raises(ValueError, match=message):
        call(engine)
