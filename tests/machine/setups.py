"""Trainings set up for the machine from the book's formulas, as a figure would."""

import json
from functools import partial

import numpy as np

from dlbook.figures.kit.training_programs import (
    NUMBER,
    names_of_numbers,
    numbers_before,
    update_after,
)
from dlbook.formulas.activations import ACTIVATIONS, OUTPUTS
from dlbook.formulas.losses import LOSSES
from dlbook.formulas.objective import loss_and_gradient
from dlbook.programs import Packed, pack, trace
from dlbook.programs.generators import generator_bytes
from dlbook.training.randomness import streams


def gradient_program(sizes, activation, output, loss, dropout=0.0):
    """J and its gradient for networks with so many layers."""
    kinds = {
        "activation": ACTIVATIONS[activation],
        "output": OUTPUTS[output],
        "loss": LOSSES[loss],
    }
    matrix = np.zeros((2, 2))
    arrays = [[matrix] * (len(sizes) - 1), matrix, matrix]
    dropping = {"kept": [matrix] * (len(sizes) - 2), "p": NUMBER} if dropout else {}
    return pack(trace(partial(loss_and_gradient, **kinds), *arrays, **dropping))


def update_program(optimizer):
    """The optimiser's step, and what each step works out before it, if anything."""
    is_worked_out = names_of_numbers(optimizer) != ["lr"]
    before = pack(numbers_before(optimizer)) if is_worked_out else None
    return pack(update_after(optimizer)), before


def targets(loss, y, n_outputs):
    """Targets as columns (n_out, n)."""
    if loss == "softmax_cross_entropy":
        return np.eye(n_outputs)[y].T
    return np.reshape(y, (len(y), -1)).T


def setup(network, X, y, loss, optimizer, *, batch_size=None, seed=0):
    """What `Training` takes for the same training as `numpy_engine.train` with these arguments."""
    sizes, p = network.sizes, network.dropout
    update, before = update_program(optimizer)
    draws = streams(seed)
    made = {
        "gradient": gradient_program(sizes, network.activation, network.output, loss, p),
        "update": update,
        "before": before,
        "blocks": [layer.block.copy() for layer in network.layers],
        "examples": {
            "x": np.concatenate([X.T, np.ones((1, len(X)))]),
            "y": np.ascontiguousarray(targets(loss, y, sizes[-1])),
        },
        "numbers": {"lr": optimizer.lr},
        "batch_size": batch_size,
        "order": generator_bytes(draws.order),
        "dtype": str(network.dtype),
    }
    if p:
        made["numbers"]["p"] = p
        made |= {"dropout": generator_bytes(draws.dropout), "kept": sizes[1:-1]}
    return made


def as_json(value):
    """A setup as text for the page's machine, in which generators are lists of bytes."""
    return json.dumps(_plain(value))


def _plain(value):
    if isinstance(value, Packed):
        return value.as_json()
    if isinstance(value, np.ndarray):
        return {"shape": value.shape, "data": value.ravel().tolist()}
    if isinstance(value, bytes):
        return list(value)
    if isinstance(value, dict):
        named = {"batch_size": "batchSize"}
        return {
            named.get(key, key): _plain(item) for key, item in value.items() if item is not None
        }
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
