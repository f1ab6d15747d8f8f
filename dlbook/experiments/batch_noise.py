"""How far the gradient of a mini-batch lies from that of all the data."""

import numpy as np

from dlbook import checks
from dlbook.formulas import batches


@checks.quiet_floats()
def standard_error(gradients: np.ndarray, batch_size: int, *, replacement: bool = False) -> float:
    """The root mean square distance between the mean gradient of a batch and that of all data.

    gradients: (n, n_parameters), the gradient of each example by itself. batch_size: B, at least
    1. replacement: whether an example may be drawn into a batch more than once; without it B is at
    most n, and at n the error is 0.

    The formulas are those of `dlbook.formulas.batches`.
    """
    gradients = checks.examples("gradients", gradients).astype(np.float64)
    n = len(gradients)
    size = checks.integer("batch_size", batch_size, at_least=1)
    replacement = checks.flag("replacement", replacement)
    if not replacement and size > n:
        raise ValueError(f"batch_size must be at most {n}, the number of examples, got {size}")
    variance = batches.variance(gradients)
    if replacement or n == 1:
        return float(batches.standard_error(variance, size))
    return float(batches.standard_error_without_replacement(variance, size, n))
