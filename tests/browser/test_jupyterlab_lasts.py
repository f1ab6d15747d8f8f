"""JupyterLab at length: every figure there, and figures whose kernel is restarted under them."""

from __future__ import annotations

import random

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from dlbook.figures import FIGURES
from tests.browser.cards import Card, cards
from tests.browser.fresh_numbers import check_numbers
from tests.browser.lab import (
    card_from,
    open_notebook,
    restart,
    run_cells,
    running_lab,
    write_figures,
)
from tests.browser.moves import LAST

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]

EVENTS = 150  # before the kernel is restarted, and as many once the cells are run again
PLACES = 10  # among them, where a figure is looked at
LOST = 20  # events while the kernel knows nothing of the figures
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


def live_events(page: Page, card: Card, source: str, seed: int) -> None:
    """Press `EVENTS` random keys on random sliders of a card, which shows what comes from `source`.

    At `PLACES` places its numbers are those of Python; most of these are states of their own.
    """
    rng = random.Random(seed)
    states = set()
    for _ in range(PLACES):
        press(page, card, rng, EVENTS // PLACES)
        if source == "live":
            between(page, card)
        seen = card.look()
        assert seen.source == source, f"{card.name}: {seen.source} in {seen.state}"
        check_numbers(card, seen, card.name)
        states.add(tuple(seen.state.values()))
    assert len(states) > PLACES / 2, f"{card.name} does not follow: {states}"


def press(page: Page, card: Card, rng: random.Random, times: int) -> None:
    """Press random keys on random sliders of a card, without waiting for what they do."""
    sliders = card.sliders
    for _ in range(times):
        rng.choice(sliders).handle.focus()
        page.keyboard.press(rng.choice(KEYS))


def between(page: Page, card: Card) -> None:
    """Move the gain by a fine step, if it is at a recorded value, to one between two of them."""
    gain = next(slider for slider in card.sliders if "Gain" in slider.label)
    value, (low, high) = gain.value, gain.range  # powers of ten
    recorded = np.log10(FIGURES[card.name]().axes["gain"])
    if np.abs(recorded - value).min() < 0.001:
        gain.handle.focus()
        page.keyboard.press("ArrowLeft" if value > (low + high) / 2 else "ArrowRight")
    assert np.abs(recorded - gain.value).min() > 0.001


def test_three_hundred_live_events_with_the_kernel_restarted_in_the_middle(
    page, lab, log, tmp_path
):
    write_figures(tmp_path / "two.ipynb", ["PassFail", "Depth"])
    open_notebook(page, lab, "two.ipynb")
    log.watch(page, lab)
    run_cells(page)
    computed, asking = both_live(page)
    live_events(page, computed, "computed in the page", 1)
    live_events(page, asking, "live", 2)

    restart(page)
    status = asking.figure.get_by_role("status")
    assert GONE in status.inner_text(), "not said by the time the new kernel answers"
    rng = random.Random(3)
    press(page, computed, rng, LOST)
    press(page, asking, rng, LOST)
    between(page, asking)
    assert asking.look().source == "recorded"
    assert GONE in status.inner_text()
    seen = computed.look()
    assert seen.source == "computed in the page", "it needs no kernel"
    check_numbers(computed, seen, "while the kernel knows nothing of it")

    run_cells(page)
    computed, asking = both_live(page)
    live_events(page, computed, "computed in the page", 4)
    live_events(page, asking, "live", 5)
    assert GONE not in status.inner_text()


def both_live(page: Page) -> tuple[Card, Card]:
    """The card that the page computes and the one that asks Python, once Python has answered."""
    asking = card_from(page, "depth", "recorded", "[data-live=true]")
    return card_from(page, "pass-fail", "computed in the page"), asking
