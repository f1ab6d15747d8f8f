"""What the page computes for the grid: the chosen run with its outcome, then those of the map."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from dlbook.figures.kit import judging
from dlbook.figures.kit.steps import glorot_starts, image_inputs, image_program
from dlbook.figures.kit.training_programs import Kind, glorot_start, numbers_before, update_after
from dlbook.numpy_engine import Optimizer
from dlbook.programs.operations import Trace

PARTS = ("train", "val")


def arrays(rates: Sequence[float], n_optimizers: int, epochs: int) -> dict[str, np.ndarray]:
    """The cells of the map, rate by rate, and what judging needs."""
    n_cells = len(rates) * n_optimizers
    return {
        "cell_lr": np.repeat(np.array(rates), n_optimizers),
        "cell_optimizer": np.tile(np.arange(n_optimizers, dtype=np.uint8), len(rates)),
        "record": np.arange(epochs + 1, dtype=np.int32),
        **judging.arrays(epochs),
        **judging.arrays_of_runs(n_cells),
    }


def programs(optimizers: Sequence[Optimizer]) -> dict[str, Trace]:
    """What is trained and measured, and the rules by which the runs are judged."""
    kind = Kind(2, "relu", "softmax_cross_entropy")
    return {
        "start": glorot_start(),
        "inputs": image_program(),
        "gradient": kind.gradient(),
        "measure": kind.measure(),
        **{f"before {k}": numbers_before(optimizer) for k, optimizer in enumerate(optimizers)},
        **{f"update {k}": update_after(optimizer) for k, optimizer in enumerate(optimizers)},
        **judging.programs(),
        **judging.programs_of_runs(),
    }


def steps(
    sizes: Sequence[int], n_optimizers: int, n_cells: int, batch_size: int
) -> list[dict[str, Any]]:
    """The job; names of arrays are those of the figure's `shared`. The map, in float32, waits for
    the chosen run, in float64, and is kept until another seed is asked for."""

    def train(
        lr: Any, optimizer: Any, measured: dict[str, dict[str, str]], dtype: str
    ) -> dict[str, Any]:
        def of_optimizer(program: str) -> dict[str, Any]:
            return {"one": [f"{program} {k}" for k in range(n_optimizers)], "of": optimizer}

        return {
            "do": "train", "dtype": dtype, "gradient": "gradient",
            "before": of_optimizer("before"), "update": of_optimizer("update"),
            "blocks": [{"row": f"_start.{k}", "of": "seed"} for k in range(len(sizes) - 1)],
            "examples": {"x": "_train_x", "y": "train_y"}, "numbers": {"lr": lr},
            "batch_size": batch_size, "order": {"row": "order_states", "of": "seed"},
            "record": "record",
            "measure": [
                {"program": "measure", "into": into,
                 "inputs": {"x": f"_{part}_x", "y": f"{part}_y"}}
                for part, into in measured.items()
            ],
        }  # fmt: skip

    of_cell = {name: {"row": f"cell_{name}", "of": "setting"} for name in ("lr", "optimizer")}
    chosen = {
        "train": {"loss": "losses"},
        "val": {"loss": "val_loss", "accuracy": "val_accuracy"},
    }
    of_map = {"train": {"loss": "all_losses"}}
    return [
        *glorot_starts(sizes),
        *image_inputs(PARTS),
        train("lr", "optimizer", chosen, "float64"),
        *judging.steps(),
        {
            **train(of_cell["lr"], of_cell["optimizer"], of_map, "float32"),
            "settings": n_cells, "first": 0, "once_for": ["seed"], "beside": True,
        },
        *judging.steps_of_runs("all_losses", "all_outcomes"),
    ]  # fmt: skip
