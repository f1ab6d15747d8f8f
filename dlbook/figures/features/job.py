"""What the page computes for the features figure: ten trainings on the first images, their
accuracy, its mean and band, and the first layer of each as a wall of tiles."""

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
        "per cent": trace(lambda share: 100 * share, MATRIX),
        "mean": trace(mean_of_runs, MATRIX),
        "band": trace(inner_band, MATRIX),
    }


def first(n: int, x: Array, y: Array) -> dict[str, Array]:
    """The first `n` examples."""
    return {"x": x[..., :n], "y": y[..., :n]}


def tiles(blocks: Sequence[Array], full: Array) -> Array:
    """The first layer's weights as they are drawn: from -1 to 1 for those from -full to full."""
    return np.minimum(np.maximum(weights(blocks[0]) / full, -1.0), 1.0)


def steps(counts: Sequence[int], n_runs: int, batch_size: int) -> list[dict[str, Any]]:
    """The job; names of arrays are those of the figure's `shared`."""
    chosen = {"one": [f"first {n}" for n in counts], "of": "images"}
    return [
        *image_inputs(("all", "test")),
        evaluate(chosen, {"x": "all_x", "y": "all_y"}, {"x": "train_x", "y": "train_y"}),
        {
            "do": "train", "runs": n_runs, "gradient": "gradient", "update": "update",
            "blocks": [{"row": f"start.{k}", "of": "run"} for k in range(2)],
            "examples": {"x": "train_x", "y": "train_y"}, "numbers": {"lr": "lr"},
            "batch_size": batch_size, "order": {"row": "order_states", "of": "run"},
            "dtype": "float32", "record": {"row": "epochs", "of": "images"},
            "measure": [
                {"program": "measure", "inputs": {"x": "test_x", "y": "test_y"},
                 "into": {"accuracy": "shares"}},
                {"program": "tiles", "inputs": {"full": "full"}, "into": {"": "tiles"}},
            ],
        },
        evaluate("per cent", {"share": "shares"}, {"": "accuracies"}),
        evaluate("mean", {"values": "accuracies"}, {"": "mean"}),
        evaluate("band", {"values": "accuracies"}, {"0": "low", "1": "high"}),
    ]  # fmt: skip
