"""When training writes a record: after which epochs, or after every step."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from dlbook import checks


def recorded_epochs(record: int | str | Sequence[int], epochs: int) -> np.ndarray | None:
    """The epochs after which a record is written, 0 (before training) always first.

    record: an integer k for every k epochs (and the last one), an increasing sequence of epochs,
    or "step" for every step, which gives None.
    """
    if isinstance(record, str):
        checks.choice("record", record, ("step",))
        return None
    if isinstance(record, Sequence) or np.ndim(record):
        chosen = [checks.integer(f"record[{k}]", e, at_least=0) for k, e in enumerate(record)]
        if any(b <= a for a, b in pairwise(chosen)):
            raise ValueError(f"record must be an increasing sequence of epochs, got {record!r}")
        if chosen and chosen[-1] > epochs:
            raise ValueError(f"record must not go beyond epochs = {epochs}, got {chosen[-1]}")
    else:
        every = checks.integer("record", record, at_least=1)
        chosen = [*range(0, epochs, every), epochs]
    return np.unique([0, *chosen])
