"""What pages know of cells that their Python cannot run, or runs slowly: `web/python/cells.json`.

Whether a cell needs PyTorch, itself or by a name that such a cell makes, can be read off the code.

Usage: python -m tools.page_cells (writes that anew, and keeps the rest)
"""

import ast
import json
import sys
from pathlib import Path

from tools.cell_names import names
from tools.command_line import no_arguments
from tools.notebooks import chapters
from tools.paths import WEB
from tools.shown_cells import code_cells, is_hidden

NOTED = WEB / "python" / "cells.json"
NEEDS_TORCH = ("torch", "dlbook.torch_engine", "dlbook.experiments.terrain",
               "dlbook.experiments.many_workers")  # fmt: skip


def noted() -> dict[str, dict[str, str | int]]:
    """Answer what is known, by chapter and cell: why it is not offered, or its seconds."""
    return json.loads(NOTED.read_text(encoding="utf-8"))


def write(known: dict[str, dict[str, str | int]]) -> None:
    """Write what is known, chapters in order."""
    ordered = {name: known[name] for name in sorted(known) if known[name]}
    NOTED.write_text(json.dumps(ordered, indent=1) + "\n", encoding="utf-8")


def needing_torch(path: Path) -> list[str]:
    """Answer the names of a chapter's shown cells that cannot run without PyTorch, in order."""
    lost: set[str] = set()
    found = []
    for cell in code_cells(path):
        code = "".join(cell["source"])
        given, needed = names(code)
        if imports_torch(code) or needed & lost:
            lost |= given
            if not is_hidden(cell):
                found.append(cell["name"])
        else:
            lost -= given
    return found


def imports_torch(code: str) -> bool:
    """Say whether the cell imports PyTorch, or a part of dlbook that does."""
    modules = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            modules += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules += [f"{node.module}.{alias.name}" for alias in node.names]
    return any(module.startswith(NEEDS_TORCH) for module in modules)


def main() -> int:
    """Write anew which cells need PyTorch."""
    known = noted()
    for path in chapters():
        names_there = {cell["name"] for cell in code_cells(path)}
        facts = {
            name: why
            for name, why in known.get(path.stem, {}).items()
            if why != "torch" and name in names_there
        }
        known[path.stem] = {**dict.fromkeys(needing_torch(path), "torch"), **facts}
    write(known)
    return 0


if __name__ == "__main__":
    no_arguments(__doc__)
    sys.exit(main())
