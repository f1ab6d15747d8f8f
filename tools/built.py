"""nbval on what the site's build has executed, instead of executing it again: a pytest plugin.

Usage: python -m pytest -p tools.built --nbval-built book/*.ipynb

Only nbval's kernel is replaced, by one that repeats what the build's kernel said; what is skipped,
sanitised and compared is nbval's own to decide. `pytest --nbval` executes the chapters anew.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from jupyter_cache import get_cache
from nbformat import NotebookNode
from nbval.plugin import IPyNbCell, IPyNbFile

from tools import sources
from tools.build import CACHE_STAMP
from tools.notebooks import strip
from tools.paths import CACHE


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--nbval-built",
        action="store_true",
        help="validate notebooks as --nbval does, by the outputs of the site's build",
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "BuiltNotebook | None":
    if parent.config.option.nbval_built and file_path.suffix == ".ipynb":
        return BuiltNotebook.from_parent(parent, path=file_path)
    return None


@cache
def is_current() -> bool:
    """Say whether the kept outputs come from what chapters are executed with now."""
    return sources.is_current(CACHE_STAMP, sources.key_here(sources.PACKAGE))


def executed(notebook: NotebookNode) -> NotebookNode:
    """Answer what the build has made of the code in `notebook`; fail where it has made nothing.

    The copy in `_build/jupyter_execute` will not do: where a stream came in pieces, the builder
    adds the later ones to the first and leaves them standing.
    """
    if not is_current():
        pytest.fail("the chapters were executed with another package: make site", pytrace=False)
    kept = get_cache(CACHE)
    try:
        return kept.get_cache_bundle(kept.match_cache_notebook(notebook).pk).nb
    except KeyError:
        pytest.fail("the chapter's code was never executed as it is: make site", pytrace=False)


class BuiltKernel:
    """Says again what the build's kernel said, in the messages that nbval reads."""

    def __init__(self, notebook: NotebookNode) -> None:
        self.cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        self.messages: Iterator[dict] = iter(())
        self.number = 0

    def execute_cell_input(self, source: str, allow_stdin: bool = False) -> int:
        cell = self.cells[self.number]
        assert cell.source == source, f"the build executed other code:\n{cell.source}"
        idle = {"output_type": "status", "execution_state": "idle"}
        self.messages = iter([*cell.outputs, idle])
        return self.number

    def get_message(self, stream: str, timeout: float | None = None) -> dict:
        said = dict(next(self.messages))
        kind = said.pop("output_type")
        return {"msg_type": kind, "content": said, "parent_header": {"msg_id": self.number}}

    def await_reply(self, msg_id: int, timeout: float | None = None) -> None:
        """The build has waited."""

    def is_alive(self) -> bool:
        return True

    def stop(self) -> None:
        """There is no process."""


class BuiltNotebook(IPyNbFile):
    """A chapter, whose kernel is the build's."""

    def setup(self) -> None:
        self.kernel = BuiltKernel(strip(executed(self.nb)))
        self.setup_sanitize_files()

    def collect(self) -> Iterator["BuiltCell"]:
        for one in super().collect():
            yield BuiltCell.from_parent(
                self, name=one.name, cell_num=one.cell_num, cell=one.cell, options=one.options
            )


class BuiltCell(IPyNbCell):
    """A cell, compared with what the build has made of it."""

    def runtest(self) -> None:
        self.parent.kernel.number = self.cell_num
        super().runtest()
