"""A stored output that is not the build's is found without executing the chapter again."""

import re
import subprocess
import sys

import nbformat

from tools.paths import BOOK, ROOT

CHAPTER = "perceptron"


def validated(notebook, folder) -> str:
    """What pytest says of `notebook` under --nbval-built."""
    path = folder / f"{CHAPTER}.ipynb"
    nbformat.write(notebook, path)
    options = ["-p", "tools.built", "--nbval-built", "-q", "--color=no", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", *options, str(path)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8").stdout


def chapter():
    """The chapter, and its cells that print."""
    notebook = nbformat.read(BOOK / f"{CHAPTER}.ipynb", as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return notebook, [(k, cell) for k, cell in enumerate(code) if "text" in str(cell.outputs)]


def test_one_stored_digit_that_is_wrong_fails_in_its_cell(tmp_path):
    notebook, speaking = chapter()
    number, cell = next((k, cell) for k, cell in speaking if "text" in cell.outputs[0])
    text = cell.outputs[0].text
    cell.outputs[0].text = re.sub(r"\d", lambda digit: str(9 - int(digit[0])), text, count=1)
    assert cell.outputs[0].text != text
    said = validated(notebook, tmp_path)
    assert f"Cell {number}: Cell outputs differ" in said
    assert "1 failed" in said


def test_an_output_that_was_forgotten_fails_in_its_cell(tmp_path):
    notebook, speaking = chapter()
    number, cell = speaking[0]
    cell.outputs = []
    said = validated(notebook, tmp_path)
    assert f"Cell {number}: Cell outputs differ" in said
    assert "1 failed" in said


def test_code_that_the_build_has_not_executed_is_not_passed(tmp_path):
    notebook, speaking = chapter()
    speaking[0][1].source += "\n1 + 1"
    said = validated(notebook, tmp_path)
    assert "was never executed as it is" in said
    assert "passed" not in said
