"""The pages of the book as its table of contents has them."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import nbformat
import yaml
from nbformat import NotebookNode

from tools.paths import BOOK, ROOT

NO_CHAPTERS = ("index", "questions", "sources", "how_fast", "how_it_computes", "playground")
"""Notebooks without exercises: the first page, and those beside the chapters."""

COLUMNS = 80
"""How wide code that a reader sees may be."""


def _files(entries: list[dict]) -> Iterator[str]:
    for entry in entries:
        if "file" in entry:
            yield entry["file"]
        for below in ("chapters", "sections", "parts"):
            yield from _files(entry.get(below, []))


def names() -> list[str]:
    """The pages of the table of contents, by name, without the folder of the book."""
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    files = [contents["root"], *_files([contents])]
    return [file.removeprefix("book/") for file in files]


def chapters() -> list[str]:
    """The chapters: the notebooks that teach."""
    return [name for name in names() if notebook_path(name).is_file() and name not in NO_CHAPTERS]


def notebook_path(name: str) -> Path:
    """Where the notebook of a page would be."""
    return BOOK / f"{name}.ipynb"


@cache
def notebook(name: str) -> NotebookNode:
    """The notebook of a page."""
    return nbformat.read(notebook_path(name), as_version=4)


@cache
def prose(name: str) -> str:
    """All Markdown of a page, notebook or not."""
    if notebook_path(name).is_file():
        cells = notebook(name).cells
        return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    return (BOOK / f"{name}.md").read_text(encoding="utf-8")


@cache
def targets(name: str) -> list[str]:
    """The labels that a page defines, such as point-b4."""
    return re.findall(r"^\(([a-z0-9-]+)\)=$", prose(name), flags=re.MULTILINE)
