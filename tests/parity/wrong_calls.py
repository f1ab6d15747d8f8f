"""Calls that both engines refuse, by the argument that the error must name."""

import math

import numpy as np
import torch

from dlbook.training.early_stopping import EarlyStopping
from dlbook.training.schedules import cosine
from tests.parity.attempts import (
    X,
    Y,
    changed,
    masked,
    network,
    step_narrow,
    stepped,
    sweep,
    sweep_narrow,
    train,
    train_narrow,
    uses_of_altered,
)

HOLED = np.where(X > 0.9, np.nan, X)

# the argument that the error must name -> calls that get it wrong
WRONG = {
    "sizes": [
        lambda e: e.Network((2,)),
        lambda e: e.Network((2, 0, 1)),
        lambda e: e.Network(7),
        lambda e: e.Network((10**10, 10**10)),
        lambda e: e.Network((10**30, 1)),
        lambda e: e.Network((2, 3, 1), output="softmax"),
    ],
    "activation": [
        lambda e: network(e, activation="swish"),
        *uses_of_altered(activation="swish"),
        *uses_of_altered(activation=None),
    ],
    "output": [
        lambda e: network(e, output="relu"),
        lambda e: train(e, loss="softmax_cross_entropy"),
        *uses_of_altered(output="relu"),
        *uses_of_altered(output="softmax"),
    ],
    "dropout": [
        *(lambda e, p=p: network(e, dropout=p) for p in (-0.1, 1.0, math.nan, "half")),
        lambda e: sweep(e, dropout=(0.5, 1.0)),
        lambda e: sweep(e, dropout=()),
        *uses_of_altered(dropout=2.0),
    ],
    "init": [
        lambda e: network(e, init="ones"),
        lambda e: network(e, init=lambda *a: np.ones(1)),
        lambda e: network(e, init=lambda n_out, n_in: np.ones((n_out, n_in))),
    ],
    "seed": [lambda e: network(e, seed=-1), lambda e: train(e, seed=0.5)],
    "dtype": [lambda e: network(e, dtype="float16"), lambda e: network(e, dtype=None)],
    "X": [
        lambda e: train(e, X=HOLED),
        lambda e: train(e, X=X[:, :1]),
        lambda e: train(e, X=X[:0], y=Y[:0]),
        lambda e: train(e, X=X[0]),
        lambda e: train(e, X="data"),
        lambda e: network(e).predict(HOLED),
        lambda e: network(e).predict(torch.eye(2).to_sparse()),
        lambda e: train(e, X=torch.eye(2).to_sparse(), y=Y[:2]),
        lambda e: network(e).activations(X[:, :1]),
        lambda e: sweep(e, X=HOLED),
    ],
    "y": [
        lambda e: train(e, y=Y[:5]),
        lambda e: train(e, y=Y + 0.5),
        lambda e: train(e, y=np.full(6, math.nan)),
        lambda e: e.softmax_cross_entropy(np.ones((2, 3)), [0, 3]),
        lambda e: e.softmax_cross_entropy(np.ones((2, 3)), [0.0, 1.0]),
        lambda e: e.sigmoid_cross_entropy([1.0, 2.0], [0, -1]),
        lambda e: e.mse([1.0, 2.0], [1.0]),
        lambda e: sweep(e, y=Y * 2),
    ],
    "validation": [
        lambda e: train(e, validation=X),
        lambda e: train(e, early_stopping=EarlyStopping(2)),
        lambda e: sweep(e, validation=3),
    ],
    "loss": [lambda e: train(e, loss="hinge"), lambda e: sweep(e, loss="hinge")],
    "optimizer": [lambda e: train(e, optimizer="sgd"), lambda e: sweep(e, optimizer=())],
    "epochs": [lambda e: train(e, epochs=-1), lambda e: train(e, epochs=1.5)],
    "batch_size": [
        lambda e: train(e, batch_size=0),
        lambda e: train(e, batch_size=2.5),
        lambda e: sweep(e, batch_size=(4, 0)),
    ],
    "l2": [lambda e: train(e, l2=-1), lambda e: sweep(e, l2=math.nan)],
    "clip_norm": [lambda e: train(e, clip_norm=0), lambda e: train(e, clip_norm=math.inf)],
    "record": [
        lambda e: train(e, record=0),
        lambda e: train(e, epochs=9, record=[3, 2]),
        lambda e: train(e, record=[5]),
        lambda e: train(e, record="batch"),
        lambda e: sweep(e, record="step"),
    ],
    "early_stopping": [lambda e: train(e, early_stopping=3, validation=(X, Y))],
    "progress": [lambda e: train(e, progress="yes")],
    "lr": [
        lambda e: train(e, optimizer=changed(e, lr=-5)),
        lambda e: sweep(e, optimizer=changed(e, lr=None)),
        lambda e: sweep(e, lr=(0.1, 0.0)),
        lambda e: sweep(e, lr=[]),
    ],
    "weight_decay": [lambda e: train(e, optimizer=changed(e, weight_decay=-1))],
    "gradient": [
        lambda e: stepped(e, np.ones(3) * 1j),
        lambda e: stepped(e, ["a", "b", "c"]),
        lambda e: stepped(e, None),
        lambda e: stepped(e, np.ma.array([1.0, 2, 3], mask=[0, 1, 0])),
        lambda e: stepped(e, np.ones(4)),
    ],
    "parameters": [
        lambda e: stepped(e, np.ones(3), [0.0, 0.0, 0.0]),
        lambda e: stepped(e, np.ones(3), np.zeros(3, int)),
    ],
    "flat": [
        lambda e, values=values: setattr(network(e), "flat", values)
        for values in (
            np.ones(13) * 1j,
            np.ma.array(np.ones(13), mask=np.eye(13)[0]),
            ["a"] * 13,
            None,
        )
    ],
    "logits": [
        lambda e: e.softmax_cross_entropy(np.ones((2, 1)), [0, 1]),
        lambda e: e.softmax_cross_entropy_gradient(np.ones((2, 1)), [0, 1]),
    ],
    "W": [
        lambda e, values=values: setattr(network(e).layers[0], "W", values)
        for values in (np.ones((2, 3)), 1.0, None, [["a", "b"]] * 3, np.ones((3, 2)) * 1j)
    ],
    "b": [
        lambda e, values=values: setattr(network(e).layers[0], "b", values)
        for values in (np.ones(2), np.ones((3, 1)), "abc", None)
    ],
    "seeds": [lambda e: sweep(e, seeds=(0, -1)), lambda e: sweep(e, seeds=())],
    "max_memory": [lambda e: sweep(e, max_memory=0), lambda e: sweep(e, max_memory=100)],
    "processes": [lambda e: sweep(e, processes=0)],
    "keep_parameters": [lambda e: sweep(e, keep_parameters=1)],
    "momentum": [
        lambda e: e.Momentum(momentum=1.0),
        lambda e: train(e, optimizer=changed(e, momentum=2.0)),
    ],
    "nesterov": [lambda e: e.Momentum(nesterov=1)],
    "betas": [lambda e: e.Adam(betas=0.9), lambda e: e.AdamW(betas=(0.9, 1.0))],
    "masks": [
        lambda e: train(e, kinds={"dropout": 0.5}, masks=3),
        lambda e: train(e, kinds={"dropout": 0.5}, masks=lambda shape: np.ones(shape)),
        lambda e: train(e, kinds={"dropout": 0.5}, masks=lambda *a: True),
        lambda e: train(e, kinds={"dropout": 0.5}, masks=lambda *a: np.ones((2, 2))),
        lambda e: train(e, kinds={"dropout": 0.5}, masks=lambda *a: np.full(a[2], math.nan)),
    ],
    # finite, but not in float32
    "within": [
        lambda e: train(e, X=1e39 * X, kinds={"dtype": "float32"}),
        lambda e: network(e, dtype="float32").predict(1e39 * X),
        lambda e: network(e, dtype="float32", init=e.normal(1e39)),
        lambda e: sweep(e, dtype="float32", start=np.full(13, 1e39)),
        lambda e: setattr(network(e, dtype="float32"), "flat", np.full(13, 1e39)),
        lambda e: setattr(network(e, dtype="float32").layers[0], "W", np.full((3, 2), 1e39)),
        *(
            lambda e, task=task, lr=lr: task(e, e.Adam(lr))
            for task in (train_narrow, sweep_narrow, step_narrow)
            for lr in (3.5e38, cosine(3.5e38, steps=3))
        ),
        lambda e: train(e, optimizer=e.SGD(weight_decay=1e39), kinds={"dtype": "float32"}),
        lambda e: sweep(e, lr=(0.1, 3.5e38), dtype="float32"),
        lambda e: train(e, l2=1e39, kinds={"dtype": "float32"}),
        lambda e: sweep(e, l2=1e39, dtype="float32"),
        lambda e: e.value_and_gradient(
            network(e, dtype="float32"), X, Y, "sigmoid_cross_entropy", l2=1e39
        ),
        lambda e: network(e, dtype="float32").load_state_dict(
            {name: 1e39 + np.asarray(value) for name, value in network(e).state_dict().items()}
        ),
    ],
    "state": [
        lambda e: network(e).load_state_dict(None),
        lambda e: network(e).load_state_dict({1: 0, "a": 1}),
        *(
            lambda e, values=values: network(e).load_state_dict(
                {name: values for name in network(e).state_dict()}
            )
            for values in (np.ones((3, 2)) * 1j, "text", None)
        ),
    ],
    "X_val": [lambda e: train(e, validation=(X[:, :1], Y))],
    "y_val": [lambda e: train(e, validation=(X, Y + 2))],
    "z": [
        lambda e: e.sigmoid(1j),
        lambda e: e.tanh("3"),
        lambda e: e.relu(None),
        lambda e: e.softmax(np.ones((2, 0))),
    ],
    "mask": [
        lambda e: e.value_and_gradient(
            network(e, dropout=0.5), X, Y, "sigmoid_cross_entropy", mask=3
        ),
        lambda e: e.value_and_gradient(
            network(e, dropout=0.5), X, Y, "sigmoid_cross_entropy", mask=np.array(1.0)
        ),
        lambda e: e.value_and_gradient(
            network(e, dropout=0.5), X, Y, "sigmoid_cross_entropy", mask=[]
        ),
        lambda e: e.value_and_gradient(
            network(e, dropout=0.5), X, Y, "sigmoid_cross_entropy", mask=[np.ones((2, 2))]
        ),
        lambda e: e.value_and_gradient(
            network(e), X, Y, "sigmoid_cross_entropy", mask=[np.ones((6, 3))]
        ),
        lambda e: masked(e, np.full((6, 3), math.nan)),
        lambda e: masked(e, np.full((6, 3), "yes")),
        lambda e: train(e, kinds={"dropout": 0.5}, masks=lambda *a: np.full(a[2], math.nan)),
        lambda e: train(e, kinds={"dropout": 0.5}, masks=lambda *a: np.full(a[2], "no")),
    ],
    "eps": [
        *(
            lambda e, eps=eps: e.check_gradients(network(e), X, Y, "sigmoid_cross_entropy", eps=eps)
            for eps in (0, 5e-324, 1e-20)
        ),
        lambda e: e.check_gradients(network(e, output="linear"), X, Y, "mse", eps=1e200),
        lambda e: e.Adam(eps=0),
        *(
            lambda e, task=task, name=name: task(e, getattr(e, name)(eps=1e-50))
            for task in (train_narrow, sweep_narrow, step_narrow)
            for name in ("Adagrad", "Adadelta", "RMSProp", "Adam", "AdamW")
        ),
    ],
    "network": [
        lambda e: e.value_and_gradient(None, X, Y, "mse"),
        lambda e: e.check_gradients("network", X, Y, "mse"),
        lambda e: e.train(None, X, Y, loss="mse", optimizer=e.SGD(), epochs=1),
        lambda e: e.save("network", "nowhere.npz"),
        lambda e: e.check_gradients(network(e, dtype="float32"), X, Y, "sigmoid_cross_entropy"),
    ],
}
