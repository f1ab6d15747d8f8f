"""What training writes down: one record, the history of a run, the results of a sweep."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np

from dlbook.outcomes import OUTCOMES, Outcome, classify, classify_many

MEASURES = ("train_loss", "val_loss", "train_accuracy", "val_accuracy")


class Record(NamedTuple):
    """The state of a training at one moment, measured in evaluation mode on the whole sets.

    epoch: epochs begun so far (0 before training). step: updates made so far. Losses are means
    without penalties; what was not measured (no validation data, no classes) is NaN.
    """

    epoch: int
    step: int
    train_loss: float
    val_loss: float = float("nan")
    train_accuracy: float = float("nan")
    val_accuracy: float = float("nan")


@dataclass(frozen=True)
class History:
    """A run's records as arrays of shape (n_records,), and how it ended.

    interrupted: the run was stopped from the keyboard, and what was done till then is here.
    stopped_early: early stopping ended it; best_epoch is then the epoch with the least validation
    loss (None without early stopping).
    """

    epoch: np.ndarray
    step: np.ndarray
    train_loss: np.ndarray
    val_loss: np.ndarray
    train_accuracy: np.ndarray
    val_accuracy: np.ndarray
    interrupted: bool = False
    stopped_early: bool = False
    best_epoch: int | None = None

    @classmethod
    def of(
        cls,
        records: Sequence[Record],
        *,
        interrupted: bool = False,
        stopped_early: bool = False,
        best_epoch: int | None = None,
    ) -> "History":
        """The history of a sequence of records, the first one from before training."""
        columns = {name: np.array([getattr(r, name) for r in records]) for name in Record._fields}
        return cls(
            **columns,
            interrupted=interrupted,
            stopped_early=stopped_early,
            best_epoch=best_epoch,
        )

    @cached_property
    def outcome(self) -> Outcome:
        """How the training loss went, see `dlbook.outcomes`."""
        return classify(self.train_loss, self.epoch)

    def __len__(self) -> int:
        return len(self.epoch)


@dataclass(frozen=True)
class SweepResult:
    """The records of many networks on the axes of a sweep.

    axes: name -> values, in the order of the arrays' axes. epochs: (n_records,).
    train_loss, val_loss, train_accuracy, val_accuracy: (*axes, n_records), NaN where a network was
    not trained or the measure does not apply. parameters: (*axes, n_records, n_parameters) or None.
    completed: (*axes,), False for networks that an interruption left out.
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
