"""The cost of a step: operations against PyTorch's counter, times and crossings by hand."""

from itertools import pairwise

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.utils.flop_counter import FlopCounterMode

from dlbook.experiments.costs import (
    Device,
    break_even,
    sizes_for,
    step_operations,
    step_seconds,
    width_for,
)

CORE, GPU = Device(4e-6, 100e9), Device(10e-6, 10_000e9)


@pytest.mark.parametrize("sizes", [(5, 3), (7, 4, 2), (6, 9, 8, 3)])
@pytest.mark.parametrize("n", [1, 10])
def test_operations_are_those_that_pytorch_counts(sizes, n):
    layers = [torch.nn.Linear(a, b) for a, b in pairwise(sizes)]
    with FlopCounterMode(display=False) as counter:
        torch.nn.Sequential(*layers)(torch.ones(n, sizes[0])).sum().backward()
    assert step_operations(sizes, n) == counter.get_total_flops()


def test_a_step_by_hand():
    # 20 calls of 4 µs, and a million operations at 10 µs a million
    assert step_seconds(1e6, 20, CORE) == pytest.approx(90e-6, rel=1e-12)


def test_the_crossing_by_hand():
    # 120 µs dearer, and every million operations saves 10 - 0.1 µs
    assert break_even(20, CORE, GPU) == pytest.approx(120 / 9.9 * 1e6, rel=1e-12)


def test_no_crossing_where_calls_are_no_dearer():
    assert break_even(20, CORE, Device(4e-6, 1e12)) == 0
    assert break_even(20, CORE, Device(1e-6, 1e12)) == 0


@given(
    calls=st.integers(1, 1000), price=st.floats(1e-7, 1e-4), dearer=st.floats(1e-7, 1e-4),
    rate=st.floats(1e9, 1e12), times=st.floats(1.5, 1000),
)  # fmt: skip
def test_who_is_faster_changes_at_the_crossing(calls, price, dearer, rate, times):
    slow, fast = Device(price, rate), Device(price + dearer, rate * times)
    even = break_even(calls, slow, fast)
    assert step_seconds(0.99 * even, calls, slow) < step_seconds(0.99 * even, calls, fast)
    assert step_seconds(1.01 * even, calls, slow) > step_seconds(1.01 * even, calls, fast)


@pytest.mark.parametrize("width", [1, 16, 4096])
@pytest.mark.parametrize("n", [1, 2048])
def test_the_width_comes_back_from_its_operations(width, n):
    operations = step_operations((256, width, width, 10), n)
    np.testing.assert_allclose(width_for(operations, n, 256, 10), width, rtol=1e-12)


def test_no_operations_are_no_width():
    assert width_for(0, 32, 256, 10) == 0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Device(-1e-6, 1e9), "call_seconds must be a finite number of at least 0, got -"),
        (lambda: Device(1e-6, 0), "rate must be a finite number above 0, got 0"),
        (lambda: sizes_for(0), "width must be an integer of at least 1, got 0"),
        (lambda: step_operations((5,), 1), "sizes must hold at least two layer sizes"),
        (lambda: step_operations((5, 0), 1), r"sizes\[1\] must be an integer of at least 1, got 0"),
        (lambda: step_operations((5, 2), 0), "batch_size must be an integer of at least 1, got 0"),
        (lambda: step_seconds(-1, 1, CORE), "operations must be .* at least 0, got -1"),
        (lambda: step_seconds(1, -1, CORE), "calls must be .* at least 0, got -1"),
        (lambda: break_even(-1, CORE, GPU), "calls must be .* at least 0, got -1"),
        (lambda: break_even(1, GPU, CORE), "fast must have a higher rate than slow, got 1e.11"),
        (lambda: width_for(-1, 1, 1, 1), "operations must be .* at least 0, got -1"),
        (lambda: width_for(1, 1, 0, 1), "n_in must be an integer of at least 1, got 0"),
    ],
)
def test_bad_input_is_refused_by_name(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: step_operations(5, 4), "sizes must be a sequence of layer sizes .* got 5"),
        (lambda: step_operations({2, 3}, 4), "sizes must be a sequence of layer sizes"),
        (lambda: step_seconds(1, 1, 3), "device must be a Device, got 3"),
        (lambda: break_even(1, None, GPU), "slow must be a Device, got None"),
        (lambda: break_even(1, CORE, "GPU"), "fast must be a Device, got 'GPU'"),
    ],
)
def test_what_is_of_another_kind_is_refused_by_name(call, message):
    with pytest.raises(TypeError, match=message):
        call()
