"""What the page computes for the dropout figure: ten trainings with dropout, ten without, the means
and bands of their losses, and the masks of one step."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from dlbook.figures.kit.steps import evaluate, glorot_starts, image_inputs, image_program
from dlbook.figures.kit.training_programs import (
    MATRIX,
    NUMBER,
    VECTOR,
    Kind,
    glorot_start,
    update_of,
)  # fmt: skip
from dlbook.formulas.statistics import inner_band, mean_of_runs, place_of_least
from dlbook.numpy_engine import Momentum
from dlbook.programs import trace
from dlbook.programs.operations import Trace
from dlbook.training.randomness import WORD_VALUES

PARTS = ("train", "val")


def programs(n_layers: int) -> dict[str, Trace]:
    """What is trained and measured, and what is said of ten runs."""
    kind = Kind(n_layers, "relu", "softmax_cross_entropy")
    return {
        "start": glorot_start(),
        "inputs": image_program(),
        "gradient": kind.gradient(drops=True),
        "update": update_of(Momentum(momentum=0.9)),
        "measure": kind.measure(),
        "mean": trace(mean_of_runs, MATRIX),
        "band": trace(inner_band, MATRIX),
        "best": trace(place_of_least, VECTOR),
        "per cent": trace(lambda share: 100 * share, VECTOR),
        "masks": trace(kept_units, words=VECTOR, p=NUMBER),
    }


def kept_units(words: np.ndarray, p: np.ndarray) -> dict[str, np.ndarray]:
    """Which units the 16-bit words keep at dropout rate p, see `training.randomness`, and how many.

    -⌊-x⌋ is x rounded up.
    """
    threshold = np.minimum(-np.floor(-(p * WORD_VALUES)), WORD_VALUES - 1.0)
    kept = (words >= threshold) * 1.0
    return {"kept": kept, "on": np.sum(kept, axis=-1, keepdims=True)}


def steps(sizes: Sequence[int], n_runs: int, batch_size: int) -> list[dict[str, Any]]:
    """The job; names of arrays are those of the figure's `shared`."""
    return [
        *glorot_starts(sizes),
        *image_inputs(PARTS),
        evaluate("masks", {"words": {"row": "words", "of": "step"}, "p": "dropout"},
                 {"kept": "kept", "on": "units_on"}),
        train(sizes, n_runs, batch_size, "dropout", "", PARTS),
        *(summary(part) for part in ("train_loss", "val_loss")),
        evaluate("mean", {"values": "accuracies"}, "accuracy"),
        evaluate("per cent", {"share": "accuracy"}, "val_accuracy"),
        *(band(part) for part in ("train_loss", "val_loss")),
        evaluate("best", {"values": "val_loss"}, "best"),
        train(sizes, n_runs, batch_size, 0, "without_", PARTS[1:]),
        evaluate("mean", {"values": "without_val_losses"}, "without"),
    ]  # fmt: skip


def summary(name: str) -> dict[str, Any]:
    """The mean of a loss over the runs."""
    return evaluate("mean", {"values": f"{name}es"}, name)


def band(name: str) -> dict[str, Any]:
    """The middle eight of ten."""
    return evaluate("band", {"values": f"{name}es"}, {"0": f"{name}_low", "1": f"{name}_high"})


def train(
    sizes: Sequence[int], n_runs: int, batch_size: int, p: Any, prefix: str, parts: Sequence[str]
) -> dict[str, Any]:
    """`n_runs` trainings at dropout rate `p`, the name of a number or 0; what is measured goes to
    names with the prefix."""
    measured = {
        "train": {"loss": f"{prefix}train_losses"},
        "val": {"loss": f"{prefix}val_losses", "accuracy": f"{prefix}accuracies"},
    }
    return {
        "do": "train", "runs": n_runs, "gradient": "gradient", "update": "update",
        "blocks": [{"row": f"_start.{k}", "of": "run"} for k in range(len(sizes) - 1)],
        "examples": {"x": "_train_x", "y": "train_y"}, "numbers": {"lr": "lr", "p": p},
        "batch_size": batch_size, "order": {"row": "order_states", "of": "run"},
        "dropout": {"row": "dropout_states", "of": "run"}, "kept": list(sizes[1:-1]),
        "dtype": "float32", "record": "record", "once_for": ["lr", *([p] if p else [])],
        "measure": [
            {"program": "measure", "inputs": {"x": f"_{part}_x", "y": f"{part}_y"},
             "into": measured[part]}
            for part in parts
        ],
    }  # fmt: skip
