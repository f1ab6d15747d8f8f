"""What the page computes for the forward pass: the states and activations of every unit.

Every layer has room for `ROOM` units, so that one program serves all widths: units that are not
there have weights and biases of 0 and reach no other.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from dlbook.figures.kit.steps import evaluate
from dlbook.figures.kit.training_programs import NUMBER
from dlbook.formulas.activations import ACTIVATIONS, sigmoid
from dlbook.formulas.networks import layer, with_one
from dlbook.programs import trace
from dlbook.programs.operations import Trace

Array = np.ndarray
ROOM = 4


def programs(depths: Sequence[int], activations: Sequence[str]) -> dict[str, Trace]:
    """A program for each number of hidden layers and each activation."""
    room = np.ones((2, ROOM, ROOM + 1))
    return {
        f"{depth} {name}": trace(
            partial(_forward, depth, ACTIVATIONS[name].g), room, NUMBER, NUMBER
        )
        for depth in depths
        for name in activations
    }


def _forward(depth: int, g: Callable[[Array], Array], tenths, x1, x2) -> dict[str, Array]:
    """From the blocks [W b] in tenths, (n_layers, ROOM, ROOM + 1), and the input: z of each layer
    and a of each, the input's first; (…, ROOM)."""
    blocks = tenths / 10
    a = np.stack([x1, x2, 0 * x1, 0 * x1])[:, None]
    states, values = [], [a]
    for k in range(depth + 1):
        states.append(layer(blocks[k], with_one(values[-1])))
        values.append((g if k < depth else sigmoid)(states[-1]))
    return {"z": np.stack(states)[..., 0], "a": np.stack(values)[..., 0]}


def steps(depths: Sequence[int], activations: Sequence[str]) -> list[dict[str, Any]]:
    """The job; "tenths" has the networks of every depth and width."""
    chosen = [{"one": [f"{depth} {name}" for name in activations], "of": "activation"}
              for depth in depths]  # fmt: skip
    tenths = {"row": {"row": "tenths", "of": "depth"}, "of": "width"}
    inputs = {"tenths": tenths, "x1": "x1", "x2": "x2"}
    return [evaluate({"one": chosen, "of": "depth"}, inputs, ["z", "a"])]
