"""The README's example runs and prints what the README says."""

import re
import subprocess
import sys

from tools.paths import ROOT


def test_the_example_prints_what_it_says():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    promised = re.findall(r"# prints (.+)", example)
    run = subprocess.run(
        [sys.executable, "-c", example], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert promised
    assert run.stdout.splitlines() == promised
