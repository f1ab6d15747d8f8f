"""Values that hardly any argument should be: drawn in the place of a right one."""

from __future__ import annotations

import numpy as np
import torch
from hypothesis import strategies as st

from dlbook.torch_engine.workers import Workers

NUMBERS = [
    0, -1, 1, 3, True, False, 0.5, -0.0, 1.5, -1e-300, 1e-320, 1e308, float("nan"), float("inf"),
    float("-inf"), 1j, np.float32(0.5), np.int8(-3), np.bool_(True), np.float64("nan"), 10**30,
]  # fmt: skip
ARRAYS = [
    np.zeros(0), np.zeros((0, 2)), np.zeros((4, 0)), np.zeros((4, 2)), np.ones((4, 3)), np.eye(4),
    np.full((4, 2), np.nan), np.full((4, 2), 1e300), np.array("text"), np.array([None, 1]),
    np.array([[1, 2], [3, 4]], np.int8), np.array(["1", "2"]), np.zeros((2, 2, 2)),
    np.ma.masked_array([1.0, 2, 3, 4], [0, 0, 0, 1]), np.array(3.0), np.array([1 + 2j] * 4),
    np.array(["2020-01-01"], "datetime64[D]"), np.ones(4, np.float16), np.arange(4)[::-1],
]  # fmt: skip
OBJECTS = [
    None, "", "x", "relu", "mse", "0.5", b"bytes", [], (), {}, set(), [1, "x"], [[1, 2], [3]],
    [None], {"a": 1}, {1, 2}, object(), lambda *_: None, lambda *_: np.zeros((1, 1)),
    range(3), slice(2), Ellipsis, NotImplemented, [0.1, float("nan")], (4, 2), [4, [2]], "\0",
    "1" * 5000,
]  # fmt: skip

anything = st.one_of(
    st.sampled_from(NUMBERS),
    st.sampled_from(ARRAYS),
    st.sampled_from(OBJECTS),
    st.floats(),
    st.integers(-(2**70), 64),
    st.text(max_size=3),
    st.lists(st.floats(width=32), max_size=4),
)

workers = st.builds(Workers, st.integers(0, 1), st.just(2))
# what is nearly right for an argument, and so gets beyond the first check
NEARLY = {
    "device": st.sampled_from(["cuda", "cuda:1", "mps", "meta", "cpu:0", "cpu:1", "xpu", 0]),
    "mask": st.lists(anything, min_size=1, max_size=2),
    "masks": anything.map(lambda value: lambda *_: value),
    "precision": st.sampled_from(["full", "bf16", "BF16", "half", torch.bfloat16]),
    "start": st.lists(st.floats(width=32), min_size=4, max_size=12),
    "state": st.dictionaries(st.sampled_from(["layers.0.weight", "layers.0.bias", 0]), anything),
    "validation": st.tuples(anything, anything) | st.lists(anything, max_size=3),
    "workers": workers,
}


def instead_of(argument: str) -> st.SearchStrategy:
    """What to draw in the place of a right value."""
    return anything | NEARLY[argument] if argument in NEARLY else anything
