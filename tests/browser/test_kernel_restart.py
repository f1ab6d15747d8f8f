"""A recorded figure in JupyterLab, moved three hundred times, its kernel restarted in between."""

from __future__ import annotations

import random

import nbformat
import pytest
from playwright.sync_api import expect

from tests.browser.lab import RUN_ALL, card_from, run_all, running_lab
from tests.browser.test_jupyterlab import assert_fresh

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]

EVENTS = 300
RESTART = """async () => {
  const session = window.jupyterapp.shell.currentWidget.sessionContext;
  await session.session.kernel.restart();
  await session.session.kernel.info;
}"""


def move(page, card, times: int) -> None:
    """So many steps to and fro, faster than Python answers."""
    random.seed(times)
    next(slider for slider in card.sliders if "Gain" in slider.label).handle.focus()
    for _ in range(times):
        page.keyboard.press(random.choice(["ArrowLeft", "ArrowRight", "PageUp", "PageDown"]))


def settle(page, card) -> None:
    """A value that was not recorded, answered by Python."""
    live = card.figure.and_(page.locator("[data-source=live]"))
    for key in ("Home", *["ArrowRight"] * 3):
        page.keyboard.press(key)
    live.wait_for(timeout=60_000)


def test_the_figure_says_so_and_recovers(browser, tmp_path):
    cell = nbformat.v4.new_code_cell("from dlbook.figures import Depth\n\nDepth()")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "depth.ipynb")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    with running_lab(tmp_path) as address:
        run_all(page, address, "depth.ipynb")
        card = card_from(page, "depth", "recorded", "[data-live=true]")
        move(page, card, EVENTS // 2)
        settle(page, card)
        assert_fresh("depth", card.look())
        page.evaluate(RESTART)
        move(page, card, 3)
        expect(card.figure.get_by_role("status")).to_contain_text(
            "Python has not answered", timeout=30_000
        )
        assert card.figure.locator("svg path").count() > 0, "the picture has gone"
        page.evaluate(RUN_ALL)
        card = card_from(page, "depth", "recorded", "[data-live=true]")
        move(page, card, EVENTS // 2)
        settle(page, card)
        assert_fresh("depth", card.look())
        page.close()
    assert errors == []
