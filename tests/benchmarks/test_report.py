"""Stored results as tables: what is missed is called missed, what was not measured is not shown."""

import json

from dlbook.measurements import report
from dlbook.measurements.targets import gpu_targets, page_targets, targets

GPU = {
    "gpu": {
        "W4_examples_per_second": {"eager": 400_000, "CUDA graph": 2_000_000},
        "sweep_seconds": {
            "W1": {100: 0.05, 10_000: 0.25},
            "W2": {100: 0.06, 10_000: 0.2},
            "W3": {100: 0.2, 10_000: 0.05},
        },
    }
}


def stored() -> dict:
    """The results above as they come back from a file, the counts of networks as texts."""
    return json.loads(json.dumps(GPU))


def test_a_gpu_s_results_meet_their_targets_or_not():
    verdicts = [target.verdict for target in gpu_targets(stored())]
    assert verdicts == ["must", "missed", "must", "goal"]


def test_a_gpu_s_table_has_every_number():
    table = report.gpu_table(stored())
    assert "2,000,000 examples a second" in table
    assert [line.split()[0] for line in table.splitlines() if "at once" in line] == [
        "100", "10,000", "100", "10,000", "100", "10,000",
    ]  # fmt: skip
    assert "0.250 s" in table


def test_the_page_is_held_to_its_own_targets():
    times = {"median_ms": 20.0, "p95_ms": 30.0}
    page = {
        "milliseconds": {"dlbook NumPy": 10.0, "page": 12.0},
        "ratios": {"dlbook NumPy": 1.0, "page": 1.2},
    }
    found = {
        "page": {"workloads": {"W1": page}},
        "browser": {"site": {"pass-fail, Epoch": times, "neuron, Bias b": times}, "lab": times},
    }
    verdicts = {t.what: t.verdict for t in page_targets(found) if t.measured is not None}
    assert verdicts == {
        "W1 in the page, by the engine": "must",
        "pass/fail's sliders in the page": "must",
        "the neuron's sliders in the page": "missed",
        "pass/fail's slider in JupyterLab": "goal",
    }
    assert "12.0 ms    1.20 ×" in report.page_table(found)
    assert report.slider_table(found).count("20.0    30.0 ms") == 3


def test_without_results_nothing_is_claimed():
    for found in (targets({}), page_targets({}), gpu_targets({})):
        assert {target.verdict for target in found} == {"not measured"}
        assert report.target_table(found).count("–  not measured") == len(found)
