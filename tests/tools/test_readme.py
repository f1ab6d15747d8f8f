"""The README's example runs and prints what the README says."""

import re
import subprocess
import sys

from dlbook import measurements
from tools.paths import ROOT


def test_the_example_prints_what_it_says():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    promised = re.findall(r"# prints (.+)", example)
    run = subprocess.run(
        [sys.executable, "-c", example], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert promised
    assert run.stdout.splitlines() == promised


def test_the_headline_ratio_is_the_stored_one():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (faster,) = re.findall(r"([\d.]+) times as fast as eager", text)
    (share,) = re.findall(r"compiled JAX takes ([\d.]+) of its time", text)
    found = next(one["single"] for one in measurements.load() if "single" in one)
    ratios = found["workloads"]["W1"]["ratios"]
    assert round(ratios["PyTorch eager"], 1) == float(faster)
    assert round(ratios["JAX jit + scan"], 1) == float(share)
