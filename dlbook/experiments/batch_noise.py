"""How far the gradient of a mini-batch lies from that of all the data."""

import numpy as np

from dlbook import checks


def standard_error(gradients: np.ndarray, batch_size: int, *, replacement: bool = False) -> float:
    """The root mean square distance between the mean gradient of a batch and that of all data.

    gradients: (n, n_parameters), the gradient of each example by itself. batch_size: B, at least
    1. replacement: whether an example may be drawn into a batch more than once; without it B is at
    most n, and at n the error is 0.

    The mean square is σ²/B, where σ² is the sum over all parameters of the variance between the
    examples (divisor n). Without replacement it shrinks by (n - B)/(n - 1), the finite population
    correction (Cochran, Sampling Techniques, 1977, chapter 2).
    """
    gradients = checks.examples("gradients", gradients)
    n = len(gradients)
    size = checks.integer("batch_size", batch_size, at_least=1)
    replacement = checks.flag("replacement", replacement)
    if not replacement and size > n:
        raise ValueError(f"batch_size must be at most {n}, the number of examples, got {size}")
    variance = float(gradients.var(axis=0).sum()) / size
    if not replacement:
        variance *= (n - size) / max(n - 1, 1)
    return float(np.sqrt(variance))
