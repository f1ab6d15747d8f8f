"""The rule of early stopping, as a formula that goes from record to record.

`training.early_stopping` says in words what the rule is. Arrays are (…), one entry for each rule
that watches the same training; truths are 1 or 0.
"""

from typing import NamedTuple

import numpy as np

Array = np.ndarray


class Watching(NamedTuple):
    """What is carried: the least loss so far and its epoch; the loss to beat and the epoch of the
    last improvement; the last epoch trained, and whether it was the end."""

    lowest: Array
    best: Array
    to_beat: Array
    improved: Array
    stop: Array
    stopped: Array


def watch(state: Watching, loss: Array, patience: Array, min_delta: Array) -> Watching:
    """One epoch more with this validation loss; a training that is stopped stays as it is.

    Before the first record, losses are infinite and `stop` is -1.
    """
    going = state.stopped == 0
    lower = going * (loss < state.lowest)
    improves = going * (loss < state.to_beat - min_delta)
    epoch = state.stop + going * 1.0
    improved = np.where(improves, epoch, state.improved)
    return Watching(
        lowest=np.where(lower, loss, state.lowest),
        best=np.where(lower, epoch, state.best),
        to_beat=np.where(improves, loss, state.to_beat),
        improved=improved,
        stop=epoch,
        stopped=np.maximum(state.stopped, (epoch - improved >= patience) * 1.0),
    )
