"""The wheel with its extra for the book is enough: chapters run, and JupyterLab draws figures."""

from __future__ import annotations

import shutil

import pytest

from dlbook.figures import FIGURES
from tests.browser.fresh_numbers import assert_fresh
from tests.browser.lab import card_from, run_all, running_lab, write_figures
from tests.environments import Environment, empty
from tools import wheel
from tools.paths import BOOK

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]  # most of it to install PyTorch

EXECUTE = """
import sys
import nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], 4)
notebook.cells.append(nbformat.v4.new_code_cell("import dlbook; print(dlbook.__file__)"))
NotebookClient(notebook, timeout=300).execute()
print(notebook.cells[-1].outputs[0].text)
"""


@pytest.fixture(scope="module")
def alone(tmp_path_factory) -> Environment:
    """An environment with the wheel and its extra for the book, far from the repository."""
    made = wheel.make(tmp_path_factory.mktemp("dist"))
    environment = empty(tmp_path_factory.mktemp("alone"))
    environment.install(f"{made}[{wheel.EXTRA}]")
    return environment


@pytest.mark.parametrize("chapter", ["perceptron.ipynb", "questions.ipynb"])
def test_a_chapter_runs_without_the_repository(alone, chapter):
    shutil.copy(BOOK / chapter, alone.folder)
    used = alone.run("-c", EXECUTE, chapter).strip()
    assert used.startswith(str(alone.folder)), f"another dlbook was used: {used}"


def test_jupyterlab_draws_a_figure_and_a_slider_moves_it(browser, alone, tmp_path):
    write_figures(tmp_path / "depth.ipynb", ["Depth"])
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    with running_lab(tmp_path, alone.python) as address:
        run_all(page, address, "depth.ipynb")
        card = card_from(page, "depth", "recorded", "[data-live=true]")
        before = card.look()
        gain = next(slider for slider in card.sliders if "Gain" in slider.label)
        gain.by_keyboard("high end")
        page.keyboard.press("ArrowLeft")  # a value that Python is asked for
        card.figure.and_(page.locator("[data-source=live]")).wait_for(timeout=60_000)
        seen = card.look()
        page.close()
    assert seen.picture != before.picture
    assert max(FIGURES["depth"]().axes["gain"]) > seen.state["gain"] > before.state["gain"]
    assert_fresh("depth", seen)
