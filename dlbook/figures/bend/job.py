"""What the page computes for the figure of bends: the training of each start, and of the best what
it says on the plane, its units' lines, and its logit along the cut."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from dlbook.figures.kit.steps import evaluate
from dlbook.figures.kit.training_programs import MATRIX, NUMBER, VECTOR, Kind, update_of
from dlbook.formulas.activations import sigmoid
from dlbook.formulas.networks import bias, weights
from dlbook.formulas.neurons import boundary
from dlbook.formulas.statistics import place_of_least, strays
from dlbook.numpy_engine import Adam
from dlbook.programs import trace
from dlbook.programs.operations import Trace

REACH = 10.0  # longer than the plane's diagonal
LAST = "last"


def programs(activations: Sequence[str], depths: Sequence[int]) -> dict[str, Trace]:
    """Those of every kind of network, and what is drawn of one."""
    found = {
        "update": update_of(Adam()),
        "best": trace(lambda losses: place_of_least(losses[..., 0]), MATRIX),
        "lines": trace(unit_lines, MATRIX),
        "points": trace(cut_points, line=VECTOR, cut=NUMBER),
        "probability": trace(sigmoid, MATRIX),
        "strays": trace(strays, VECTOR, VECTOR),
    }
    for depth in depths:
        found[f"blocks of {depth}"] = trace(
            partial(padded, most=max(depths)), [MATRIX] * (depth + 1)
        )
        for name in activations:
            kind = Kind(depth + 1, name, "sigmoid_cross_entropy")
            found |= {
                f"{name} gradient of {depth}": kind.gradient(),
                f"{name} measure of {depth}": kind.measure(),
                f"{name} logits of {depth}": kind.logits(),
            }
    return found


def padded(blocks: list[np.ndarray], most: int) -> dict[str, np.ndarray]:
    """The blocks by number, the last one by its name; hidden ones that are not there repeat the
    first."""
    hidden = [*blocks[:-1], *[blocks[0]] * (most + 1 - len(blocks))]
    return {**{str(k): block for k, block in enumerate(hidden)}, LAST: blocks[-1]}


def unit_lines(W_b: np.ndarray) -> np.ndarray:
    """Two ends of the line z = 0 of every unit, (n_units, 2, 2)."""
    return boundary(weights(W_b), bias(W_b), REACH)


def cut_points(line: np.ndarray, cut: np.ndarray) -> np.ndarray:
    """The points at height x₂ = `cut`, as columns with a row of ones, (3, n)."""
    return np.stack([line, cut + 0.0 * line, np.ones_like(line)], axis=-2)


def steps(
    activations: Sequence[str], depths: Sequence[int], widths: Sequence[int], n_runs: int
) -> list[dict[str, Any]]:
    """The job; names of arrays are those of the figure's `shared`."""
    settings = ["dataset", "activation", "depth", "width"]
    most = max(depths)

    def by_depth(values: Sequence[Any]) -> dict[str, Any]:
        return {"one": list(values), "of": "depth"}

    def of_kind(what: str) -> dict[str, Any]:
        kinds = [by_depth(f"{name} {what} of {depth}" for depth in depths) for name in activations]
        return {"one": kinds, "of": "activation"}

    def start(name: str) -> dict[str, Any]:
        of_width = {"one": [f"start.{width}.{name}" for width in widths], "of": "width"}
        return {"row": of_width, "of": "run"}

    def of_best(name: str) -> dict[str, Any]:
        return {"row": {"row": name, "of": {"row": "best", "of": 0}}, "of": 0}

    def logits(x: str, into: str) -> dict[str, Any]:
        return evaluate(
            of_kind("logits"), {"x": x, **{f"blocks.{k}": kept(k) for k in range(most + 1)}}, into
        )

    examples = {name: {"row": name, "of": "dataset"} for name in ("x", "y")}
    names = {str(k): f"kept.{k}" for k in range(most)} | {LAST: f"kept.{LAST}"}

    def kept(k: int) -> dict[str, Any]:
        """Block k of the best network; past the last one, any."""
        return by_depth(of_best(names[LAST if k >= depth else str(k)]) for depth in depths)

    return [
        {
            "do": "train", "runs": n_runs, "once_for": settings,
            "gradient": of_kind("gradient"), "update": "update",
            "blocks": by_depth(
                [*(start(str(k)) for k in range(depth)), start(f"{LAST}.{depth}")]
                for depth in depths
            ),
            "examples": examples, "numbers": {"lr": "lr"}, "record": "record",
            "measure": [
                {"program": of_kind("measure"), "inputs": examples,
                 "into": {"loss": "losses", "accuracy": "accuracies"}},
                {"program": by_depth(f"blocks of {depth}" for depth in depths), "inputs": {},
                 "into": names},
            ],
        },
        evaluate("best", ["losses"], "best"),
        evaluate("lines", {"W_b": of_best("kept.0")}, "lines"),
        logits("grid", "grid_logits"),
        evaluate("probability", {"z": "grid_logits"}, "surface"),
        evaluate("points", ["line", "cut"], "cut_points"),
        logits("cut_points", "logits"),
        evaluate("strays", {"values": {"row": "logits", "of": 0}, "at": "line"}, "strays"),
    ]  # fmt: skip
