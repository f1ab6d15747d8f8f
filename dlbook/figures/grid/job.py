"""What the page computes for the grid: the chosen run and its outcome."""

from collections.abc import Sequence
from typing import Any

from dlbook.figures.kit import judging
from dlbook.figures.kit.steps import glorot_starts, image_inputs, image_program
from dlbook.figures.kit.training_programs import Kind, glorot_start, update_of
from dlbook.numpy_engine import Optimizer
from dlbook.programs.operations import Trace

PARTS = ("train", "val")


def programs(optimizers: Sequence[Optimizer]) -> dict[str, Trace]:
    """What is trained and measured, and the rules by which the run is judged."""
    kind = Kind(2, "relu", "softmax_cross_entropy")
    return {
        "start": glorot_start(),
        "inputs": image_program(),
        "gradient": kind.gradient(),
        "measure": kind.measure(),
        **{f"update {k}": update_of(optimizer) for k, optimizer in enumerate(optimizers)},
        **judging.programs(),
    }


def steps(sizes: Sequence[int], n_optimizers: int, batch_size: int) -> list[dict[str, Any]]:
    """The job; names of arrays are those of the figure's `shared`."""
    measured = {
        "train": {"loss": "losses"},
        "val": {"loss": "val_loss", "accuracy": "val_accuracy"},
    }
    return [
        *glorot_starts(sizes),
        *image_inputs(PARTS),
        {
            "do": "train", "gradient": "gradient",
            "update": {"one": [f"update {k}" for k in range(n_optimizers)], "of": "optimizer"},
            "blocks": [{"row": f"start.{k}", "of": "seed"} for k in range(len(sizes) - 1)],
            "examples": {"x": "train_x", "y": "train_y"}, "numbers": {"lr": "lr"},
            "batch_size": batch_size, "order": {"row": "order_states", "of": "seed"},
            "record": "record",
            "measure": [
                {"program": "measure", "inputs": {"x": f"{part}_x", "y": f"{part}_y"},
                 "into": measured[part]}
                for part in PARTS
            ],
        },
        *judging.steps(),
    ]  # fmt: skip
