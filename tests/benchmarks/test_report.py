"""Stored results as tables: what is missed is called missed, what was not measured is not shown."""

import json

from dlbook.figures import FIGURES
from dlbook.measurements import report
from dlbook.measurements.page_targets import FORMULAS, LONG, RECORDED, SHORT, page_targets
from dlbook.measurements.targets import gpu_targets, targets

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


PAGE = {
    "page": {
        "chromium": "140.0",
        "workloads": {
            "W1": {
                "milliseconds": {"dlbook NumPy": 10.0, "page": 12.0},
                "ratios": {
                    "dlbook NumPy": 1.0, "page": 1.2, "machine in Python": 0.5,
                    "JAX jit + scan": 0.75,
                },
            }
        },
    },
    "browser": {
        "site": {
            "pass-fail": {"Epoch": {"first_ms": 3.0, "median_ms": 3.0, "p95_ms": 4.0},
                          "Learning rate η": {"first_ms": 20.0, "median_ms": 20.0, "p95_ms": 30.0}},
            "neuron": {"Bias b": {"first_ms": 17.0, "median_ms": 17.0, "p95_ms": 30.0}},
            "dropout": {"Learning rate η": {"first_ms": 150.0, "median_ms": 5200.0, "p95_ms": 6e3}},
        },
        "lab": {"first_ms": 20.0, "median_ms": 20.0, "p95_ms": 30.0},
    },
    "weights": {"machine": 21_000, "pages": {"the first page": 310_000}},
}  # fmt: skip


def test_the_page_is_held_to_its_own_targets():
    verdicts = {t.what: t.verdict for t in page_targets(PAGE) if t.measured is not None}
    assert verdicts == {
        "W1 in the page, by the engine": "must",
        "W1 in Python, against JAX": "must",
        "neuron": "missed",
        "pass-fail, 1,000 epochs": "must",
        "pass-fail in JupyterLab": "goal",
        "dropout, first curve": "goal",
        "dropout, all of it": "missed",
        "the array machine": "missed",
        "first visit: the first page": "must",
    }


def test_the_page_s_tables_have_every_number():
    assert "12.0 ms   1.20 ×  " in report.page_table(PAGE)
    sliders = report.slider_table(PAGE)
    assert sliders.count("20.0    20.0    30.0 ms") == 2
    assert "150.0  5200.0  6000.0 ms" in sliders
    rows = report.target_table(page_targets(PAGE)).splitlines()
    (neuron,) = (row for row in rows if row.endswith("  neuron"))
    assert neuron.split() == ["16", "–", "17", "ms", "missed", "neuron"]
    (machine,) = (row for row in rows if row.endswith("  the array machine"))
    assert machine.split()[:5] == ["20", "10", "21", "kB", "missed"]


def test_every_figure_that_is_measured_is_held_to_a_target():
    held = {*FORMULAS, *RECORDED, *SHORT, *LONG, "pass-fail"}
    assert held == FIGURES.keys()


def test_without_results_nothing_is_claimed():
    for found in (targets({}), page_targets({}), gpu_targets({})):
        assert {target.verdict for target in found} == {"not measured"}
        assert report.target_table(found).count("–  not measured") == len(found)
