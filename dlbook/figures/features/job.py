"""What the page computes for the features figure: ten trainings on the first images, their
accuracy, its mean and band, and the first layer of each as a wall of tiles; then as many trainings
on each number of images."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from dlbook.figures.kit.steps import evaluate, image_inputs, image_program
from dlbook.figures.kit.training_programs import MATRIX, NUMBER, Kind, update_of
from dlbook.formulas.networks import weights
from dlbook.formulas.statistics import inner_band, mean_of_runs
from dlbook.numpy_engine import SGD
from dlbook.programs import trace
from dlbook.programs.operations import Trace

Array = np.ndarray


def programs(counts: Sequence[int]) -> dict[str, Trace]:
    """What is trained and measured; for each number of images, the programs that take so many."""
    kind = Kind(2, "tanh", "softmax_cross_entropy")
    return {
        "inputs": image_program(),
        **{f"first {n}": trace(partial(first, n), x=MATRIX, y=MATRIX) for n in counts},
        "gradient": kind.gradient(),
        "update": update_of(SGD()),
        "measure": kind.measure(),
        "tiles": trace(tiles, blocks=kind.blocks, full=NUMBER),
        **_of_runs(MATRIX, "per cent", "mean", "band"),
        **_of_runs(np.ones((2, 2, 2)), "per cent of all", "means", "bands"),
    }


def _of_runs(shares: Array, per_cent: str, mean: str, band: str) -> dict[str, Trace]:
    """What is said of accuracies (…, n_runs, n_records), under these names."""
    return {
        per_cent: trace(lambda share: 100 * share, shares),
        mean: trace(mean_of_runs, shares),
        band: trace(inner_band, shares),
    }


def first(n: int, x: Array, y: Array) -> dict[str, Array]:
    """The first `n` examples."""
    return {"x": x[..., :n], "y": y[..., :n]}


def tiles(blocks: Sequence[Array], full: Array) -> Array:
    """The first layer's weights as they are drawn: from -1 to 1 for those from -full to full."""
    return np.minimum(np.maximum(weights(blocks[0]) / full, -1.0), 1.0)


def steps(counts: Sequence[int], n_runs: int, batch_size: int) -> list[dict[str, Any]]:
    """The job; names of arrays are those of the figure's `shared`."""
    named = {of: [f"_{of} of {n}" for n in counts] for of in ("x", "y")}

    def train(size: str, measure: list[dict[str, Any]]) -> dict[str, Any]:
        examples = {of: {"one": names, "of": size} for of, names in named.items()}
        return {
            "do": "train", "runs": n_runs, "gradient": "gradient", "update": "update",
            "blocks": [{"row": f"start.{k}", "of": "run"} for k in range(2)],
            "examples": examples, "numbers": {"lr": "lr"},
            "batch_size": batch_size, "order": {"row": "order_states", "of": "run"},
            "dtype": "float32", "record": {"row": "epochs", "of": size}, "measure": measure,
        }  # fmt: skip

    def accuracy(into: str) -> dict[str, Any]:
        return {
            "program": "measure", "inputs": {"x": "_test_x", "y": "test_y"},
            "into": {"accuracy": into},
        }  # fmt: skip

    tiles = {"program": "tiles", "inputs": {"full": "full"}, "into": {"": "tiles"}}
    return [
        *image_inputs(("all", "test")),
        *(
            evaluate(f"first {n}", {"x": "_all_x", "y": "all_y"},
                     {of: names[k] for of, names in named.items()}, once_for=[])
            for k, n in enumerate(counts)
        ),
        train("images", [accuracy("shares"), tiles]),
        evaluate("per cent", {"share": "shares"}, "accuracies"),
        evaluate("mean", {"values": "accuracies"}, "mean"),
        evaluate("band", {"values": "accuracies"}, {"0": "low", "1": "high"}),
        {
            **train("setting", [accuracy("all_shares")]),
            "settings": len(counts), "first": "images", "once_for": [], "beside": True,
        },
        evaluate("per cent of all", {"share": "all_shares"}, "all_accuracies"),
        evaluate("means", {"values": "all_accuracies"}, "means"),
        evaluate("bands", {"values": "all_accuracies"}, {"0": "lows", "1": "highs"}),
    ]  # fmt: skip
