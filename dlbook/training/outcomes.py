"""How a training went, in one word: it learns, is too slow, swings, or diverges.

The rules look at the recorded training losses alone. The first loss is from before training. A run
learns if none of the others is true of it, so one that has come to rest at a high loss learns, too.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from dlbook import checks
from dlbook.formulas import outcomes as formulas
from dlbook.formulas.outcomes import DIVERGES, DIVERGING_EPOCHS

OUTCOMES = ("learns", "too slow", "swings", "diverges")


class Outcome(NamedTuple):
    """kind: one of `OUTCOMES`. epoch, value: where a diverging loss left for good, and to what
    value; for the others the last epoch and its loss."""

    kind: str
    epoch: int
    value: float


def classify(
    losses: ArrayLike,
    epochs: ArrayLike | None = None,
    *,
    patience_epochs: int = DIVERGING_EPOCHS,
    floor: float = 0.0,
) -> Outcome:
    """Name how a run went. losses: (n_records,); epochs: theirs, 0, 1, 2 … if not given.

    patience_epochs: how long the loss must stay above its start to count as diverging.
    floor: the loss that a perfect run would reach.
    """
    losses, epochs = _check(losses, epochs)
    if losses.ndim != 1:
        raise ValueError(f"losses must have shape (n_records,), got {losses.shape}")
    rows = losses[None]
    code = int(classify_many(rows, epochs, patience_epochs=patience_epochs, floor=floor)[0])
    at = int(_first_away(rows)[0]) if code == DIVERGES else len(losses) - 1
    return Outcome(OUTCOMES[code], int(epochs[at]), float(losses[at]))


def classify_many(
    losses: ArrayLike,
    epochs: ArrayLike | None = None,
    *,
    patience_epochs: int = DIVERGING_EPOCHS,
    floor: float = 0.0,
) -> np.ndarray:
    """The codes (indices into `OUTCOMES`) of many runs; losses (…, n_records) -> (…)."""
    losses, epochs = _check(losses, epochs)
    patience_epochs = checks.integer("patience_epochs", patience_epochs, at_least=0)
    floor = checks.number("floor", floor)
    rows = losses.reshape(-1, losses.shape[-1])
    epochs, index = epochs.astype(np.float64), np.arange(len(epochs), dtype=np.float64)
    with checks.quiet_floats():
        swings = _swings(rows, epochs)[:, None]
        codes = formulas.outcome(rows, epochs, index, swings, patience_epochs, floor)
    return codes[:, 0].astype(int).reshape(losses.shape[:-1])


def _check(losses: ArrayLike, epochs: ArrayLike | None) -> tuple[np.ndarray, np.ndarray]:
    losses = np.asarray(checks.real_array("losses", losses, finite=False), np.float64)
    if losses.ndim == 0 or losses.shape[-1] == 0:
        raise ValueError(f"losses must have shape (…, n_records), got {losses.shape}")
    epochs = np.arange(losses.shape[-1]) if epochs is None else checks.real_array("epochs", epochs)
    if epochs.shape != losses.shape[-1:]:
        raise ValueError(f"epochs must have shape {losses.shape[-1:]}, got {epochs.shape}")
    if (epochs[1:] < epochs[:-1]).any():
        raise ValueError(f"epochs must not decrease, got {epochs}")
    return losses, epochs


def _first_away(rows: np.ndarray) -> np.ndarray:
    """The first record of the stretch away from the start that lasts to the end."""
    with checks.quiet_floats():  # a first loss of -inf
        below = formulas.is_below_start(rows)
    index = np.arange(rows.shape[1])
    return np.where(below, index, -1).max(axis=1) + 1


def _swings(rows: np.ndarray, epochs: np.ndarray) -> np.ndarray:
    """How often each loss turns up in the second half of its run."""
    threshold = formulas.swing_threshold(rows)[:, 0]
    zeros = np.zeros(len(rows))
    state = formulas.Swinging(rows[:, 0], rows[:, 0], zeros, zeros)
    is_late = begun(epochs)
    for loss, late in zip(rows.T, is_late, strict=True):
        state = formulas.swing(state, loss, late, threshold)
    return state.count


def begun(epochs: np.ndarray) -> np.ndarray:
    """Whether the second half of a run had begun before each record, (n_records,)."""
    late = epochs >= epochs[-1] / 2
    return np.concatenate([[False], late[:-1]])
