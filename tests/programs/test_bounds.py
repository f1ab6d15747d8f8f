"""Sums and products within their bound: their order is NumPy's and BLAS's own affair."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlbook.programs import run


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@settings(max_examples=60, deadline=None)
@given(
    shape=st.tuples(st.integers(0, 9), st.integers(0, 40), st.integers(0, 9)),
    lead=st.sampled_from([((), ()), ((3,), ()), ((3,), (3,)), ((2, 3), (2, 1)), ((2, 1), (2, 3))]),
    seed=st.integers(0, 2**16),
    by_columns=st.booleans(),
)
def test_products_and_sums(dtype, shape, lead, seed, by_columns):
    rng, (rows, inner, columns) = np.random.default_rng(seed), shape
    a = rng.normal(size=(*lead[0], rows, inner)).astype(dtype)
    b = rng.normal(size=(*lead[1], inner, columns)).astype(dtype)
    if by_columns:
        b = np.ascontiguousarray(b.swapaxes(-1, -2)).swapaxes(-1, -2)
    product, total = run(lambda a, b: (a @ b, np.sum(a, axis=(-2, -1))), a, b)
    a, b = a.astype(np.longdouble), b.astype(np.longdouble)
    eps = np.finfo(dtype).eps
    # Higham, Accuracy and Stability of Numerical Algorithms, section 3.1: n eps Σ|a||b|, any order
    assert (np.abs(product - a @ b) <= inner * eps * (np.abs(a) @ np.abs(b))).all()
    bound = rows * inner * eps * np.abs(a).sum(axis=(-2, -1))
    assert (np.abs(total - a.sum(axis=(-2, -1))) <= bound).all()
