"""The programs that the playground runs: traced from the book's formulas, one for each choice.

A network's are told apart by how many hidden layers it has, by activation and by loss; sizes they
know none. Names are the parts joined by "/", such as "gradient/2/tanh/sigmoid_cross_entropy/drops".
"""

from collections.abc import Iterator
from functools import cache, partial
from itertools import product
from typing import Any

import numpy as np

from dlbook.data.inputs import INPUTS
from dlbook.figures.kit.training_programs import OUTPUT_OF, glorot_weights, update_after
from dlbook.formulas import schedules
from dlbook.formulas.activations import ACTIVATIONS, OUTPUTS
from dlbook.formulas.losses import LOSSES, mean
from dlbook.formulas.networks import forward
from dlbook.formulas.objective import loss_and_gradient, measure
from dlbook.numpy_engine import (
    SGD,
    Adadelta,
    Adagrad,
    Adam,
    AdamW,
    Momentum,
    Optimizer,
    RMSProp,
)
from dlbook.programs import trace
from dlbook.programs.packing import pack

MOST_LAYERS = 6
_number = np.ones(())
_vector = np.ones(2)
_matrix = np.ones((2, 2))


OPTIMIZERS: dict[str, Optimizer] = {
    "SGD": SGD(), "Momentum": Momentum(), "Nesterov": Momentum(nesterov=True),
    "Adagrad": Adagrad(), "Adadelta": Adadelta(), "RMSProp": RMSProp(), "Adam": Adam(),
    "AdamW": AdamW(),
}  # fmt: skip
"""Optimiser -> with its settings at their defaults."""

SCHEDULES = {
    "constant": lambda step, lr, horizon: lr + 0 * step,
    "step decay": lambda step, lr, horizon: schedules.step_decay(step, lr, horizon / 4, 0.5),
    "cosine": lambda step, lr, horizon: schedules.cosine(step, lr, horizon, 0.0),
    "warm-up": lambda step, lr, horizon: schedules.warm_up(step, lr, horizon / 10, lr),
}
"""Schedule -> the rate at `step`, which counts from 0; `horizon`: the steps that it is made for."""


@cache
def programs() -> dict[str, dict[str, Any]]:
    """All programs by name, in the form in which they travel to the page."""
    made = {
        "points": trace(lambda clean, draw, noise: clean + draw * noise, _matrix, _matrix, _number),
        "inputs": trace(_all_inputs, _vector, _vector),
        "start": trace(glorot_weights, _matrix),
        **dict(_networks()),
        **dict(_steps()),
    }
    return {name: pack(made[name]).as_json() for name in made}


def _all_inputs(x1: np.ndarray, x2: np.ndarray) -> dict[str, np.ndarray]:
    return {name: function(x1, x2) for name, function in INPUTS.items()}


def _networks() -> Iterator[tuple[str, Any]]:
    for n, activation, loss in product(range(MOST_LAYERS + 1), ACTIVATIONS, LOSSES):
        if n == 0 and activation != "tanh":
            continue  # without hidden layers there is nothing to activate
        blocks = [_matrix] * (n + 1)
        kinds = ACTIVATIONS[activation], OUTPUTS[OUTPUT_OF[loss]], LOSSES[loss]
        key = f"{n}/{activation}/{loss}"
        gradient = partial(_gradient, kinds)
        rates = {"l1": _number, "l2": _number}
        yield f"gradient/{key}", trace(gradient, blocks=blocks, x=_matrix, y=_matrix, **rates)
        if n:
            kept = {"kept": [_matrix] * n, "p": _number}
            traced = trace(gradient, blocks=blocks, x=_matrix, y=_matrix, **rates, **kept)
            yield f"gradient/{key}/drops", traced
        yield f"measure/{key}", trace(partial(_measure, kinds), blocks=blocks, x=_matrix, y=_matrix)
        yield f"look/{key}", trace(partial(_look, kinds), blocks=blocks, x=_matrix)


def _gradient(kinds, blocks, x, y, l1, l2, kept=None, p=0.0):
    return loss_and_gradient(blocks, x, y, *kinds, kept=kept, p=p, l2=l2, l1=l1)


def _measure(kinds, blocks, x, y):
    """The mean loss, and the share of right answers where answers are right or wrong."""
    terms, *right = measure(blocks, x, y, *kinds)
    found = {"loss": mean(terms)}
    if right:
        found["accuracy"] = mean(right[0] * 1.0)
    return found


def _look(kinds, blocks, x):
    """What every unit answers: the activations of each hidden layer, and the predictions."""
    activation, output, _ = kinds
    z, _, hidden = forward(blocks, x, activation)
    return {"hidden": [layer.a for layer in hidden], "output": output.g(z)}


def _steps() -> Iterator[tuple[str, Any]]:
    """The updates, and before each the numbers that change from step to step."""
    for name, optimizer in OPTIMIZERS.items():
        yield f"update/{name}", update_after(optimizer)
    for (name, schedule), factors in product(SCHEDULES.items(), (False, True)):
        numbers = partial(_numbers, schedule, factors)
        traced = trace(numbers, t=_number, rate=_number, horizon=_number)
        yield f"before/{name}{'/factors' if factors else ''}", traced


def _numbers(schedule, factors, t, rate, horizon):
    lr = schedule(t - 1, rate, horizon)
    return {"lr": lr, **(OPTIMIZERS["Adam"].numbers(lr, t) if factors else {})}
