"""The crossover figure: its constants and points."""

import itertools

import numpy as np
import pytest

from benchmarks.crossover import torch_step
from dlbook.figures import Crossover
from dlbook.figures.crossover import BATCHES, CALLS, LAUNCHES, NETWORKS, WIDTHS
from dlbook.torch_engine.counting import asked_for


def test_the_figure_s_calls_are_those_of_a_step():
    assert sum(asked_for(torch_step(16, 32)[0]).values()) == CALLS


@pytest.mark.parametrize("networks", range(len(NETWORKS)))
def test_the_faster_one_changes_at_the_even_width(networks):
    figure = Crossover()
    every = itertools.product(range(len(WIDTHS)), range(len(BATCHES)), range(len(LAUNCHES)))
    for width, batch, launch in every:
        found = figure.numbers(width=width, batch=batch, launch=launch, networks=networks)
        assert (found["gpu_ms"] < found["cpu_ms"]) == (WIDTHS[width] > found["even_width"])
        assert found["times"] >= 1


def test_a_step_of_the_figure_by_hand():
    # 2 · 32 · (2·256·64 + 3·64·64 + 3·64·10) = 3,006,464 operations at 80 a nanosecond; 26 · 5 µs
    found = Crossover().numbers(
        width=WIDTHS.index(64), batch=BATCHES.index(32), launch=LAUNCHES.index(3.0), networks=0
    )
    np.testing.assert_allclose(found["cpu_ms"], 0.130 + 3_006_464 / 80e9 * 1e3, rtol=1e-12)
    np.testing.assert_allclose(found["gpu_ms"], 0.208 + 3_006_464 / 67e12 * 1e3, rtol=1e-12)


def test_measured_points_travel_with_the_figure():
    figure = Crossover(cpu_points=[(32, 64, 0.2)], gpu_points=[(32, 64, 0.3)])
    assert figure.cpu_points == [[32, 64, 0.2]]
    assert figure.gpu_points == [[32, 64, 0.3]]
    assert Crossover().cpu_points == []


def test_points_may_be_missing_from_the_still_picture():
    for figure in (Crossover(), Crossover(cpu_points=[(32, 64, 0.2), (8, 64, 0.1)])):
        axes = figure.still().axes[0]
        dots = [line for line in axes.lines if line.get_marker() == "o"]
        assert [len(line.get_xdata()) for line in dots] == [len(figure.cpu_points) // 2]
