"""Exercises without their solutions: every one is there, and nothing of what solves it."""

import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tools import sheets
from tools.notebooks import chapters

WITH = [path for path in chapters() if ":label: ex-" in path.read_text(encoding="utf-8")]
MARKS = r":::\{solution-start\} (?P<label>\S+)(?P<text>.*?):::\{solution-end\}"


def text_of(notebook):
    return "\n".join(cell.source for cell in notebook.cells)


@pytest.mark.parametrize("path", WITH, ids=lambda path: path.stem)
def test_every_exercise_of_a_chapter_is_there_and_no_solution(path):
    chapter = nbformat.read(path, as_version=4)
    labels = re.findall(r"^:label: (ex-\S+)$", text_of(chapter), flags=re.MULTILINE)
    made = sheets.sheet(chapter)
    nbformat.validate(made)
    said = text_of(made)
    assert len(re.findall("^## Exercise ", said, flags=re.MULTILINE)) == len(labels)
    solutions = re.findall(MARKS, text_of(chapter), flags=re.DOTALL)
    assert len(solutions) == len(labels)
    assert not re.search(r"\{\w+\}`", said), "a role that only the book's builder reads"
    for _, solution in solutions:
        for line in solution.splitlines():
            assert len(line) < 40 or line not in said, line


def test_each_has_its_words_and_room_below():
    chapter = new_notebook(
        cells=[
            new_markdown_cell("# Sums\n\n:::{exercise}\n:label: ex-a\n\nWhat is 1 + 1?\n:::\n"),
            new_markdown_cell(":::{solution-start} ex-a\n:class: dropdown\n:::\nTwo."),
            new_code_cell("1 + 1"),
            new_markdown_cell(":::{solution-end}\n:::\n\n:::{exercise} Predict\n\nAnd 2 + 2?\n:::"),
        ]
    )
    cells = sheets.sheet(chapter).cells
    assert [cell.source for cell in cells] == [
        "# Exercises: Sums", "## Exercise 1\n\nWhat is 1 + 1?", "",
        "## Exercise 2: Predict\n\nAnd 2 + 2?", "",
    ]  # fmt: skip


def test_a_notebook_without_exercises_makes_no_sheet():
    assert sheets.sheet(new_notebook(cells=[new_markdown_cell("# Words")])) is None
