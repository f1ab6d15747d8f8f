"""The result of a sweep: the records of many networks, on the axes that were given."""

from dataclasses import dataclass, field

import numpy as np

from dlbook.training.outcomes import OUTCOMES, classify_many


@dataclass(frozen=True, eq=False)
class SweepResult:
    """The records of many networks on the axes of a sweep.

    axes: name -> values, in the order of the arrays' axes. epochs: (n_records,).
    train_loss, val_loss, train_accuracy, val_accuracy: (*axes, n_records), NaN where a network was
    not trained up to that epoch or the measure does not apply.
    parameters: (*axes, n_records, n_parameters) or None.
    completed: (*axes,), False for networks that an interruption left out or stopped. Of the latter
    there are the records up to the last of `epochs` that they reached; what they learned after it
    is lost, since all networks share `epochs`.
    """

    axes: dict[str, tuple]
    epochs: np.ndarray
    train_loss: np.ndarray
    val_loss: np.ndarray
    train_accuracy: np.ndarray
    val_accuracy: np.ndarray
    completed: np.ndarray
    parameters: np.ndarray | None = None
    interrupted: bool = False
    outcomes: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        codes = classify_many(self.train_loss, self.epochs)
        # -1: not trained
        object.__setattr__(self, "outcomes", np.where(self.completed, codes, -1))

    def outcome(self, *index: int) -> str:
        """The outcome's name for the network at that index of the axes."""
        if len(index) != self.outcomes.ndim:
            raise ValueError(f"index must have a place on each of {list(self.axes)}, got {index}")
        code = int(self.outcomes[index])
        if code < 0:
            raise ValueError(f"the network at {index} was not trained: the sweep was interrupted")
        return OUTCOMES[code]
