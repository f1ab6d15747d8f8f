"""Every code cell of the book run twice in a row, as Shift-Enter does, wherever `dlbook` is
installed."""

from __future__ import annotations

from copy import deepcopy

import pytest
from nbclient import NotebookClient

from tests.book.pages import names, notebook, notebook_path


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", [name for name in names() if notebook_path(name).is_file()])
def test_every_code_cell_can_be_run_again(name, tmp_path):
    twice = deepcopy(notebook(name))
    twice.cells = [
        deepcopy(cell) for cell in twice.cells if cell.cell_type == "code" for _ in range(2)
    ]
    NotebookClient(twice, timeout=900, resources={"metadata": {"path": str(tmp_path)}}).execute()
