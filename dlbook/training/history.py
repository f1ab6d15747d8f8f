"""What training writes down, and when: one record, the history of a run, the recorded epochs."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from dlbook import checks
from dlbook.training.outcomes import Outcome, classify

MEASURES = ("train_loss", "val_loss", "train_accuracy", "val_accuracy")


class Record(NamedTuple):
    """The state of a training at one moment, measured in evaluation mode on the whole sets.

    step: updates made so far. epoch: the one that the latest update belongs to, 0 before training;
    it is over when a record comes at an epoch's end, and may be under way where "step" asked for
    the record or an interruption left it.

    Losses are means without penalties; what was not measured (no validation data, no classes) is
    NaN.
    """

    epoch: int
    step: int
    train_loss: float
    val_loss: float = float("nan")
    train_accuracy: float = float("nan")
    val_accuracy: float = float("nan")


def epoch_of(step: int, n: int, batch_size: int | None) -> int:
    """The epoch, from 1, of the update number `step` with batches of `batch_size` from n examples,
    None all of them; 0 before the first."""
    steps = 1 if batch_size is None else -(-n // batch_size)
    return -(-step // steps)


@dataclass(frozen=True, eq=False)
class History:
    """A run's records as arrays of shape (n_records,), and how it ended.

    interrupted: the run was stopped from the keyboard, and what was done till then is here; the
    last record is of the last update that was finished.
    stopped_early: early stopping ended it. best_epoch: the epoch with the least validation loss;
    None without early stopping, and where no validation loss was finite.
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
        """How the training loss went, see `dlbook.training.outcomes`."""
        return classify(self.train_loss, self.epoch)

    def __len__(self) -> int:
        return len(self.epoch)


def recorded_epochs(record: int | str | Sequence[int], epochs: int) -> np.ndarray | None:
    """The epochs after which a record is written, 0 (before training) always first.

    record: an integer k for every k epochs (and the last one), an increasing sequence of epochs,
    or "step" for every step, which gives None.
    """
    allowed = "an integer of at least 1, an increasing sequence of epochs or 'step'"
    if isinstance(record, str):
        if record != "step":
            raise ValueError(f"record must be {allowed}, got {record!r}")
        return None
    if not isinstance(record, Sequence) and not np.ndim(record):
        try:
            every = checks.integer("record", record, at_least=1)
        except (TypeError, ValueError) as error:
            raise type(error)(f"record must be {allowed}, got {record!r}") from None
        every = min(every, max(epochs, 1))  # NumPy counts in 64 bits
        return np.append(np.arange(0, epochs, every), epochs)
    chosen = [checks.integer(f"record[{k}]", e, at_least=0) for k, e in enumerate(record)]
    if any(b <= a for a, b in pairwise(chosen)):
        raise ValueError(f"record must be an increasing sequence of epochs, got {record!r}")
    if chosen and chosen[-1] > epochs:
        raise ValueError(f"record must not go beyond epochs = {epochs}, got {chosen[-1]}")
    return np.unique([0, *chosen])
