"""What the page computes for the figure of early stopping: a training, and where the rule ends it
at every patience."""

from collections.abc import Sequence
from typing import Any

from dlbook.figures.kit.steps import evaluate, glorot_starts, image_inputs, image_program
from dlbook.figures.kit.training_programs import (
    MATRIX,
    NUMBER,
    VECTOR,
    Kind,
    glorot_start,
    update_of,
)  # fmt: skip
from dlbook.formulas import stopping
from dlbook.numpy_engine import Momentum
from dlbook.programs import trace
from dlbook.programs.operations import Trace

PARTS = ("train", "val", "test")
BLOCKS = ("_after.0", "_after.1")  # each of every epoch
SAID = ("best", "stop", "stopped")
# what is known before the first record: see `formulas.stopping.watch`
BEFORE = {
    "state.lowest": "unknown_losses", "state.to_beat": "unknown_losses", "state.best": "none",
    "state.improved": "none", "state.stopped": "none", "state.stop": "no_epoch",
}  # fmt: skip


def programs(mu: float) -> dict[str, Trace]:
    """What is trained and measured, and the rule."""
    kind = Kind(len(BLOCKS), "relu", "softmax_cross_entropy")
    state = dict.fromkeys(stopping.Watching._fields, VECTOR)
    return {
        "start": glorot_start(),
        "inputs": image_program(),
        "gradient": kind.gradient(),
        "update": update_of(Momentum(momentum=mu)),
        "measure": kind.measure(),
        "blocks": trace(lambda blocks: blocks, kind.blocks),
        "last": trace(lambda records: records[..., -1:, :], MATRIX),
        "watch": trace(watch, state=state, loss=NUMBER, patience=VECTOR, min_delta=NUMBER),
    }


def watch(state, loss, patience, min_delta) -> dict[str, Any]:
    """One epoch more, see `formulas.stopping.watch`."""
    return stopping.watch(stopping.Watching(**state), loss, patience, min_delta)._asdict()


def steps(sizes: Sequence[int], batch_size: int, n_patiences: int) -> list[dict[str, Any]]:
    """The job; names of arrays are those of the figure's `shared`. Of the rules watched, the one
    after the last patience never stops: its last epoch is the training's."""
    fields = stopping.Watching._fields

    def network_of(epochs: str, rule: int) -> dict[str, Any]:
        epoch = {"row": {"row": epochs, "of": 0}, "of": rule}
        return {f"blocks.{k}": {"row": name, "of": epoch} for k, name in enumerate(BLOCKS)}

    def test_loss(epochs: str, rule: int, into: str) -> dict[str, Any]:
        inputs = {**network_of(epochs, rule), "x": "_test_x", "y": "test_y"}
        return evaluate("measure", inputs, {"loss": into}, dtype="float32")

    return [
        *glorot_starts(sizes),
        *image_inputs(PARTS),
        {
            "do": "train", "gradient": "gradient", "update": "update", "once_for": ["lr", "seed"],
            "blocks": [{"row": f"_start.{k}", "of": "seed"} for k in range(len(BLOCKS))],
            "examples": {"x": "_train_x", "y": "train_y"}, "numbers": {"lr": "lr"},
            "batch_size": batch_size, "order": {"row": "order_states", "of": "seed"},
            "record": "record",
            "measure": [
                *(
                    {"program": "measure", "inputs": {"x": f"_{part}_x", "y": f"{part}_y"},
                     "into": {"loss": f"{part}_loss"}}
                    for part in PARTS[:-1]
                ),
                {"program": "blocks", "inputs": {},
                 "into": {str(k): name for k, name in enumerate(BLOCKS)}},
            ],
        },
        {
            "do": "scan", "program": "watch", "carry": {f"state.{name}": name for name in fields},
            "inputs": {**BEFORE, "patience": "patiences",
                       "min_delta": {"row": "min_deltas", "of": "min_delta"}},
            "along": {"loss": "val_loss"}, "into": {name: f"{name}s" for name in SAID},
        },
        *(evaluate("last", {"records": f"{name}s"}, name) for name in SAID),
        *(test_loss("best", rule, f"kept.{rule}") for rule in range(n_patiences)),
        test_loss("stop", n_patiences, "last_test_loss"),
    ]  # fmt: skip
