"""Write the exercises of each chapter as a notebook of their own, without solutions.

Usage: python -m tools.sheets [folder]
"""

import re
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tools.command_line import parser
from tools.notebooks import KERNEL, chapters
from tools.paths import BUILD

SHEETS = BUILD / "sheets"
EXERCISE = re.compile(r"^:::\{exercise\}([^\n]*)\n(?::\w+:[^\n]*\n)*(.*?)^:::$", re.M | re.S)
SOLUTION = re.compile(r"^:::\{solution-(start|end)\}", re.MULTILINE)
TITLE = re.compile(r"^# (.+)$", re.MULTILINE)


def exercises(notebook: NotebookNode) -> list[tuple[str, str]]:
    """Answer title and text of the exercises of a chapter, in order; what stands in a solution, an
    exercise included, is none of them."""
    found, solving = [], False
    for cell in notebook.cells:
        if cell.cell_type != "markdown":
            continue
        start = 0
        for mark in [*SOLUTION.finditer(cell.source), None]:
            end = mark.start() if mark else len(cell.source)
            if not solving:
                parts = EXERCISE.finditer(cell.source, start, end)
                found += [(part[1].strip(), part[2].strip()) for part in parts]
            if mark:
                start, solving = mark.end(), mark[1] == "start"
    return found


def sheet(notebook: NotebookNode) -> NotebookNode | None:
    """Answer the exercises of a chapter as a notebook with room after each, or None without any."""
    found = exercises(notebook)
    if not found:
        return None
    title = next(TITLE.search(cell.source)[1] for cell in notebook.cells if "# " in cell.source)
    made = new_notebook(metadata={"kernelspec": KERNEL, "language_info": {"name": "python"}})
    made.cells.append(new_markdown_cell(f"# Exercises: {title}", id="title"))
    for number, (kind, text) in enumerate(found, 1):
        heading = f"## Exercise {number}" + (f": {kind}" if kind else "")
        made.cells.append(new_markdown_cell(f"{heading}\n\n{text}", id=f"exercise-{number}"))
        made.cells.append(new_code_cell(id=f"room-{number}"))
    return made


def write(folder: Path = SHEETS) -> list[Path]:
    """Write the sheets of all chapters that have exercises into `folder`; answer their files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for path in chapters():
        made = sheet(nbformat.read(path, as_version=4))
        if made:
            nbformat.write(made, folder / path.name)
            files.append(folder / path.name)
    return files


if __name__ == "__main__":
    command_line = parser(__doc__)
    command_line.add_argument("folder", nargs="?", type=Path, default=SHEETS)
    for file in write(command_line.parse_args().folder):
        print(file)
