"""How a training went, judged in the page from its losses: programs and steps of a job."""

from typing import Any

import numpy as np

from dlbook.figures.kit.training_programs import NUMBER, VECTOR
from dlbook.formulas import outcomes
from dlbook.programs import trace
from dlbook.programs.operations import Trace
from dlbook.training.outcomes import begun


def programs() -> dict[str, Trace]:
    """The rules of `formulas.outcomes`."""
    return {
        "threshold": trace(outcomes.swing_threshold, VECTOR),
        "swing": trace(swing, *[NUMBER] * 7),
        "outcome": trace(judged, losses=VECTOR, epochs=VECTOR, index=VECTOR, swings=VECTOR),
    }


def arrays(n_epochs: int) -> dict[str, np.ndarray]:
    """What the steps need of the epochs 0 to `n_epochs`, one loss each."""
    epochs = np.arange(n_epochs + 1, dtype=float)
    return {"steps": epochs, "is_late": begun(epochs).astype(np.uint8)}


def swing(low, high, rising, count, loss, is_late, threshold) -> dict[str, np.ndarray]:
    """One record more, see `outcomes.swing`."""
    state = outcomes.Swinging(low, high, rising, count)
    return outcomes.swing(state, loss, is_late > 0, threshold)._asdict()


def judged(losses, epochs, index, swings) -> np.ndarray:
    """The code of the outcome; swings: the count after every record."""
    patience, floor = outcomes.DIVERGING_EPOCHS, 0.0
    return outcomes.outcome(losses, epochs, index, swings[..., -1:], patience, floor)


def steps() -> list[dict[str, Any]]:
    """From "losses" (n_epochs + 1,) to "outcome", the code."""
    at_start = {"row": "losses", "of": 0}
    return [
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
