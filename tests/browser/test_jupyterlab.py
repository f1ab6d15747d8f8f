"""JupyterLab with a kernel: the same figure goes live and shows Python's own result."""

from __future__ import annotations

import shutil

from dlbook.figures import FIGURES
from tests.browser.cards import assert_shown
from tests.browser.lab import live_card, run_all, running_lab
from tools.paths import BOOK

CHAPTER = "pass_fail.ipynb"


def test_a_value_that_was_not_recorded_shows_python_s_result(browser, tmp_path):
    shutil.copy(BOOK / CHAPTER, tmp_path)
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    with running_lab(tmp_path) as address:
        run_all(page, address, CHAPTER)
        text = page.locator(".jp-Notebook").inner_text()
        card = live_card(page, "pass-fail")
        slider = next(slider for slider in card.sliders if "rate" in slider.label)

        slider.handle.focus()
        page.keyboard.press("ArrowRight")  # with a kernel one step is a hundredth of a decade
        card.figure.and_(page.locator("[data-source=live]")).wait_for(timeout=60_000)
        seen = card.look()
        page.close()

    assert "What you will be able to do" in text
    assert "(ch-pass-fail)=" not in text, "the chapter's MyST is not rendered"
    recorded = FIGURES["pass-fail"]().axes["lr"]
    assert min(abs(seen.state["lr"] / lr - 1) for lr in recorded) > 0.01
    fresh = FIGURES["pass-fail"]().numbers(**seen.state)
    assert seen.numbers
    for number, shown in seen.numbers.items():
        assert_shown(shown, fresh[number], f"{number} in {seen.state}")
