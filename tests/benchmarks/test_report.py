"""Stored results as tables: what is missed is called missed, what was not measured is not shown."""

import json

from dlbook.measurements import report
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


def test_without_results_nothing_is_claimed():
    for found in (targets({}), gpu_targets({})):
        assert {target.verdict for target in found} == {"not measured"}
        assert report.target_table(found).count("–  not measured") == len(found)
