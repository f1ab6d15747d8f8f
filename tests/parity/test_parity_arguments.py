"""No argument is ignored: each one of `Network`, `train` and `sweep`, changed alone, shows.

A new argument without another value here fails.
"""

import inspect

import numpy as np
import pytest

from dlbook import numpy_engine, torch_engine
from tests.parity.cases import as_array

RNG = np.random.default_rng(5)
X, Y = RNG.normal(size=(12, 2)), RNG.integers(0, 2, 12).astype(float)
SIZES, HELD_OUT = (2, 4, 1), (X[::-2] + 0.5, Y[::2])
# where and how it is computed: nothing of it is to show in a result
UNSEEN = {"device", "precision", "workers", "max_memory", "processes", "progress"}


def keep_all(step, layer, shape):
    return np.ones(shape, bool)


def of_network(engine, **settings):
    made = engine.Network(settings.pop("sizes", SIZES), **settings)
    return [made.dropout, str(made.dtype), *as_array(made.predict(X)).ravel()]


def of_train(engine, **settings):
    made = engine.Network(SIZES, output="sigmoid", dropout=0.25)
    own = {"loss": "mse", "epochs": 6, "batch_size": 5}
    history = engine.train(made, X, Y, **{**own, "optimizer": engine.SGD(0.5), **settings})
    shown = [history.epoch, history.train_loss, as_array(made.flat)]
    return [
        bool(np.isfinite(history.val_loss).all()),
        history.stopped_early,
        *np.concatenate(shown),
    ]


def of_sweep(engine, **settings):
    own = {"loss": "mse", "epochs": 6, "batch_size": 5, "dropout": 0.25}
    sizes = settings.pop("sizes", SIZES)
    result = engine.sweep(sizes, X, Y, **{**own, "output": "sigmoid", **settings})
    is_measured = bool(np.isfinite(result.val_loss).all())
    kept = result.parameters is None, is_measured, str(result.train_loss.dtype)
    return [*kept, *np.ravel(result.epochs), *np.ravel(result.train_loss)]


OTHERS = {
    "Network": (of_network, lambda engine: {
        "sizes": (2, 5, 1), "activation": "tanh", "output": "sigmoid", "dropout": 0.5,
        "init": "he_normal", "seed": 1, "dtype": "float32",
    }),
    "train": (of_train, lambda engine: {
        "loss": "sigmoid_cross_entropy", "optimizer": engine.Adam(), "epochs": 7, "batch_size": 4,
        "validation": HELD_OUT, "l2": 0.1, "clip_norm": 0.01, "seed": 1, "record": 2,
        "masks": keep_all,
    }),
    "sweep": (of_sweep, lambda engine: {
        "sizes": (2, 5, 1), "lr": 0.3, "dropout": 0.5, "seeds": 1, "optimizer": engine.Adam(),
        "batch_size": 4, "activation": "tanh", "output": "linear", "init": "he_normal",
        "start": np.full(17, 0.1), "loss": "sigmoid_cross_entropy", "epochs": 7, "record": 2,
        "validation": HELD_OUT, "l2": 0.1, "keep_parameters": True, "dtype": "float32",
    }),
}  # fmt: skip


@pytest.mark.parametrize("engine", [numpy_engine, torch_engine])
@pytest.mark.parametrize("name", OTHERS)
def test_every_argument_shows(engine, name):
    run, others = OTHERS[name]
    others = others(engine)
    asked = set(inspect.signature(getattr(engine, name)).parameters)
    assert asked - UNSEEN - {"network", "X", "y"} == {*others} | asked & {"early_stopping"}
    plain = run(engine)
    assert plain == run(engine)
    ignored = [key for key, value in others.items() if run(engine, **{key: value}) == plain]
    assert ignored == []


@pytest.mark.parametrize("engine", [numpy_engine, torch_engine])
def test_early_stopping_shows(engine):
    rule = engine.EarlyStopping(1, min_delta=10.0)
    shown = of_train(engine, validation=HELD_OUT, early_stopping=rule)
    assert shown != of_train(engine, validation=HELD_OUT)
