"""One step by width and batch: the same work for all, a limit that is kept, times per step."""

import os

import numpy as np
import pytest
import torch

from benchmarks import crossover
from dlbook.experiments.costs import step_operations


@pytest.mark.parametrize("n", [1, 32])
def test_both_engines_take_the_same_path(n):
    crossover.check_same_path(16, n)


def test_engines_on_different_paths_are_not_timed(monkeypatch):
    monkeypatch.setattr(crossover, "numpy_step", lambda width, n: (lambda: None, lambda: 1.0))
    with pytest.raises(AssertionError):
        crossover.check_same_path(16, 4)


def test_what_takes_seconds_is_left_out_and_nothing_else():
    chosen = set(crossover.chosen())
    for width in crossover.WIDTHS:
        for n in crossover.BATCHES:
            work = step_operations(crossover.sizes_for(width), n)
            assert ((width, n) in chosen) == (work <= crossover.MOST_OPERATIONS)
    assert {n for _, n in chosen} == set(crossover.BATCHES)
    assert {width for width, _ in chosen} == set(crossover.WIDTHS)


def test_milliseconds_are_those_of_one_step_of_the_fastest_block(monkeypatch):
    clock = {"now": 0.0, "steps": 0}

    def step():
        clock["steps"] += 1
        # every block but one is held up by another program
        clock["now"] += 0.004 if 20 <= clock["steps"] < 30 else 0.008

    monkeypatch.setattr(crossover.time, "perf_counter", lambda: clock["now"])
    assert crossover.milliseconds(step) == pytest.approx(4.0)


def test_a_row_names_everyone_and_leaves_one_thread():
    torch.set_num_threads(1)
    before = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else None
    try:
        row = crossover.row(16, 32)
        assert torch.get_num_threads() == 1
    finally:
        if before is not None:
            os.sched_setaffinity(0, before)
    assert row["operations"] == step_operations((256, 16, 16, 10), 32)
    names = ["NumPy", "PyTorch, one core", "PyTorch, all cores"]
    if torch.cuda.is_available():
        names.append("PyTorch, GPU")
    assert list(row["milliseconds_a_step"]) == names
    assert np.all(np.array(list(row["milliseconds_a_step"].values())) > 0)


def test_the_section_is_one_that_can_be_named():
    from benchmarks.__main__ import SECTIONS, default_sections

    assert "crossover" in SECTIONS
    assert "crossover" in default_sections(has_gpu=False)
    assert set(default_sections(has_gpu=True)) <= set(SECTIONS)
