"""How a training went, judged from its recorded losses: the rules, as formulas.

losses are (…, n_records), the first from before training; epochs (n_records,) are theirs, and index
counts the records from 0. Truths are 1 or 0: their product is "and", their maximum is "or".
`training.outcomes` says in words what is judged.
"""

from typing import NamedTuple

import numpy as np

Array = np.ndarray

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

LEARNS, TOO_SLOW, SWINGS, DIVERGES = range(4)


def is_finite(x: Array) -> Array:
    """Neither infinite nor NaN: then, and only then, x - x is 0."""
    return x - x == 0


def is_below_start(losses: Array) -> Array:
    """Where the loss is finite and not above where it started, by more than `ABOVE_START` of it."""
    start = losses[..., :1]
    return ((losses > start + ABOVE_START * np.abs(start)) == 0) * is_finite(losses)


def diverges(losses: Array, epochs: Array, patience: float) -> Array:
    """The last loss is not finite, or the losses of the last `patience` epochs are above the start.

    (…, 1)
    """
    below = is_below_start(losses)
    since = np.max(np.where(below, epochs, epochs[..., :1]), axis=-1, keepdims=True)
    long = epochs[..., -1:] - since >= patience
    return np.where(is_finite(losses[..., -1:]), long * (below[..., -1:] == 0), long == long)


class Swinging(NamedTuple):
    """What is carried from record to record: the lowest and the highest loss since the last turn,
    whether the loss is rising, how often it has turned up. Each (…,)."""

    low: Array
    high: Array
    rising: Array
    count: Array


def swing_threshold(losses: Array) -> Array:
    """What a rise must reach: `SWING_SHARE` of what was won at best, or of the start. (…, 1)"""
    start = losses[..., :1]
    known = np.where(losses == losses, -losses, -np.inf)
    won = start + np.max(known, axis=-1, keepdims=True)
    return SWING_SHARE * np.where(won > 0, won, np.abs(start))


def swing(state: Swinging, loss: Array, is_late: Array, threshold: Array) -> Swinging:
    """One record more; before the second half begins, it only stands for where that begins."""
    low = np.where(is_late, np.minimum(state.low, loss), loss)
    high = np.where(is_late, np.maximum(state.high, loss), loss)
    turns_up = is_late * (state.rising == 0) * (loss > low + threshold)
    turns_down = is_late * (state.rising > 0) * (loss < high - threshold)
    return Swinging(
        low=np.where(turns_down, loss, low),
        high=np.where(turns_up, loss, high),
        rising=np.where(turns_down, 0.0, np.where(turns_up, 1.0, state.rising)),
        count=state.count + turns_up,
    )


def too_slow(losses: Array, epochs: Array, index: Array, floor: float) -> Array:
    """Nothing won to speak of, or less than half of what is possible and still falling. (…, 1)"""
    start, end = losses[..., :1], losses[..., -1:]
    possible, won = start - floor, start - end
    early = epochs < (1 - LAST_PART) * epochs[..., -1:]
    at = np.sum(early * 1.0, axis=-1, keepdims=True)
    before = np.sum(np.where(index == at, losses, 0.0), axis=-1, keepdims=True)
    still_falling = before - end >= STILL_FALLING_SHARE * won
    little, nothing = won < WON_SHARE * possible, won < NOTHING_SHARE * possible
    return np.maximum(nothing, little * still_falling)


def outcome(
    losses: Array, epochs: Array, index: Array, swings: Array, patience: float, floor: float
) -> Array:
    """The code of how a run went, (…, 1); swings: how often the loss turned up in the second half,
    (…, 1)."""
    slow = np.where(too_slow(losses, epochs, index, floor), TOO_SLOW, LEARNS)
    code = np.where(swings >= SWINGS_AT_LEAST, SWINGS, slow)
    return np.where(diverges(losses, epochs, patience), DIVERGES, code)
