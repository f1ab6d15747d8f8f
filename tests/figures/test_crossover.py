"""The crossover figure: its formulas in the page against Python, its constants and points."""

import itertools

import numpy as np
import pytest

from benchmarks.crossover import torch_step
from dlbook.experiments import costs
from dlbook.figures import Crossover
from dlbook.figures.crossover import BATCHES, CALLS, CPU, LAUNCHES, NETWORKS, WIDTHS, gpu_with
from dlbook.torch_engine.counting import asked_for
from tests.figures.test_formulas import in_node


def test_formulas_in_the_page_are_the_same_to_the_last_bit():
    pairs = [[w, n] for w in WIDTHS for n in BATCHES]
    launches = list(LAUNCHES)
    operations, seconds, even, widths = in_node(
        """((device) => [
          given.pairs.map(([w, n]) => f.stepOperations([256, w, w, 10], n)),
          given.pairs.map(([w, n]) => f.stepSeconds(f.stepOperations([256, w, w, 10], n), 26,
            given.cpu)),
          given.launches.map((us) => f.breakEven(26, given.cpu, device(us))),
          given.pairs.map(([w, n]) => f.widthFor(1e4 * w, n, 256, 10)),
        ])((us) => ({ callSeconds: given.cpu.callSeconds + 1e-6 * us, rate: given.rate }))""",
        {
            "pairs": pairs, "launches": launches, "rate": gpu_with(1.0).rate,
            "cpu": {"callSeconds": CPU.call_seconds, "rate": CPU.rate},
        },
    )  # fmt: skip
    work = [costs.step_operations((256, w, w, 10), n) for w, n in pairs]
    assert operations == work
    assert seconds == [costs.step_seconds(each, 26, CPU) for each in work]
    assert even == [costs.break_even(26, CPU, gpu_with(us)) for us in launches]
    assert widths == [costs.width_for(1e4 * w, n, 256, 10) for w, n in pairs]


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
