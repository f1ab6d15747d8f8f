"""What the page computes for the figures of overfitting: nine networks for each of some settings,
fitted to the noisy points, their losses in order, and a verdict on each setting."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from dlbook.experiments import fits
from dlbook.figures.kit.steps import evaluate, glorot_starts
from dlbook.figures.kit.training_programs import (
    MATRIX,
    NUMBER,
    VECTOR,
    Kind,
    glorot_start,
    numbers_before,
    update_after,
)
from dlbook.formulas.networks import transposed, weights, with_one
from dlbook.formulas.schedules import cosine
from dlbook.formulas.statistics import in_order, ranks
from dlbook.numpy_engine import Adam
from dlbook.programs import trace
from dlbook.programs.generators import stream_bytes
from dlbook.programs.operations import Trace

Array = np.ndarray
N_SEEDS = len(fits.SEEDS)
MIDDLE = N_SEEDS // 2  # of the nine in order
PARTS = ("train", "val")
SETTINGS_RUNS = np.ones((2, 2, 2))  # (settings, runs, 1)


def arrays(n_settings: int) -> dict[str, Array]:
    """What `steps` needs among the arrays, and what else is drawn."""
    return {
        "grid": fits.GRID.astype(np.float32),
        "truth": fits.truth(fits.GRID).astype(np.float32),
        "grid_x": with_one(fits.GRID[None]),
        "lr": np.array(fits.HIGHEST_RATE),
        "record": np.array([fits.EPOCHS], dtype=np.int32),
        "init_states": stream_bytes(fits.SEEDS)[:, 0],
        "runs": np.arange(N_SEEDS, dtype=np.uint8),
        "settings_in_order": np.arange(n_settings, dtype=np.uint8),
        **_points("train", fits.N_TRAIN, fits.TRAIN_SEED),
        **_points("val", fits.N_VAL, fits.VAL_SEED),
    }


def _points(part: str, n: int, seed: int) -> dict[str, Array]:
    """Places, the curve at them, and what a noise of 1 adds."""
    x, y = fits.sample(n, 1.0, seed)
    level = fits.truth(x)
    return {
        f"{part}_x": with_one(x.T), f"{part}_level": level.T, f"{part}_deviation": (y - level).T,
    }  # fmt: skip


def programs(*, simplest_first: bool, l2: bool) -> dict[str, Trace]:
    """What is trained, measured and said of the nine. simplest_first: whether the settings are in
    the order of growing capacity, or of falling. l2: whether their weights have a price."""
    kind = Kind(2, "tanh", "mse")
    schedule = partial(cosine, steps=fits.EPOCHS, lowest=0.0)
    verdict = partial(fits.verdicts, simplest_first=simplest_first)
    return {
        "points": trace(_noisy, level=MATRIX, deviation=MATRIX, noise=NUMBER),
        "start": glorot_start(),
        "gradient": kind.gradient(l2=l2, alone=True),
        "before": numbers_before(Adam(), schedule),
        "update": update_after(Adam()),
        "measure": kind.measure(),
        "predict": kind.predict(),
        "sizes": trace(_sizes, blocks=kind.blocks),
        "order": trace(_order, losses=SETTINGS_RUNS, runs=VECTOR),
        "verdict": trace(verdict, val_loss=VECTOR, places=VECTOR),
        "sizes in order": trace(
            _sizes_in_order, sizes=np.ones((2, 2, 2, 2)), is_middle=MATRIX, places=VECTOR
        ),
    }


def _noisy(level, deviation, noise):
    return level + noise * deviation


def _sizes(blocks):
    """|W| of both layers, those of the hidden one first, (n_weights,)."""
    sizes = np.abs(np.concatenate([transposed(weights(blocks[0])), weights(blocks[1])], axis=-1))
    return np.squeeze(sizes, axis=-2)


def _order(losses, runs):
    """Of the losses (s, n_runs, 1) of s settings: the median, the band of the middle seven,
    (2, s), which run is in the middle, (s,), and as flags, (s, n_runs)."""
    values = np.squeeze(losses, axis=-1)
    ascending = in_order(values, runs)
    is_middle = (ranks(values, runs) == MIDDLE) * 1.0
    return {
        "median": ascending[..., MIDDLE],
        "band": np.stack([ascending[..., 1], ascending[..., -2]]),
        "middle": np.argmax(is_middle, axis=-1),
        "is_middle": is_middle,
    }


def _sizes_in_order(sizes, is_middle, places):
    """The sizes of the weights of each setting's middle run, the largest first, (s, n_weights)."""
    of_all = np.squeeze(sizes, axis=-2)
    middle = np.sum(np.expand_dims(is_middle, -1) * of_all, axis=-2)
    return -in_order(-middle, places)


def steps(
    widths: Sequence[int], chosen: str, n_settings: int, *, l2: bool = False
) -> list[dict[str, Any]]:
    """The job; names of arrays are those of `arrays`. widths: of each setting, or the one of all.
    chosen: the trait that is the index of a setting, the first to be trained. l2: whether each has
    a strength of its own, in the array "l2"; the sizes of the weights are then put in order."""
    losses = {part: f"{part}_losses" for part in PARTS}
    measures = [
        *(
            {"program": "measure", "inputs": {"x": f"{part}_x", "y": f"{part}_y"},
             "into": {"loss": losses[part]}}
            for part in PARTS
        ),
        {"program": "predict", "inputs": {"x": "grid_x"}, "into": {"": "curves"}},
    ]  # fmt: skip
    if l2:
        measures.append({"program": "sizes", "inputs": {}, "into": {"": "all_sizes"}})
    return [
        *(
            evaluate("points", {"level": f"{part}_level", "deviation": f"{part}_deviation",
                                "noise": "noise"}, f"{part}_y")
            for part in PARTS
        ),
        *(
            step
            for k, width in enumerate(widths)
            for step in glorot_starts((1, width, 1), f"_start.{k}")
        ),
        {
            "do": "train", "settings": n_settings, "first": chosen, "runs": N_SEEDS,
            "once_for": ["noise"], "gradient": "gradient", "update": "update",
            "before": "before",
            "blocks": [_of_run([f"_start.{k}.{layer}" for k in range(len(widths))])
                       for layer in range(2)],
            "examples": {"x": "train_x", "y": "train_y"},
            "numbers": {"lr": "lr", **({"l2": {"row": "l2", "of": "setting"}} if l2 else {})},
            "record": "record", "measure": measures,
        },
        *(
            evaluate("order", {"losses": losses[part], "runs": "runs"},
                     {"median": f"{part}_loss", "band": f"{part}_band", "middle": f"{part}_middle",
                      "is_middle": f"{part}_is_middle"})
            for part in PARTS
        ),
        evaluate("verdict", {"val_loss": "val_loss", "places": "settings_in_order"}, "verdict"),
        *([evaluate("sizes in order", {"sizes": "all_sizes", "is_middle": "val_is_middle",
                                       "places": "weights_in_order"}, "sizes")]
          if l2 else []),
    ]  # fmt: skip


def _of_run(starts: Sequence[str]) -> dict[str, Any]:
    """The run's own of the setting's starts."""
    one = {"one": list(starts), "of": "setting"} if len(starts) > 1 else starts[0]
    return {"row": one, "of": "run"}
