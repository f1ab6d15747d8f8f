"""A chapter taken along: its first cells install what it uses, and it runs in an empty place."""

import ast
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions

import nbformat
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.notebooks import chapters
from tools.paths import BOOK, ROOT
from tools.wheel import EXTRA

sys.path.insert(0, str(BOOK / "_ext"))
from site_downloads import first_cells

FILE = "dlbook-1.2.3-py3-none-any.whl"


def requirement_in(cell):
    """What the cell's one line of %pip asks for."""
    (line,) = [line for line in cell.source.splitlines() if "%pip" in line]
    return line.split('"')[1]


def test_with_an_address_the_wheel_is_fetched_from_it():
    words, install = first_cells(FILE, "https://books.example/dl/")
    asked = Requirement(requirement_in(install))
    assert (asked.name, asked.extras) == ("dlbook", {EXTRA})
    assert asked.url == f"https://books.example/dl/downloads/{FILE}"
    assert "(https://books.example/dl/)" in words.source


def test_without_an_address_it_lies_beside_the_notebook():
    words, install = first_cells(FILE, "")
    assert requirement_in(install) == f"./{FILE}[{EXTRA}]"
    assert "beside this notebook" in words.source
    assert "]()" not in words.source


def test_the_cells_may_stand_in_a_notebook_and_install_only_where_dlbook_is_missing():
    cells = first_cells(FILE, "")
    nbformat.validate(nbformat.v4.new_notebook(cells=cells))
    assert 'if importlib.util.find_spec("dlbook") is None:' in cells[1].source


owners = cache(packages_distributions)


@cache
def distributions(extra):
    """Distributions that the package and its `extra` ask for, extras in it resolved."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = set()
    for text in project["dependencies"] + project["optional-dependencies"][extra]:
        asked = Requirement(text)
        if asked.name == "dlbook":
            found.update(*map(distributions, asked.extras))
        else:
            found.add(canonicalize_name(asked.name))
    return found


def imported(path):
    """Modules, by their first name, that the code of a notebook imports."""
    code = "\n".join(
        cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"
    )
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module.split(".")[0]


@pytest.mark.parametrize("path", chapters(), ids=lambda path: path.stem)
def test_the_extra_has_all_that_a_chapter_imports(path):
    asked = distributions(EXTRA)
    for module in set(imported(path)) - set(sys.stdlib_module_names) - {"dlbook"}:
        assert asked & set(map(canonicalize_name, owners()[module])), module
