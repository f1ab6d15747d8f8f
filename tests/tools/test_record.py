"""The tables of the page "How this book is tested" say what a report says."""

import json
import subprocess

import pytest

from tools import record

REPORT = """<testsuites><testsuite timestamp="2026-01-02T10:00:00" time="120">
<testcase classname="tests.unit.test_sweep" name="test_a[1]" time="1.5"/>
<testcase classname="tests.unit.test_data" name="test_b" time="2.1"><failure/></testcase>
<testcase classname="tests.parity.test_cuda" name="test_c" time="0.4"><skipped/></testcase>
<testcase classname="book.losses.ipynb" name="Cell 1@book/losses.ipynb" time="1"/>
</testsuite></testsuites>"""
VIEWS = """<testsuites><testsuite timestamp="2026-01-02T10:02:00" time="60">
<testcase classname="tests.unit.test_sweep" name="test_a[2]" time="2"/>
</testsuite></testsuites>"""
FOUND = {
    "sign": {"file": "a.py", "caught_by": ["tests/unit/test_a.py::test_a@group"]},
    "axis": {"file": "b.py", "caught_by": []},
}


def test_counts_and_faults_are_those_of_the_report(tmp_path):
    reports, faults = [tmp_path / "quick.xml", tmp_path / "views.xml"], tmp_path / "faults.json"
    for report, text in zip(reports, (REPORT, VIEWS), strict=True):
        report.write_text(text, encoding="utf-8")
    faults.write_text(json.dumps(FOUND), encoding="utf-8")
    said = record.page(reports, faults, tmp_path / "light.json")
    assert "Lighthouse" not in said
    assert "Run on 2026-01-02, in 2 and 1 minutes" in said
    assert record.commit() in said
    rows = [line for line in said.splitlines() if line.startswith("| `")]
    assert [row.rsplit("|", 5)[1:5] for row in rows] == [
        [" 1 ", " 0 ", " 0 ", " 1 "],  # book
        [" 0 ", " 0 ", " 1 ", " 0 "],  # tests/parity
        [" 2 ", " 1 ", " 0 ", " 6 "],  # tests/unit
    ]
    assert "| all |  | 3 | 1 | 1 | 7 |" in said
    assert "| --- | --- | ---: | ---: | ---: | ---: |\n" in said
    assert "Of 2 faults, 1 were found." in said
    assert "| sign | `a.py` | `tests/unit/test_a.py::test_a` |" in said
    assert "| axis | `b.py` | **no test** |" in said


def test_scores_of_pages_stand_by_their_kind():
    scores = {"performance": 96.6, "accessibility": 100, "best-practices": 100, "seo": 99}
    said = record.light({"day": "2026-01-03", "pages": {"optimizers": scores}})
    assert "(2026-01-03)" in said
    assert "| page | performance | accessibility | best practices | seo |" in said
    assert said.endswith("| the heaviest chapter (`optimizers`) | 97 | 100 | 100 | 99 |")


def test_a_number_has_a_comma_at_each_thousand():
    assert record.table(("what", "seconds"), [("a", 2968)]).endswith("| a | 2,968 |")


@pytest.fixture
def repository(tmp_path):
    """A folder with one commit, and its name."""
    (tmp_path / "book").mkdir()
    for name in ("a.py", "book/tested.md"):
        (tmp_path / name).write_text("1\n", encoding="utf-8")

    def git(*words):
        own = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]
        command = ["git", "-C", str(tmp_path), *own, *words]
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout

    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "first", "--no-verify")
    return tmp_path, git("rev-parse", "--short", "HEAD").strip()


def test_the_commit_that_was_tested_is_named_and_whether_files_were_changed(repository):
    folder, name = repository
    assert record.commit(folder) == f"Tested was commit `{name}`."
    (folder / "book" / "tested.md").write_text("2\n", encoding="utf-8")  # the record itself
    assert record.commit(folder) == f"Tested was commit `{name}`."
    for changed in (folder / "new.py", folder / "a.py"):
        changed.write_text("2\n", encoding="utf-8")
        assert record.commit(folder) == f"Tested was commit `{name}`, with files changed since."
        changed.unlink()


def test_without_a_repository_no_commit_is_named(tmp_path):
    assert record.commit(tmp_path) == ""
