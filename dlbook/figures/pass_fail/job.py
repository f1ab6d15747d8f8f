"""What the page computes for the pass/fail figure: the training, the network at some epochs, and
the judgement of how the training went."""

from typing import Any

from dlbook.figures.kit import judgement
from dlbook.figures.kit.training_programs import Kind, sgd
from dlbook.programs.operations import Trace


def programs() -> dict[str, Trace]:
    """Gradient, update, what the network says, and the rules of `formulas.outcomes`."""
    kind = Kind(2, "sigmoid", "sigmoid_cross_entropy")
    return {
        "gradient": kind.gradient(),
        "update": sgd(),
        "says": kind.predict(),
        **judgement.programs(),
    }


def steps() -> list[dict[str, Any]]:
    """The job; names of arrays are those of the figure's `shared`."""
    return [
        {
            "do": "train", "gradient": "gradient", "update": "update",
            "blocks": [{"row": f"start.{k}", "of": "seed"} for k in range(2)],
            "examples": {"x": "x", "y": "targets"}, "numbers": {"lr": "lr"},
            "record": "record", "into": {"losses": "losses"},
            "measure": [
                {"program": "says", "inputs": {"x": "you"}, "into": {"": "y_hat_you"}},
                {"program": "says", "inputs": {"x": "grid"}, "into": {"": "surface"}},
            ],
        },
        *judgement.steps("losses"),
    ]  # fmt: skip
