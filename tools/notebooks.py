"""Store the chapters as the repository keeps them: executed, with their text, without pictures.

Usage: python -m tools.notebooks store|check [book/<chapter>.ipynb ...]

A stored text is what a test compares; pictures and widget state are made again by the site's build.
"""

import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from tools.command_line import parser
from tools.paths import BOOK, ROOT
from tools.threads import one_thread

VIEW = "application/vnd.jupyter.widget-view+json"
PICTURES = ("image/", "application/pdf", "video/", "audio/")
TIMEOUT = 600
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def chapters() -> list[Path]:
    """Answer the notebooks of the book, in alphabetical order."""
    return sorted(BOOK.glob("*.ipynb"))


def _is_dropped(mime_type: str, data: NotebookNode) -> bool:
    still = mime_type == "text/html" and VIEW in data
    return still or mime_type == VIEW or mime_type.startswith(PICTURES)


def strip(notebook: NotebookNode) -> NotebookNode:
    """Take pictures, stills, widget views and widget state out of `notebook`; answer it.

    Text outputs, execution counts and cell ids stay. The kernel's exact version goes, so that two
    machines store the same file.
    """
    notebook.metadata = NotebookNode(kernelspec=KERNEL, language_info={"name": "python"})
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            data = output.get("data", NotebookNode())
            for mime_type in [name for name in data if _is_dropped(name, data)]:
                del data[mime_type]
            if "metadata" in output:
                output.metadata = NotebookNode()
    return notebook


def problems(notebook: NotebookNode) -> list[str]:
    """Answer what makes `notebook` unfit to be stored: each with its cell's number, from 1."""
    found = []
    if "widgets" in notebook.metadata:
        found.append("the notebook holds widget state")
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type != "code":
            continue
        if cell.source.strip() and cell.execution_count is None:
            found.append(f"cell {number} was never executed, so nothing would compare it")
        for output in cell.outputs:
            data = output.get("data", {})
            kinds = [name for name in data if _is_dropped(name, data)]
            found.extend(f"cell {number} stores {kind}" for kind in kinds)
            if output.output_type == "error":
                found.append(f"cell {number} stores an error: {output.ename}")
    return found


def read(path: Path) -> NotebookNode:
    """Answer the notebook at `path`. Raises ValueError when the file holds none."""
    try:
        return nbformat.read(path, as_version=4)
    except (ValueError, TypeError, AttributeError, nbformat.ValidationError) as error:
        raise ValueError(f"this is no notebook: {error}") from error


def store(path: Path) -> None:
    """Execute the notebook at `path` and write it back as `strip` leaves it."""
    notebook = read(path)
    folder = {"metadata": {"path": str(path.parent)}}
    client = NotebookClient(
        notebook, timeout=TIMEOUT, kernel_name="python3", record_timing=False, resources=folder,
        coalesce_streams=True,  # else what is printed comes in pieces, in others at each run
    )  # fmt: skip
    client.execute()
    nbformat.write(strip(notebook), path)


def main(arguments: list[str]) -> int:
    """Store or check the notebooks named, or all; answer the exit status."""
    command_line = parser(__doc__)
    command_line.add_argument("what", choices=["store", "check"])
    command_line.add_argument("files", nargs="*", type=Path, metavar="book/<chapter>.ipynb")
    asked = command_line.parse_args(arguments)
    if absent := [str(path) for path in asked.files if not path.is_file()]:
        command_line.error(f"no file {', '.join(absent)}")
    os.environ.pop("DLBOOK_STILLS", None)
    os.environ.update(one_thread())
    status = 0
    for path in [path.resolve() for path in asked.files] or chapters():
        name = os.path.relpath(path, ROOT)
        try:
            if asked.what == "store":
                store(path)
            found = problems(read(path))
        except CellExecutionError as error:
            print(f"{name}: a cell failed, so the chapter is left as it was\n{error}")
            status = 1
            continue
        except ValueError as error:
            found = [str(error)]
        print(f"{name}: " + ("; ".join(found) or "fit to be stored"))
        status = status or bool(found)
    return int(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
