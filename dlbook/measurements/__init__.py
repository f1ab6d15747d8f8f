"""What was measured of the engines' speed, stored with the package: results, tables and targets.

`benchmarks/` in the repository measures; a chapter reads what it stored from here.
"""

import json
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
"""One JSON file a machine, a section a benchmark, with versions and commit."""


def load() -> list[dict]:
    """Everything stored, one dictionary a machine."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(RESULTS.glob("*.json"))]
