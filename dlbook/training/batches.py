"""The order in which one epoch visits the examples."""

from collections.abc import Iterator

import numpy as np

from dlbook import checks


def batches(n: int, batch_size: int | None, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Index arrays of one epoch over `n` examples, reshuffled at each call.

    batch_size None, or at least n: one batch, all examples in their given order, `rng` untouched.
    Otherwise a permutation of the examples in pieces of `batch_size`; the last may be shorter.
    """
    n = checks.integer("n", n, at_least=1)
    if batch_size is not None:
        batch_size = checks.integer("batch_size", batch_size, at_least=1)
    if batch_size is None or batch_size >= n:
        return iter((np.arange(n),))
    return _pieces(n, batch_size, checks.generator("rng", rng))


def _pieces(n: int, batch_size: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    order = rng.permutation(n)
    for start in range(0, n, batch_size):
        yield order[start : start + batch_size]
