"""Both engines do the same whatever NumPy and PyTorch are told elsewhere, or is set meanwhile."""

import numpy as np
import pytest
import torch

from dlbook import numpy_engine, torch_engine
from tests.parity.cases import as_array
from tests.parity.exclusive_or import TASK, XOR, Y, network


def test_nothing_raises_where_numpy_was_told_to(engine, tmp_path):
    """Underflow, overflow and what is undefined show in the answer, not as errors."""
    far = np.array([[1e4, -1e4], [-1e4, 1e4], [1e-300, 1e-300]])
    with np.errstate(all="raise"):
        for output in ("sigmoid", "linear"):
            made = network(engine, output=output, activation="sigmoid", init=engine.normal(5.0))
            made.predict(far)
            made.activations(far)
            engine.value_and_gradient(made, far, [0, 1, 1], "mse", l2=1e-300)
        for name in ("sigmoid", "tanh", "relu", "linear", "softmax"):
            getattr(engine, name)(far)
        for name in ("mse", "sigmoid_cross_entropy"):
            getattr(engine, name)(far[:, 0], [0, 1, 1])
            getattr(engine, f"{name}_gradient")(far[:, 0], [0, 1, 1])
        engine.softmax_cross_entropy(far, [0, 1, 1])
        engine.softmax_cross_entropy_gradient(far, [0, 1, 1])
        for name in ("SGD", "Momentum", "Adagrad", "Adadelta", "RMSProp", "Adam", "AdamW"):
            optimizer = getattr(engine, name)(0.1)
            theta = np.full(3, 1e-300)
            theta = theta if engine is numpy_engine else torch.tensor(theta)
            for g in (1e-200, 1e-310, 1e200):
                optimizer.step(theta, np.full(3, g))
            settings = {**TASK, "optimizer": optimizer.fresh()}
            engine.train(network(engine, dtype="float32"), 1e-30 * XOR, Y, **settings)
            engine.train(network(engine, output="linear"), far, [0, 1, 1], loss="mse", epochs=9,
                         optimizer=getattr(engine, name)(1e9))  # fmt: skip
        engine.sweep((2, 3, 1), far, [0.0, 1.0, 1.0], output="sigmoid", lr=(1e-9, 1e9), **TASK)
        engine.check_gradients(network(engine, activation="tanh"), 1e-200 * XOR, Y, TASK["loss"])


def test_far_out_answers_are_right(engine):
    made = engine.Network((2, 1), output="sigmoid", init="zeros")
    made.flat[:2] = 1.0
    with np.errstate(all="raise"):
        found = made.predict([[1e4, 1e4], [-1e4, -1e4], [0.0, 0.0]])
    np.testing.assert_array_equal(as_array(found)[:, 0], [1.0, 0.0, 0.5])


@pytest.mark.parametrize("block", [torch.no_grad, torch.inference_mode])
def test_training_follows_gradients_inside_any_block(block):
    def everything():
        made = network(torch_engine)
        settings = {**TASK, "optimizer": torch_engine.SGD(1.0)}
        history = torch_engine.train(made, torch.tensor(XOR), torch.tensor(Y), **settings)
        swept = torch_engine.sweep((2, 3, 1), XOR, Y, output="sigmoid", **settings)
        gradient = torch_engine.value_and_gradient(made, XOR, Y, TASK["loss"])[1]
        of_loss = torch_engine.mse_gradient(XOR[:, 0], Y)
        return history.train_loss, swept.train_loss, gradient.numpy(), of_loss.numpy()

    outside = everything()
    with block():
        inside = everything()
    for one, other in zip(outside, inside, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(
    ("of", "name", "value"),
    [("optimizer", "lr", 5.0), ("optimizer", "betas", (0.1, 0.2)), ("optimizer", "eps", 1.0),
     ("optimizer", "weight_decay", 1.0), ("network", "activation", "tanh"),
     ("network", "output", "linear"), ("network", "dropout", 0.0), ("network", "dropout", 0.9)],
)  # fmt: skip
def test_a_training_keeps_the_settings_it_began_with(engine, of, name, value):
    def losses(change):
        changed = {"network": network(engine, dropout=0.5), "optimizer": engine.Adam(0.1)}
        records = engine.training(changed["network"], XOR, Y, optimizer=changed["optimizer"],
                                  loss="mse", epochs=6)  # fmt: skip
        found = [next(records).train_loss, next(records).train_loss]
        if change:
            setattr(changed[of], name, value)
        return found + [record.train_loss for record in records]

    assert losses(change=True) == losses(change=False)
