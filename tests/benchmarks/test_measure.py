"""The benchmarks' own machinery: fair turns, equal work, results that come back as stored."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks import __main__, results, single
from benchmarks.measure import Timing, assert_same_loss, interleaved, ratios
from benchmarks.peers import dlbook_numpy, dlbook_torch, torch_eager, written_out
from dlbook import measurements
from dlbook.measurements.workloads import SINGLE, work
from tools import chromium


def test_contestants_take_turns_after_one_warm_up():
    turns = []
    runs = {name: lambda name=name: turns.append(name) or 1.0 for name in "ab"}
    timings = interleaved(runs, rounds=3)
    assert "".join(turns) == "ab" + "ababab"
    assert all(len(timing.seconds) == 3 for timing in timings.values())


def test_ratios_are_medians_of_the_rounds():
    timings = {
        "a": Timing(np.array([1.0, 2.0, 4.0]), 0.0),
        "b": Timing(np.array([2.0, 4.0, 40.0]), 0.0),
    }
    assert ratios(timings, "a") == {"a": 1.0, "b": 2.0}


def test_different_losses_are_not_compared_in_speed():
    timings = {"a": Timing(np.ones(1), 0.5), "b": Timing(np.ones(1), 0.5 + 1e-6)}
    assert_same_loss(timings, ["a", "b"], rtol=1e-5)
    with pytest.raises(AssertionError, match=r"b ends with loss 0\.500001"):
        assert_same_loss(timings, ["a", "b"], rtol=1e-9)


@pytest.mark.parametrize("key", ["W1", "W2", "W3 float64"])
def test_engines_and_plain_pytorch_do_the_same_work(key):
    whole = SINGLE[key]()
    workload = replace(whole, epochs=2)
    losses = [peer.make(workload)() for peer in (dlbook_numpy, dlbook_torch, torch_eager)]
    np.testing.assert_allclose(losses, losses[0], rtol=1e-11)


def test_w1_written_out_does_the_same_work():
    workload = replace(SINGLE["W1"](), epochs=50)
    np.testing.assert_allclose(
        written_out.make(workload)(), dlbook_numpy.make(workload)(), rtol=1e-13
    )


def test_the_work_is_counted_by_hand_for_one_small_network():
    whole = SINGLE["W1"]()
    workload = replace(whole, X=whole.X[:10], y=whole.y[:10], epochs=7)
    # a step: forward 2·(2·3 + 3·1), as much for both gradients, 2·3·1 for the hidden layer;
    # the loss before and after: forward twice
    assert work(workload) == 10 * (7 * (18 + 18 + 6) + 2 * 18)


def test_results_come_back_as_stored(tmp_path, monkeypatch):
    monkeypatch.setattr(results, "RESULTS", tmp_path)
    monkeypatch.setattr(measurements, "RESULTS", tmp_path)
    results.store("single", {"workloads": {"W1": 1}}, load=0.3)
    path = results.store("sweep", {"workloads": {"W2": 2}}, load=1.0)
    (stored,) = measurements.load()
    assert path.parent == tmp_path
    assert stored["single"]["workloads"] == {"W1": 1}
    assert stored["sweep"]["workloads"] == {"W2": 2}
    assert set(stored["single"]) >= {"date", "commit", "load", "versions"}
    assert stored["machine"]["cores"] >= 1


def test_the_reference_is_one_of_the_peers():
    assert single.REFERENCE in single.PEERS


@pytest.fixture
def _site(monkeypatch, tmp_path):
    """A built site."""
    (tmp_path / "index.html").write_text("", encoding="utf-8")
    monkeypatch.setattr(__main__, "SITE", tmp_path)


@pytest.mark.usefixtures("_site")
@pytest.mark.parametrize("name", chromium.ON_THE_PATH)
def test_pages_are_measured_with_each_browser_that_the_tools_know(monkeypatch, name):
    monkeypatch.setattr(chromium.shutil, "which", lambda asked: name if asked == name else None)
    assert {"browser", "weights", "page"} <= set(__main__.default_sections(has_gpu=False))


@pytest.mark.usefixtures("_site")
def test_what_needs_a_browser_is_left_out_without_one(monkeypatch, capsys):
    monkeypatch.setattr(chromium.shutil, "which", lambda _: None)
    found = __main__.default_sections(has_gpu=False)
    said = capsys.readouterr().out
    for name in ("browser", "weights", "page"):
        assert name not in found
        assert name in said
