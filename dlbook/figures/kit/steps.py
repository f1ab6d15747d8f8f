"""Steps that jobs of several figures have."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from dlbook.figures.kit.training_programs import MATRIX, NUMBER, VECTOR
from dlbook.formulas.networks import transposed, with_one
from dlbook.programs import trace
from dlbook.programs.operations import Trace

LEVELS = 16
"""Grey levels of an image of the digits."""


Names = Mapping[str, Any] | Sequence[str]


def evaluate(program: Any, inputs: Names, into: str | Names, **more: Any) -> dict[str, Any]:
    """A program once. inputs, into: what each of its inputs and outputs is in the job, those of one
    name by that; or the name of its single output. more: `once_for` and the like."""
    made = {"": into} if isinstance(into, str) else _named(into)
    return {"do": "evaluate", "program": program, "inputs": _named(inputs), "into": made, **more}


def _named(names: Names) -> dict[str, Any]:
    return dict(names) if isinstance(names, Mapping) else {name: name for name in names}


def glorot_starts(sizes: Sequence[int], name: str = "_start") -> list[dict[str, Any]]:
    """The first weights "name.k" of each layer k, (n_seeds, n_out, n_in + 1), as the engines'
    "glorot_uniform" has them; from "init_states", by the program "start" (`glorot_start`), once."""
    layers = {f"{name}.{k}": [n_out, n_in] for k, (n_in, n_out) in enumerate(pairwise(sizes))}
    draws = {f"_draws{layer}": shape for layer, shape in layers.items()}
    return [
        {"do": "draw", "generators": "init_states", "shapes": draws},
        *(evaluate("start", {"draws": f"_draws{layer}"}, layer, once_for=[]) for layer in layers),
    ]


def image_arrays(part: str, X: np.ndarray, y: np.ndarray) -> dict[str, np.ndarray]:
    """Images of digits with pixels in [0, 1], (n, 64), as grey levels 0 to 16, (64, n), and their
    labels as one-hot targets, (10, n), in bytes: "part_levels" and "part_y"."""
    return {
        f"{part}_levels": np.rint(X.T * LEVELS).astype(np.uint8),
        f"{part}_y": np.eye(10, dtype=np.uint8)[y].T,
    }


def image_program() -> Trace:
    """What a network sees of grey levels: pixels in [0, 1] and a row of ones."""
    return trace(lambda levels: with_one(levels / LEVELS), MATRIX)


def image_inputs(parts: Sequence[str]) -> list[dict[str, Any]]:
    """From the levels of each part "_part_x", by the program "inputs", once."""
    return [
        evaluate("inputs", {"levels": f"{part}_levels"}, f"_{part}_x", once_for=[])
        for part in parts
    ]


def pair_program() -> Trace:
    """Two numbers as the place (2,) that they name."""
    return trace(lambda first, second: np.stack([first, second], axis=-1), NUMBER, NUMBER)


def map_program() -> Trace:
    """The places (n, n, 2) of a square map, row by row, from those along a side, (n,)."""
    return trace(_places, side=VECTOR)


def _places(side: np.ndarray) -> np.ndarray:
    across = np.expand_dims(side, -2) + 0 * np.expand_dims(side, -1)
    return np.stack([across, transposed(across)], axis=-1)


def map_places() -> dict[str, Any]:
    """From the array "side" the array "map", by the program "map" (`map_program`), once."""
    return evaluate("map", ["side"], "map", once_for=[])
