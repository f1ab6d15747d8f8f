"""Steps of a job that judge how a training went, or how each of several did, by the rules of
`dlbook.formulas.outcomes`."""

from typing import Any

import numpy as np

from dlbook.figures.kit.steps import evaluate
from dlbook.figures.kit.training_programs import MATRIX, NUMBER, VECTOR
from dlbook.formulas import outcomes
from dlbook.formulas.networks import transposed
from dlbook.programs import trace
from dlbook.programs.operations import Trace
from dlbook.training.outcomes import begun


def programs() -> dict[str, Trace]:
    """The programs that `steps` names."""
    return {
        "threshold": trace(outcomes.swing_threshold, VECTOR),
        "swing": trace(_swing, *[NUMBER] * 7),
        "outcome": trace(
            _judged, losses=VECTOR, epochs=VECTOR, index=VECTOR, swings=VECTOR, floor=NUMBER
        ),
    }


def _swing(low, high, rising, count, loss, is_late, threshold) -> dict[str, np.ndarray]:
    """One record more, see `outcomes.swing`."""
    state = outcomes.Swinging(low, high, rising, count)
    return outcomes.swing(state, loss, is_late > 0, threshold)._asdict()


def _judged(losses, epochs, index, swings, floor) -> np.ndarray:
    """The code of the outcome; swings: the count after every record."""
    patience = outcomes.DIVERGING_EPOCHS
    return outcomes.outcome(losses, epochs, index, swings[..., -1:], patience, floor)


def arrays(epochs: int) -> dict[str, np.ndarray]:
    """What `steps` needs among the arrays, for losses of epoch 0 to `epochs`."""
    numbers = np.arange(epochs + 1, dtype=float)
    return {"judged_epochs": numbers, "is_late": begun(numbers).astype(np.uint8)}


def steps(losses: str = "losses", floor: Any = 0) -> list[dict[str, Any]]:
    """From the losses of every epoch, (n,), to "outcome", an index into `OUTCOMES`, (1,).

    floor: the loss that a perfect run would reach.
    """
    at_start = {"row": losses, "of": 0}
    return [
        evaluate("threshold", {"losses": losses}, "threshold"),
        {
            "do": "scan", "program": "swing", "carry": {k: k for k in outcomes.Swinging._fields},
            "inputs": {"low": at_start, "high": at_start, "rising": 0, "count": 0,
                       "threshold": {"row": "threshold", "of": 0}},
            "along": {"loss": losses, "is_late": "is_late"}, "into": {"count": "swings"},
        },
        evaluate("outcome", {"losses": losses, "epochs": "judged_epochs", "index": "judged_epochs",
                             "swings": "swings", "floor": floor}, "outcome"),
    ]  # fmt: skip


def programs_of_runs() -> dict[str, Trace]:
    """The programs that `steps_of_runs` names."""
    return {
        "epoch by epoch": trace(lambda rows: transposed(rows), MATRIX),
        "thresholds": trace(lambda losses: outcomes.swing_threshold(losses)[..., 0], MATRIX),
        "swings of runs": trace(_swing, *[VECTOR] * 5, NUMBER, VECTOR),
        "outcomes": trace(
            _judged, losses=MATRIX, epochs=VECTOR, index=VECTOR, swings=MATRIX, floor=NUMBER
        ),
    }


def arrays_of_runs(n_runs: int) -> dict[str, np.ndarray]:
    """What `steps_of_runs` needs beside `arrays`."""
    return {"no_swings": np.zeros(n_runs)}


def steps_of_runs(losses: str, into: str, floor: Any = 0) -> list[dict[str, Any]]:
    """From the losses of every epoch of several runs, (n_runs, n), each one's index into
    `OUTCOMES`, (n_runs, 1)."""
    columns = f"{losses}, epoch by epoch"
    at_start = {"row": columns, "of": 0}
    return [
        evaluate("epoch by epoch", {"rows": losses}, columns),
        evaluate("thresholds", {"losses": losses}, "thresholds"),
        {
            "do": "scan", "program": "swings of runs",
            "carry": {k: k for k in outcomes.Swinging._fields},
            "inputs": {"low": at_start, "high": at_start, "rising": "no_swings",
                       "count": "no_swings", "threshold": "thresholds"},
            "along": {"loss": columns, "is_late": "is_late"}, "into": {"count": "swings of all"},
        },
        evaluate("epoch by epoch", {"rows": "swings of all"}, "swings of each"),
        evaluate("outcomes", {"losses": losses, "epochs": "judged_epochs",
                              "index": "judged_epochs", "swings": "swings of each",
                              "floor": floor}, into),
    ]  # fmt: skip
