"""JupyterLab: figures that the page computes do so there too, recorded ones go live."""

from __future__ import annotations

import shutil

import pytest

from dlbook.figures import FIGURES
from tests.browser.fresh_numbers import assert_fresh
from tests.browser.lab import card_from, run_all, running_lab, write_figures
from tools.paths import BOOK

CHAPTER = "pass_fail.ipynb"


def one_step_on(page, card, label: str) -> None:
    """Move a slider by one step of the arrow keys."""
    next(slider for slider in card.sliders if label in slider.label).handle.focus()
    page.keyboard.press("ArrowRight")


@pytest.mark.other_view
def test_a_chapter_trains_in_the_page_there_too(browser, tmp_path):
    shutil.copy(BOOK / CHAPTER, tmp_path)
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    with running_lab(tmp_path) as address:
        run_all(page, address, CHAPTER)
        card = card_from(page, "pass-fail", "computed in the page")
        text = page.locator(".jp-Notebook").inner_text()
        before = card.look().state["lr"]
        one_step_on(page, card, "rate")
        seen = card.look()
        page.close()
    assert "What you will be able to do" in text
    assert "(ch-pass-fail)=" not in text, "the chapter's MyST is not rendered"
    assert seen.state["lr"] > before
    assert_fresh("pass-fail", seen)


def test_a_value_that_was_not_recorded_shows_python_s_result(browser, tmp_path):
    write_figures(tmp_path / "depth.ipynb", ["Depth"])
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    with running_lab(tmp_path) as address:
        run_all(page, address, "depth.ipynb")
        card = card_from(page, "depth", "recorded", "[data-live=true]")
        one_step_on(page, card, "Gain")  # with a kernel one step is a fifth of a recorded one
        card.figure.and_(page.locator("[data-source=live]")).wait_for(timeout=60_000)
        seen = card.look()
        page.close()
    assert (
        min(abs(seen.state["gain"] / gain - 1) for gain in FIGURES["depth"]().axes["gain"]) > 0.01
    )
    assert_fresh("depth", seen)
