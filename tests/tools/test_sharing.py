"""Tests that share fixtures stay in one process where two run; see tests/sharing.py."""

import os
import subprocess
import sys

import pytest

from tests.sharing import scope
from tools.paths import ROOT

HOOK = "from tests.conftest import pytest_xdist_make_scheduler"
TESTS = """
import os
import time

import pytest


@pytest.mark.parametrize("name", ["{page}.html", "b.html", "plain"])
@pytest.mark.parametrize("view", ["narrow", "wide"])
def test_it(name, view, request):
    time.sleep(0.2)
    with open("ran.txt", "a") as file:
        print(os.environ["PYTEST_XDIST_WORKER"], name, __name__, file=file)
"""


def test_a_page_s_tests_and_a_file_s_run_in_one_process(tmp_path):
    (tmp_path / "conftest.py").write_text(HOOK, encoding="utf-8")
    for name in ("test_one", "test_two"):
        (tmp_path / f"{name}.py").write_text(TESTS.format(page=f"{name}_page"), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-n", "2", f"--rootdir={tmp_path}", "."]
    path = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(command, cwd=tmp_path, env=path, capture_output=True, encoding="utf-8")
    assert "12 passed" in run.stdout, run.stdout + run.stderr
    ran = [line.split() for line in (tmp_path / "ran.txt").read_text("utf-8").splitlines()]
    workers = {}
    for worker, name, file in ran:
        workers.setdefault(name if name.endswith(".html") else file, set()).add(worker)
    assert {what: len(of_it) for what, of_it in workers.items()} == {
        "test_one_page.html": 1, "test_two_page.html": 1, "b.html": 1, "test_one": 1, "test_two": 1,
    }  # fmt: skip
    assert len(set.union(*workers.values())) == 2


@pytest.mark.parametrize(
    ("nodeid", "shared"),
    [
        ("tests/browser/test_site.py::test_x[book/api/data.html-wide]", "book/api/data.html"),
        ("tests/browser/test_site.py::test_x[wide-index.html]", "index.html"),
        ("tests/browser/test_site.py::test_x", "tests/browser/test_site.py"),
        ("tests/unit/test_x.py::test_x[a-b]", "tests/unit/test_x.py"),
        ("book/losses.ipynb::Cell 3", "book/losses.ipynb"),
    ],
)
def test_what_a_test_shares(nodeid, shared):
    assert scope(nodeid) == shared
