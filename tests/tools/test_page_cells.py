"""What is noted of cells that a page's Python cannot run, and how it is read off their code."""

import json

import pytest

from tests.browser.test_python_everywhere import DIFFERENCES
from tools.cell_names import names
from tools.notebooks import chapters
from tools.page_cells import imports_torch, needing_torch, noted
from tools.shown_cells import shown_cells

REASONS = {"torch", "processes", "figure", "files"}


@pytest.mark.parametrize("path", chapters(), ids=lambda path: path.stem)
def test_the_list_names_exactly_the_cells_that_need_pytorch(path):
    known = noted().get(path.stem, {})
    assert [name for name, why in known.items() if why == "torch"] == needing_torch(path), (
        "python -m tools.page_cells writes the list anew"
    )


@pytest.mark.parametrize("path", chapters(), ids=lambda path: path.stem)
def test_the_list_names_cells_that_are_there_and_gives_a_known_reason(path):
    known = noted().get(path.stem, {})
    assert set(known) <= {cell.name for cell in shown_cells(path)}
    assert all(why in REASONS if isinstance(why, str) else why >= 10 for why in known.values())


def test_what_a_page_prints_otherwise_is_said_of_cells_that_are_there():
    """A cell's name is that of its code, and lasts until the code is changed."""
    assert set(DIFFERENCES) <= {cell.name for path in chapters() for cell in shown_cells(path)}


def test_what_a_pytorch_cell_gives_is_lost_until_it_is_given_anew(tmp_path):
    codes = {
        "a": "import numpy as np\nx = 1",
        "b": "import torch\ny = torch.ones(2)\nx = 2",
        "c": "z = y + 1",
        "d": "def f():\n    return z",
        "e": "x = np.ones(3)\nprint(x)",
        "g": "x + 1",
    }
    cells = [
        {"cell_type": "code", "id": name, "source": [code], "metadata": {}, "outputs": []}
        for name, code in codes.items()
    ]
    path = tmp_path / "chapter.ipynb"
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    lost = needing_torch(path)
    assert [cell.code for cell in shown_cells(path) if cell.name in lost] == [
        codes[name] for name in "bcd"
    ]


@pytest.mark.parametrize(
    ("code", "needs"),
    [
        ("import torch", True),
        ("from torch.nn import functional", True),
        ("from dlbook import torch_engine", True),
        ("from dlbook.torch_engine import train", True),
        ("from dlbook.experiments.terrain.survey import survey", True),
        ("from dlbook import data, numpy_engine", False),
    ],
)
def test_imports_of_pytorch_are_seen(code, needs):
    assert imports_torch(code) is needs


@pytest.mark.parametrize(
    ("code", "given", "needed"),
    [
        ("x = y", {"x"}, {"y"}),
        ("x = 1\nx + z", {"x"}, {"z"}),
        ("x += 1", {"x"}, {"x"}),
        ("for k, v in d.items():\n    print(k, w)", {"k", "v"}, {"d", "print", "w"}),
        ("with f() as g:\n    h = g", {"g", "h"}, {"f"}),
        ("[a for a in b if a > c]", set(), {"b", "c"}),
        ("def f(a, b=c):\n    return a + d", {"f"}, {"c", "d"}),
        ("f = lambda a: a + e", {"f"}, {"e"}),
        ("try:\n    x = 1\nexcept E as error:\n    x", {"x", "error"}, {"E"}),
        ("a.b[c] = d", set(), {"a", "c", "d"}),
        ("import a.b, c as d\nfrom e import f as g", {"a", "d", "g"}, set()),
    ],
)
def test_the_names_of_a_cell(code, given, needed):
    assert names(code) == (given, needed)
