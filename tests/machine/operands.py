"""Numbers on which the machine's operations are compared: of every size, and at every edge."""

import numpy as np


def edges(dtype):
    """NaN, infinities, both zeros, denormals, the largest and smallest numbers, and a few more."""
    info = np.finfo(dtype)
    positive = [np.inf, 0.0, info.smallest_subnormal, info.tiny, info.max, 1.0, 1.5, 2.5, 709.0]
    return np.array([np.nan, *positive, *(-x for x in positive)], dtype)


def all_over(dtype, n=20_000):
    """Numbers of every size, by their bits, and many where the functions bend."""
    rng = np.random.default_rng(1)
    info = np.finfo(dtype)
    bits = rng.integers(0, 2**info.bits, n, np.uint64).astype(f"u{info.bits // 8}").view(dtype)
    spans = [rng.uniform(-s, s, n).astype(dtype) for s in (1e-3, 0.4, 1.5, 30, 110, 760)]
    return np.concatenate([bits, *spans, edges(dtype), -bits])
