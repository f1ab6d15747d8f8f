"""Every public name of the two engines does the same: one small scenario each, run in both.

A scenario takes an engine and gives numbers; those of the NumPy engine and of the PyTorch engine
have to agree. A name without a scenario fails.
"""

import warnings

import numpy as np
import pytest
import torch

from dlbook import numpy_engine, torch_engine
from dlbook.training.schedules import step_decay
from tests.parity.cases import as_array

RNG = np.random.default_rng(4)
X, Y = RNG.normal(size=(12, 2)), RNG.integers(0, 2, 12).astype(float)
Z, CLASSES = RNG.normal(scale=3, size=(12, 3)), RNG.integers(0, 3, 12)
TASK = {"loss": "sigmoid_cross_entropy", "epochs": 4, "batch_size": 5}


def network(engine, **settings):
    return engine.Network((2, 4, 1), **{"output": "sigmoid", "seed": 2, **settings})


def activation(name):
    def scenario(engine):
        at = np.array([[-800.0, -1.0, 0.0], [0.5, 800.0, np.nan]])
        return [as_array(getattr(engine, name)(at)), as_array(getattr(engine, name)([[1, 2]]))]

    return scenario


def loss(name, *arguments):
    return lambda engine: [as_array(getattr(engine, name)(*arguments))]


def optimizer(name, **settings):
    """Steps on one sequence of gradients, a schedule, training, and a sweep at its own rate."""

    def scenario(engine):
        kind = getattr(engine, name)
        theta = np.linspace(-1, 1, 5)
        at = theta.copy() if engine is numpy_engine else torch.tensor(theta)
        chosen = kind(step_decay(0.05, every=3), weight_decay=0.1, **settings)
        path = []
        for k in range(7):
            chosen.step(at, np.cos(theta * (k + 1)))
            path.append(as_array(at).copy())
        trained = network(engine)
        engine.train(trained, X, Y, optimizer=chosen, **TASK)
        swept = engine.sweep(
            (2, 4, 1), X, Y, output="sigmoid", seeds=2, optimizer=kind(0.07, **settings), **TASK
        )
        assert swept.axes["lr"] == (0.07,)
        return [*path, as_array(trained.flat), swept.train_loss, as_array(kind().lr)]

    return scenario


def initialiser(*names_and_settings):
    def scenario(engine):
        name, *settings = names_and_settings
        init = getattr(engine, name)(*settings)
        return [as_array(network(engine, init=init).flat), init(np.random.default_rng(1), 3, 2)]

    return scenario


def of_network(engine):
    made = network(engine, activation="tanh", dropout=0.5)
    shown = [*made.activations(X), made.logits(X), made.predict(X), *made.parameters()]
    twin = made.copy()
    made.flat[:] = 0.5  # writing into it, a part of it, and assigning to it
    made.flat[3] += 1
    seen = [made.flat, made.layers[0].W, made.predict(X)]
    made.flat = twin.flat * 2
    with torch.no_grad():  # PyTorch's own rule for parameters
        made.layers[1].b[:] = 3.0
    stepping = engine.Momentum(0.1)
    for _ in range(2):
        stepping.step(made.flat, made.flat * 0.5)
    twin.load_state_dict(made.state_dict())
    return [as_array(values).copy() for values in (*shown, *seen, made.flat, twin.flat)]


def of_layer(engine):
    layers = network(engine).layers
    assert all(isinstance(layer, engine.Layer) for layer in layers)
    return [as_array(part) for layer in layers for part in (layer.W, layer.b)]


def of_optimizer(engine):
    with pytest.raises(TypeError, match="abstract"):
        engine.Optimizer()
    chosen = engine.Adam(0.2, betas=(0.5, 0.75))
    assert isinstance(chosen, engine.Optimizer)
    assert chosen.fresh() == chosen
    assert chosen.fresh() is not chosen
    return [np.array([chosen.lr, *chosen.betas, chosen.eps, chosen.weight_decay])]


def of_history(history):
    return [
        history.epoch, history.step, history.train_loss, history.val_loss,
        history.train_accuracy, history.val_accuracy, np.array(history.best_epoch or -1),
        np.array([history.interrupted, history.stopped_early]),
    ]  # fmt: skip


def of_train(engine):
    made = network(engine, dropout=0.25)
    history = engine.train(
        made, X, Y, **TASK, optimizer=engine.SGD(0.5), validation=(X[:4], Y[:4]), l2=0.1,
        clip_norm=0.2, seed=3, record=[1, 3],
    )  # fmt: skip
    return [*of_history(history), as_array(made.flat)]


