"""Learning rates as functions of the steps already made, 0 before the first update."""

from math import pi

import numpy as np

Number = float | np.ndarray


def step_decay(step: Number, lr: Number, every: Number, factor: Number) -> Number:
    """η factor^⌊step / every⌋."""
    return lr * factor ** np.floor(step / every)


def cosine(step: Number, lr: Number, steps: Number, lowest: Number) -> Number:
    """From η to `lowest` along half a cosine within `steps` steps, then `lowest`.

    lowest + ½ (η - lowest) (1 + cos(π step / steps)): Loshchilov and Hutter 2017, SGDR, eq. 5,
    without restarts.
    """
    share = np.minimum(step / steps, 1.0)
    return lowest + 0.5 * (lr - lowest) * (1 + np.cos(pi * share))


def warm_up(step: Number, lr: Number, steps: Number, after: Number) -> Number:
    """η (step + 1) / steps within the first `steps` steps, then `after`, the rate that follows.

    Goyal et al. 2017, section 2.2, by steps.
    """
    return np.where(step < steps, lr * (step + 1) / steps, after)
