"""Code that a reader sees is no wider than its place on the page, where the rest would be cut
off."""

import re
from collections.abc import Iterator

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from tests.book.pages import COLUMNS, names, notebook, notebook_path

IN_A_BOX = 63
"""Columns that a box has room for, on a screen of 1280 pixels."""
HIDDEN = {"check", "remove-input", "hide-input", "remove-cell", "hide-cell"}


def lines_of_cell(cell: NotebookNode) -> Iterator[tuple[int, str, int]]:
    """The lines of code that a cell shows: number in the cell, from 1, line, columns allowed."""
    lines = enumerate(cell.source.splitlines(), 1)
    if cell.cell_type == "code":
        if not HIDDEN & set(cell.metadata.get("tags", [])):
            yield from ((number, line, COLUMNS) for number, line in lines)
        return
    language, room = None, COLUMNS
    for number, line in lines:
        fence = re.match(r"\s*```(\S*)", line)
        if fence:
            language = fence[1] if language is None else None
        elif language in ("python", "sh"):
            yield number, line, room
        elif language is None and line.startswith(":::"):
            room = IN_A_BOX if line.startswith(":::{admonition}") else COLUMNS


@pytest.mark.parametrize("name", [name for name in names() if notebook_path(name).is_file()])
def test_code_that_a_reader_sees_is_not_cut_off(name):
    long = [
        f"{name}, cell {cell.id}, line {number}: {len(line)} columns, {room} allowed: {line}"
        for cell in notebook(name).cells
        for number, line, room in lines_of_cell(cell)
        if len(line) > room
    ]
    assert not long, "\n".join(long)


def test_a_box_has_less_room_than_what_stands_below_it():
    block = "```python\nx = 1\n```\n"
    cell = new_markdown_cell(f":::{{admonition}} Common mistake\n{block}:::\n{block}")
    assert list(lines_of_cell(cell)) == [(3, "x = 1", IN_A_BOX), (7, "x = 1", COLUMNS)]
