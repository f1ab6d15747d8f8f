"""The cells of a chapter whose code its page shows, and what has to run before each.

Questions stand in cells whose code is hidden, and a reader of the page cannot run those. If one of
them gives a value to a name that a later cell uses, it runs unseen before the next cell.
"""

import ast
import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from tools.cell_names import names

HIDDEN = {"remove-input", "remove-cell"}
VARYING = "nbval-ignore-output"


class Shown(NamedTuple):
    """A cell of a page. name: by its code; before: code that runs unseen before; varies: whether
    what it prints is its machine's own, such as times, and is compared nowhere."""

    name: str
    code: str
    before: tuple[str, ...]
    outputs: list[dict]
    varies: bool


def shown_cells(path: Path) -> list[Shown]:
    """Answer the cells of the notebook at `path` whose code the page shows, in order."""
    cells = code_cells(path)
    codes = ["".join(cell["source"]) for cell in cells]
    wanted: set[str] = set()
    waiting: list[str] = []
    found: list[Shown] = []
    needed = {}
    for number in reversed(range(len(cells))):
        made, used = names(codes[number])
        needed[number] = not is_hidden(cells[number]) or bool(made & wanted)
        if needed[number]:
            wanted |= used
    for number, cell in enumerate(cells):
        if is_hidden(cell):
            waiting += [without_question(codes[number])] if needed[number] else []
        else:
            varies = VARYING in cell["metadata"].get("tags", [])
            before = tuple(waiting)
            found.append(Shown(cell["name"], codes[number], before, cell["outputs"], varies))
            waiting = []
    return found


def code_cells(path: Path) -> list[dict]:
    """Answer the code cells of a notebook, each with a name that its code alone decides.

    What is known of a cell, and what a reader has made of it, belongs to its code: it does not go
    on to other code that stands in its place.
    """
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    found, seen = [], Counter()
    for cell in cells:
        if cell["cell_type"] == "code":
            name = hashlib.sha256("".join(cell["source"]).encode()).hexdigest()[:8]
            seen[name] += 1
            number = f"-{seen[name]}" if seen[name] > 1 else ""
            found.append({**cell, "name": name + number})
    return found


def is_hidden(cell: dict) -> bool:
    """Say whether the page shows no code of this cell."""
    return bool(HIDDEN & set(cell["metadata"].get("tags", [])))


def without_question(code: str) -> str:
    """Answer `code` without its last expression, which is what the page shows of a hidden cell."""
    last = ast.parse(code).body[-1]
    kept = code.splitlines()[: last.lineno - 1] if isinstance(last, ast.Expr) else [code]
    return "\n".join(kept).strip()
