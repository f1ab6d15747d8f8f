"""The tables of the page "How this book is tested" say what a report says."""

import json

from tools import record

REPORT = """<testsuites><testsuite timestamp="2026-01-02T10:00:00" time="120">
<testcase classname="tests.unit.test_sweep" name="test_a[1]" time="1.5"/>
<testcase classname="tests.unit.test_data" name="test_b" time="2.1"><failure/></testcase>
<testcase classname="tests.parity.test_cuda" name="test_c" time="0.4"><skipped/></testcase>
<testcase classname="book.losses.ipynb" name="Cell 1@book/losses.ipynb" time="1"/>
</testsuite></testsuites>"""
FOUND = {
    "sign": {"file": "a.py", "caught_by": ["tests/unit/test_a.py::test_a@group"]},
    "axis": {"file": "b.py", "caught_by": []},
}


def test_counts_and_faults_are_those_of_the_report(tmp_path):
    report, faults = tmp_path / "tests.xml", tmp_path / "faults.json"
    report.write_text(REPORT)
    faults.write_text(json.dumps(FOUND))
    said = record.page(report, faults)
    assert "Run on 2026-01-02, in 2 minutes" in said
    rows = [line for line in said.splitlines() if line.startswith("| `")]
    assert [row.rsplit("|", 5)[1:5] for row in rows] == [
        [" 1 ", " 0 ", " 0 ", " 1 "],  # book
        [" 0 ", " 0 ", " 1 ", " 0 "],  # tests/parity
        [" 1 ", " 1 ", " 0 ", " 4 "],  # tests/unit
    ]
    assert "| all |  | 2 | 1 | 1 | 5 |" in said
    assert "Of 2 faults, 1 were found." in said
    assert "| sign | `a.py` | `tests/unit/test_a.py::test_a` |" in said
    assert "| axis | `b.py` | **no test** |" in said
