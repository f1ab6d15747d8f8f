"""Calls of both engines on six examples, for what they refuse."""

import numpy as np
import pytest
import torch

from dlbook import numpy_engine, torch_engine

ENGINES = (numpy_engine, torch_engine)
X, Y = np.linspace(0, 1, 12).reshape(6, 2), np.array([0.0, 1, 0, 1, 1, 0])


def network(engine, **kinds):
    return engine.Network((2, 3, 1), **{"output": "sigmoid", **kinds})


def train(engine, X=X, y=Y, *, kinds=None, **changes):
    arguments = {
        "loss": "sigmoid_cross_entropy",
        "optimizer": engine.SGD(0.1),
        "epochs": 1,
        **changes,
    }
    return engine.train(network(engine, **(kinds or {})), X, y, **arguments)


def sweep(engine, X=X, y=Y, **changes):
    arguments = {"loss": "sigmoid_cross_entropy", "output": "sigmoid", "epochs": 1, **changes}
    return engine.sweep((2, 3, 1), X, y, **arguments)


def train_narrow(engine, optimizer):
    train(engine, optimizer=optimizer, kinds={"dtype": "float32"})


def sweep_narrow(engine, optimizer):
    sweep(engine, optimizer=optimizer, dtype="float32")


def step_narrow(engine, optimizer):
    theta = np.zeros(2, np.float32)
    optimizer.step(theta if engine is numpy_engine else torch.tensor(theta), np.ones(2))


def stepped(engine, gradient, theta=None):
    """A step from three zeros, or from `theta`."""
    theta = np.zeros(3) if theta is None else theta
    own = engine is numpy_engine or not isinstance(theta, np.ndarray)
    engine.SGD().step(theta if own else torch.tensor(theta), gradient)


def changed(engine, **settings):
    """An optimiser whose settings were set after it was made."""
    optimizer = engine.Momentum()
    for name, value in settings.items():
        setattr(optimizer, name, value)
    return optimizer


def altered(engine, **settings):
    """A network whose settings were set after it was made."""
    made = network(engine)
    for name, value in settings.items():
        setattr(made, name, value)
    return made


def uses_of_altered(**settings):
    """What a network is used for whose settings were set after it was made."""
    task = {"loss": "sigmoid_cross_entropy"}
    return [
        lambda e: e.train(altered(e, **settings), X, Y, **task, optimizer=e.SGD(), epochs=1),
        lambda e: e.value_and_gradient(altered(e, **settings), X, Y, **task),
        lambda e: e.check_gradients(altered(e, **settings), X, Y, **task),
        lambda e: altered(e, **settings).predict(X),
        lambda e: altered(e, **settings).logits(X),
        lambda e: altered(e, **settings).activations(X),
        lambda e: e.save(altered(e, **settings), "nowhere/network.npz"),
    ]


def masked(engine, mask):
    """J with these flags; 6 examples and 3 hidden units."""
    made = network(engine, dropout=0.5)
    return engine.value_and_gradient(made, X, Y, "sigmoid_cross_entropy", mask=[mask])[0]


def refused(call, engine):
    """The error of a call that must fail."""
    with pytest.raises((ValueError, TypeError)) as caught:
        call(engine)
    return caught.value