def of_early_stopping(engine):
    made, rule = network(engine), engine.EarlyStopping(3, min_delta=0.02)
    history = engine.train(
        made, X, Y, **{**TASK, "epochs": 60}, optimizer=engine.Adam(0.02),
        validation=(X[::-1], Y), early_stopping=rule,
    )  # fmt: skip
    return [*of_history(history), as_array(made.flat)]


def of_training(engine):
    made = network(engine, activation="sigmoid")
    records = engine.training(made, X, Y, **TASK, optimizer=engine.SGD(0.5), record="step")
    return [np.array(record) for record in records] + [as_array(made.flat)]


def of_sweep(engine):
    result = engine.sweep(
        (2, 4, 1), X, Y, output="sigmoid", dropout=(0.0, 0.5), seeds=(0, 1),
        optimizer=(engine.SGD(0.5), engine.Adam()), keep_parameters=True, **TASK,
    )  # fmt: skip
    assert result.axes["lr"] == (None,)
    return [result.train_loss, result.parameters, result.outcomes, result.epochs]


def of_value_and_gradient(engine):
    mask = [np.arange(48).reshape(12, 4) % 3 > 0]
    made = network(engine, dropout=0.5)
    value, gradient = engine.value_and_gradient(made, X, Y, TASK["loss"], l2=0.1, mask=mask)
    return [np.array(value), as_array(gradient)]


def of_check_gradients(engine):
    """All biases of a fresh network are at ReLU's kink where an example is 0."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        error = engine.check_gradients(network(engine), np.vstack([X, 0 * X[:1]]), [*Y, 1.0], "mse")
    assert [str(warning.message)[:38] for warning in caught] == [
        "4 of 17 parameters are at a kink, such"
    ]
    return [np.array(error < 1e-6)]


def of_storage(tmp_path):
    def scenario(engine):
        engine.save(network(engine, activation="tanh"), tmp_path / "it.npz")
        return [as_array(engine.load(tmp_path / "it.npz").flat)]

    return scenario


SCENARIOS = {
    "SGD": optimizer("SGD"),
    "Momentum": optimizer("Momentum", momentum=0.5, nesterov=True),
    "Adagrad": optimizer("Adagrad"),
    "Adadelta": optimizer("Adadelta", rho=0.8),
    "RMSProp": optimizer("RMSProp", alpha=0.9),
    "Adam": optimizer("Adam", betas=(0.8, 0.9)),
    "AdamW": optimizer("AdamW", eps=1e-3),
    "Optimizer": of_optimizer,
    "EarlyStopping": of_early_stopping,
    "Layer": of_layer,
    "Network": of_network,
    "check_gradients": of_check_gradients,
    "initial_weights": lambda engine: [
        engine.initial_weights("he_normal", np.random.default_rng(3), 4, 5)
    ],
    "linear": activation("linear"),
    "relu": activation("relu"),
    "sigmoid": activation("sigmoid"),
    "softmax": activation("softmax"),
    "tanh": activation("tanh"),
    "mse": loss("mse", Z, Z[::-1]),
    "mse_gradient": loss("mse_gradient", Z[:, 0], Z[:, 1]),
    "sigmoid_cross_entropy": loss("sigmoid_cross_entropy", 100 * Z[:, 0], Y),
    "sigmoid_cross_entropy_gradient": loss("sigmoid_cross_entropy_gradient", Z[:, 0], Y),
    "softmax_cross_entropy": loss("softmax_cross_entropy", 300 * Z, CLASSES),
    "softmax_cross_entropy_gradient": loss("softmax_cross_entropy_gradient", Z, CLASSES),
    "normal": initialiser("normal", 0.5),
    "uniform": initialiser("uniform", 0.5),
    "scaled": initialiser("scaled", 2.0),
    "load": None,
    "save": None,
    "sweep": of_sweep,
    "train": of_train,
    "training": of_training,
    "value_and_gradient": of_value_and_gradient,
}


def test_every_public_name_has_a_scenario():
    assert set(SCENARIOS) == set(numpy_engine.__all__) == set(torch_engine.__all__)


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_both_engines_do_the_same(name, tmp_path):
    scenario = SCENARIOS[name] or of_storage(tmp_path)
    ours, theirs = scenario(numpy_engine), scenario(torch_engine)
    assert len(ours) == len(theirs) > 0
    for one, other in zip(ours, theirs, strict=True):
        assert np.shape(one) == np.shape(other)
        np.testing.assert_allclose(other, one, rtol=1e-11, atol=1e-12)
