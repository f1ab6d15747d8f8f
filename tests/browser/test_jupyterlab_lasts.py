"""JupyterLab at length: every figure there, and figures whose kernel is restarted under them."""

from __future__ import annotations

import random

import pytest
from playwright.sync_api import Page, expect

from dlbook.figures import FIGURES
from tests.browser.cards import Card, cards
from tests.browser.lab import (
    card_from,
    open_notebook,
    restart,
    run_cells,
    running_lab,
    write_figures,
)
from tests.browser.test_figures import LAST
from tests.browser.test_jupyterlab import assert_fresh

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]

EVENTS = 150  # before the kernel is restarted, and as many after it
KEYS = ["Home", "End", "PageUp", "PageDown", "ArrowLeft", "ArrowRight"]
GONE = "Python's kernel was restarted"
RECONNECTS = "Connection lost, reconnecting in 0 seconds."  # JupyterLab's own, of a restart


@pytest.fixture
def lab(tmp_path):
    """The address of a JupyterLab over `tmp_path`."""
    with running_lab(tmp_path) as address:
        yield address


@pytest.fixture
def page(browser, lab, log):
    """A page whose complaints, from when the log watches it, fail the test."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    yield opened
    complaints = {*log.complaints}  # before JupyterLab ends, which the page would complain of
    opened.close()
    assert complaints <= {RECONNECTS}


def test_every_figure_is_drawn_and_moves(page, lab, log, tmp_path):
    write_figures(tmp_path / "all.ipynb", [figure.__name__ for figure in FIGURES.values()])
    open_notebook(page, lab, "all.ipynb")
    log.watch(page, lab)  # from now on: JupyterLab itself complains while it starts
    run_cells(page)
    expect(page.locator(".dlb-figure[data-state]")).to_have_count(len(FIGURES), timeout=600_000)
    seen = {card.name: moved(card) for card in cards(page)}
    assert seen.keys() == FIGURES.keys()
    asks = {name for name, figure in FIGURES.items() if figure().axes}
    assert {name for name, source in seen.items() if source != "computed in the page"} == asks


def moved(card: Card) -> str:
    """Move a slider to both ends; the source, which the status line says."""
    slider = next(one for one in card.sliders if (card.name, one.label) not in LAST)
    pictures = []
    for end in ("low end", "high end"):
        slider.by_keyboard(end)
        seen = card.look()
        assert seen.numbers, card.name
        pictures.append(seen.picture)
        status = card.figure.get_by_role("status").inner_text()
        assert status.startswith(f"{seen.source}\N{NO-BREAK SPACE}· "), f"{card.name}: {status}"
    assert pictures[0] != pictures[1], f"{card.name}: {slider.label} changes nothing"
    return seen.source


def slide(page: Page, card: Card, seed: int) -> None:
    """Press random keys on random sliders of a card."""
    rng = random.Random(seed)
    sliders = card.sliders
    for _ in range(EVENTS):
        rng.choice(sliders).handle.focus()
        page.keyboard.press(rng.choice(KEYS))


def between(page: Page, card: Card) -> Card:
    """Move the gain one fine step off a recorded value."""
    gain = next(slider for slider in card.sliders if "Gain" in slider.label)
    gain.by_keyboard("low end")
    page.keyboard.press("ArrowRight")
    return card


def test_three_hundred_events_with_the_kernel_restarted_in_the_middle(page, lab, log, tmp_path):
    write_figures(tmp_path / "two.ipynb", ["PassFail", "Depth"])
    open_notebook(page, lab, "two.ipynb")
    log.watch(page, lab)
    run_cells(page)
    computed = card_from(page, "pass-fail", "computed in the page")
    asking = card_from(page, "depth", "recorded", "[data-live=true]")
    slide(page, computed, 1)
    slide(page, asking, 2)
    assert between(page, asking).look().source == "live"

    restart(page)
    status = asking.figure.get_by_role("status")
    expect(status).to_contain_text(GONE)
    slide(page, computed, 3)
    slide(page, asking, 4)
    assert between(page, asking).look().source == "recorded"
    expect(status).to_contain_text(GONE)
    seen = computed.look()
    assert seen.source == "computed in the page"
    assert_fresh("pass-fail", seen)

    run_cells(page)
    asking = card_from(page, "depth", "recorded", "[data-live=true]")
    seen = between(page, asking).look()
    assert seen.source == "live"
    assert GONE not in status.inner_text()
    assert_fresh("depth", seen)
    assert card_from(page, "pass-fail", "computed in the page").look().numbers
