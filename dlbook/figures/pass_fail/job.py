"""What the page computes for the pass/fail figure: the training, the network at some epochs, and
the judgement of how the training went."""

from typing import Any

import numpy as np

from dlbook.figures.kit.training_programs import NUMBER, VECTOR, Kind, sgd
from dlbook.formulas import outcomes
from dlbook.programs import trace
from dlbook.programs.operations import Trace


def programs() -> dict[str, Trace]:
    """Gradient, update, what the network says, and the rules of `formulas.outcomes`."""
    kind = Kind(2, "sigmoid", "sigmoid_cross_entropy")
    return {
        "gradient": kind.gradient(),
        "update": sgd(),
        "says": kind.predict(),
        "threshold": trace(outcomes.swing_threshold, VECTOR),
        "swing": trace(swing, *[NUMBER] * 7),
        "outcome": trace(judged, losses=VECTOR, epochs=VECTOR, index=VECTOR, swings=VECTOR),
    }


def swing(low, high, rising, count, loss, is_late, threshold) -> dict[str, np.ndarray]:
    """One record more, see `outcomes.swing`."""
    state = outcomes.Swinging(low, high, rising, count)
    return outcomes.swing(state, loss, is_late > 0, threshold)._asdict()


def judged(losses, epochs, index, swings) -> np.ndarray:
    """The code of the outcome; swings: the count after every record."""
    patience, floor = outcomes.DIVERGING_EPOCHS, 0.0
    return outcomes.outcome(losses, epochs, index, swings[..., -1:], patience, floor)


def steps() -> list[dict[str, Any]]:
    """The job; names of arrays are those of the figure's `shared`."""
    at_start = {"row": "losses", "of": 0}
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
        {"do": "evaluate", "program": "threshold", "inputs": {"losses": "losses"},
         "into": {"": "threshold"}},
        {
            "do": "scan", "program": "swing", "carry": {k: k for k in outcomes.Swinging._fields},
            "inputs": {"low": at_start, "high": at_start, "rising": 0, "count": 0,
                       "threshold": {"row": "threshold", "of": 0}},
            "along": {"loss": "losses", "is_late": "is_late"}, "into": {"count": "swings"},
        },
        {
            "do": "evaluate", "program": "outcome", "into": {"": "outcome"},
            "inputs": {"losses": "losses", "epochs": "steps", "index": "steps", "swings": "swings"},
        },
    ]  # fmt: skip
