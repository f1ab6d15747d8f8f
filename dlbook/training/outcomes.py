"""How a training went, in one word: it learns, is too slow, swings, or diverges.

The rules look at the recorded training losses alone. The first loss is from before training.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from dlbook import checks

OUTCOMES = ("learns", "too slow", "swings", "diverges")
LEARNS, TOO_SLOW, SWINGS, DIVERGES = range(len(OUTCOMES))

# Diverges: the loss ends not finite, or above where it started (by this share of it) for this many
# epochs up to the end.
DIVERGING_EPOCHS = 10
ABOVE_START = 0.01
# Swings: in the second half of the run the loss rises at least this often, each time by at least
# this share of what it has won at its best, with falls as large between. The first half is left
# out: a run that finds its way after a rough start learns.
SWINGS_AT_LEAST = 2
SWING_SHARE = 0.1
# Too slow: it has won less than half of the way from its start to `floor` and still falls, the
# last fifth of the run bringing at least a twentieth of what was won; or nothing to speak of.
WON_SHARE = 0.5
NOTHING_SHARE = 0.01
LAST_PART = 0.2
STILL_FALLING_SHARE = 0.05


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
    codes = np.full(len(rows), LEARNS)
    with checks.quiet_floats():
        codes[_too_slow(rows, epochs, floor)] = TOO_SLOW
        codes[_swings(rows, epochs)] = SWINGS
        codes[_diverges(rows, epochs, patience_epochs)] = DIVERGES
    return codes.reshape(losses.shape[:-1])


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


def _away(rows: np.ndarray) -> np.ndarray:
    """Where the loss is not finite, or above where it started."""
    start = rows[:, :1]
    with checks.quiet_floats():  # a first loss of -inf
        return ~np.isfinite(rows) | (rows > start + ABOVE_START * np.abs(start))


def _first_away(rows: np.ndarray) -> np.ndarray:
    """The first record of the stretch away from the start that lasts to the end."""
    away_till_end = np.logical_and.accumulate(_away(rows)[:, ::-1], axis=1)[:, ::-1]
    # a loss that was not finite at the start is away from record 0
    return np.where(away_till_end.any(axis=1), away_till_end.argmax(axis=1), rows.shape[1])


def _diverges(rows: np.ndarray, epochs: np.ndarray, patience_epochs: int) -> np.ndarray:
    first = _first_away(rows)
    since = epochs[np.maximum(first - 1, 0)]
    long_enough = (first < rows.shape[1]) & (epochs[-1] - since >= patience_epochs)
    return ~np.isfinite(rows[:, -1]) | long_enough


def _swings(rows: np.ndarray, epochs: np.ndarray) -> np.ndarray:
    """Count the rises of at least one threshold, each followed by the next only after a fall."""
    best = np.fmin.reduce(rows, axis=1)
    won = rows[:, 0] - best
    threshold = SWING_SHARE * np.where(won > 0, won, np.abs(rows[:, 0]))
    late = rows[:, epochs >= epochs[-1] / 2]
    low = high = late[:, 0]
    rising = np.zeros(len(rows), bool)
    count = np.zeros(len(rows), int)
    for loss in late.T:
        low, high = np.minimum(low, loss), np.maximum(high, loss)
        turns_up = ~rising & (loss > low + threshold)
        turns_down = rising & (loss < high - threshold)
        count += turns_up
        rising = (rising | turns_up) & ~turns_down
        high = np.where(turns_up, loss, high)
        low = np.where(turns_down, loss, low)
    return count >= SWINGS_AT_LEAST


def _too_slow(rows: np.ndarray, epochs: np.ndarray, floor: float) -> np.ndarray:
    possible = rows[:, 0] - floor
    won = rows[:, 0] - rows[:, -1]
    before = rows[:, np.searchsorted(epochs, (1 - LAST_PART) * epochs[-1])]
    still_falling = before - rows[:, -1] >= STILL_FALLING_SHARE * won
    return (won < NOTHING_SHARE * possible) | ((won < WON_SHARE * possible) & still_falling)
