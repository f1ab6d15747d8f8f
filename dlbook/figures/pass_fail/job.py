"""What the page computes for the pass/fail figure: the training, the network at some epochs, and
the judgement of how the training went."""

from typing import Any

import numpy as np

from dlbook.formulas import outcomes, updates
from dlbook.formulas.activations import ACTIVATIONS
from dlbook.formulas.losses import LOSSES
from dlbook.formulas.networks import forward
from dlbook.formulas.objective import loss_and_gradient
from dlbook.programs import trace
from dlbook.programs.operations import Trace

SIGMOID = ACTIVATIONS["sigmoid"]
KINDS = SIGMOID, SIGMOID, LOSSES["sigmoid_cross_entropy"]


def programs() -> dict[str, Trace]:
    """Gradient, update, what the network says, and the rules of `formulas.outcomes`."""
    blocks, matrix, vector, number = [np.ones((2, 2))] * 2, np.ones((2, 2)), np.ones(2), np.ones(())
    return {
        "gradient": trace(
            lambda blocks, x, y: loss_and_gradient(blocks, x, y, *KINDS), blocks, matrix, matrix
        ),
        "update": trace(update, vector, vector, number),
        "says": trace(says, blocks=blocks, x=matrix),
        "threshold": trace(outcomes.swing_threshold, vector),
        "swing": trace(swing, *[number] * 7),
        "outcome": trace(judged, losses=vector, epochs=vector, index=vector, swings=vector),
    }


def update(theta: np.ndarray, g: np.ndarray, lr: np.ndarray) -> np.ndarray:
    """Gradient descent keeps no state."""
    return updates.sgd(theta, g, {}, lr)[0]


def says(blocks: list[np.ndarray], x: np.ndarray) -> np.ndarray:
    """ŷ for points x (3, n), the last row ones."""
    return SIGMOID.g(forward(blocks, x, SIGMOID)[0])


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
