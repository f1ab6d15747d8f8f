"""Interleaved timing: in every round each contestant runs once, so drift hits all alike."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from tqdm import tqdm

Run = Callable[[], float]


def use_cores(count: int | None) -> None:
    """Keep this process to ``count`` cores (None: all); not every library minds thread settings."""
    if hasattr(os, "sched_setaffinity"):  # Linux
        os.sched_setaffinity(0, set(range(os.cpu_count() or 1)[:count]))


@dataclass(frozen=True)
class Timing:
    """Seconds of every round, (rounds,), and the loss that the run ended with."""

    seconds: np.ndarray
    loss: float

    @property
    def median(self) -> float:
        return float(np.median(self.seconds))


def interleaved(runs: Mapping[str, Run], rounds: int, label: str = "") -> dict[str, Timing]:
    """Time each run ``rounds`` times, in turn, after one warm-up that also gives its loss."""
    losses = {name: float(run()) for name, run in runs.items()}
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for _ in tqdm(range(rounds), desc=label, leave=False):
        for name, run in runs.items():
            start = time.perf_counter()
            run()
            seconds[name].append(time.perf_counter() - start)
    return {name: Timing(np.array(seconds[name]), losses[name]) for name in runs}


def ratios(timings: Mapping[str, Timing], reference: str) -> dict[str, float]:
    """How many times as long as ``reference`` each took: the median of the rounds' ratios."""
    base = timings[reference].seconds
    return {name: float(np.median(timing.seconds / base)) for name, timing in timings.items()}


def assert_same_loss(timings: Mapping[str, Timing], names: list[str], rtol: float) -> None:
    """Assert that all of ``names`` ended with one loss: they did the same work."""
    losses = {name: timings[name].loss for name in names}
    reference = next(iter(losses.values()))
    for name, loss in losses.items():
        if not np.isclose(loss, reference, rtol=rtol, atol=0):
            raise AssertionError(f"{name} ends with loss {loss!r}, others with {reference!r}")
