"""What the page computes for the pass/fail figure: the training, the network at some epochs, and
the judgement of how the training went."""

from typing import Any

from dlbook.figures.kit import judging
from dlbook.figures.kit.steps import evaluate
from dlbook.figures.kit.training_programs import Kind, update_of
from dlbook.numpy_engine import SGD
from dlbook.programs.operations import Trace


def programs() -> dict[str, Trace]:
    """Gradient, update, what the network says, and the rules of `kit.judging`."""
    kind = Kind(2, "sigmoid", "sigmoid_cross_entropy")
    return {
        "gradient": kind.gradient(),
        "update": update_of(SGD()),
        "says": kind.predict(),
        "keep": kind.keep(),
        **judging.programs(),
    }


def steps() -> list[dict[str, Any]]:
    """The job; names of arrays are those of the figure's `shared`."""
    return [
        {
            "do": "train", "gradient": "gradient", "update": "update",
            "blocks": [{"row": f"start.{k}", "of": "seed"} for k in range(2)],
            "examples": {"x": "x", "y": "targets"}, "numbers": {"lr": "lr"},
            "record": "record", "into": {"losses": "losses"}, "once_for": ["lr", "seed"],
            "measure": [
                {"program": "says", "inputs": {"x": "you"}, "into": {"": "y_hat_you"}},
                {"program": "keep", "inputs": {}, "into": {"0": "kept.0", "1": "kept.1"}},
            ],
        },
        *judging.steps(),
        evaluate("says", {"x": "grid", **{f"blocks.{k}": {"row": f"kept.{k}", "of": "frame"}
                                          for k in range(2)}}, "surface"),
    ]  # fmt: skip
