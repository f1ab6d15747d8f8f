"""Both engines train and sweep with an optimiser's own rate, and with optimisers of one's own."""

from dataclasses import dataclass

import numpy as np
import pytest
import torch

from dlbook import numpy_engine, torch_engine
from tests.parity.cases import as_array
from tests.parity.exclusive_or import TASK, XOR, Y, network


def test_a_sweep_trains_at_the_optimisers_own_rate(engine):
    for lr in (5.0, 0.3):
        settings = {**TASK, "optimizer": engine.SGD(lr)}
        swept = engine.sweep((2, 3, 1), XOR, Y, output="sigmoid", **settings)
        history = engine.train(network(engine), XOR, Y, **settings)
        assert swept.axes["lr"] == (lr,)
        np.testing.assert_allclose(swept.train_loss[0, 0, 0], history.train_loss, rtol=1e-11)


def test_a_rate_that_is_given_takes_its_place(engine):
    settings = {**TASK, "optimizer": engine.SGD(5.0)}
    swept = engine.sweep(
        (2, 3, 1), XOR, Y, output="sigmoid", lr=0.3, seeds=0, dropout=0.0, **settings
    )
    history = engine.train(network(engine), XOR, Y, **{**TASK, "optimizer": engine.SGD(0.3)})
    np.testing.assert_allclose(swept.train_loss, history.train_loss, rtol=1e-11)


def mine(engine):
    """A subclass that says nothing new, and one that has a setting of its own."""

    @dataclass
    class Mine(engine.Momentum):
        pass

    @dataclass
    class Heavy(engine.Momentum):
        momentum: float = 0.99

        def fresh(self):
            return Heavy(self.lr, self.momentum)

    return Mine(0.3), Heavy(0.1)


def test_subclasses_of_optimisers_train_and_sweep(engine):
    for own, same in zip(
        mine(engine), (engine.Momentum(0.3), engine.Momentum(0.1, momentum=0.99)), strict=True
    ):
        runs = []
        for optimizer in (own, same):
            made = network(engine)
            engine.train(made, XOR, Y, optimizer=optimizer, **TASK)
            swept = engine.sweep((2, 3, 1), XOR, Y, output="sigmoid", optimizer=optimizer, **TASK)
            runs.append((as_array(made.flat), swept.train_loss))
        for one, other in zip(*runs, strict=True):
            np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(
    ("engine", "method", "instead"),
    [
        (numpy_engine, "step", "say in update"),
        (torch_engine, "step", "say in build"),
        (torch_engine, "lr_at", "say in lr"),
    ],
    ids=["numpy-step", "torch-step", "torch-lr_at"],
)
def test_a_method_that_training_would_pass_over_is_not_to_be_overridden(engine, method, instead):
    kind = type("Mine", (engine.Momentum,), {method: lambda *anything: 1 / 0})
    message = f"leaves {method} as it is.*got Mine, .*{instead}"
    for where, call in (
        ("optimizer", lambda: engine.train(network(engine), XOR, Y, optimizer=kind(), **TASK)),
        ("optimizer", lambda: engine.sweep((2, 1), XOR, Y, optimizer=kind(), **TASK)),
        (r"optimizer\[0\]", lambda: engine.sweep((2, 1), XOR, Y, optimizer=[kind()], **TASK)),
    ):
        with pytest.raises(TypeError, match=f"{where} must be .*{message}"):
            call()


@dataclass
class Radam(torch_engine.Optimizer):
    """An optimiser that the book has not: whatever torch.optim, or a reader, offers."""

    lr: float = 0.1
    weight_decay: float = 0.0

    def build(self, parameters):
        return torch.optim.RAdam(parameters, self.lr_at(0), weight_decay=self.weight_decay)


def test_an_optimiser_of_ones_own_trains_steps_and_sweeps():
    rates, p = (0.3, 0.05), 0.25
    swept = torch_engine.sweep(
        (2, 3, 1), XOR, Y, output="sigmoid", lr=rates, dropout=p, seeds=(0, 1), batch_size=3,
        optimizer=Radam(weight_decay=0.01), keep_parameters=True, **TASK,
    )  # fmt: skip
    for k, lr in enumerate(rates):
        made = network(torch_engine, dropout=p, seed=1)
        torch_engine.train(
            made, XOR, Y, optimizer=Radam(lr, weight_decay=0.01), seed=1, batch_size=3, **TASK
        )
        # products of other shapes round differently
        np.testing.assert_allclose(swept.parameters[k, 1, -1], made.flat, rtol=0, atol=1e-12)
    theta, theirs = torch.ones(3, dtype=torch.float64), torch.ones(3, dtype=torch.float64)
    Radam().step(theta, np.arange(3.0))
    theirs.grad = torch.arange(3.0, dtype=torch.float64)
    torch.optim.RAdam([theirs], 0.1).step()
    np.testing.assert_array_equal(theta, theirs)
