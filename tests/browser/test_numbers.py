"""Every figure's numbers as a table, and its loss curve for the ear: opened once a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.axe import complaints
from tests.browser.cards import Card, cards
from tests.browser.figure_pages import by_figure, on_one_page
from tests.browser.offers import LISTENED
from tests.browser.shown_tables import close_all, tables


def check_tables(card: Card) -> None:
    """The tables are whole, and follow the figure while they stand open."""
    card.look()
    button = card.figure.get_by_role("button", name="Show as a table")
    button.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    seen = tables(card)
    assert seen, f"{card.name}: no table"
    for table in seen:
        assert table["caption"], card.name
        assert len(table["heads"]) >= 2, card.name
        assert table["rows"], table["caption"]
        assert all(len(row) == len(table["heads"]) for row in table["rows"]), table["caption"]
        assert all(map(all, [table["heads"], *table["rows"]])), table["caption"]
        assert "undefined" not in str(table), card.name
        assert re.search(r"\d", str([row[1:] for row in table["rows"]])), table["caption"]
    assert any(after != seen for after in moved(card)), f"{card.name}: no control changes the table"


def moved(card: Card) -> Iterator[list[dict]]:
    """The tables after each move of a control."""
    for control in card.controls:
        for position in ("high end", "low end"):
            control.by_keyboard(position)
            card.look()
            yield tables(card)


def check_listening(card: Card) -> None:
    """A curve is heard point by point, from a place that alone has the arrow keys meanwhile."""
    button = card.figure.get_by_role("button", name="Listen")
    assert button.count() == (card.name in LISTENED), card.name
    if not button.count():
        return
    button.press("Enter")
    keys = card.figure.locator(".dlb-listen-keys:focus")
    keys.wait_for()
    before = card.look().state
    for key in ("Home", "ArrowRight"):
        card.page.keyboard.press(key)
    expect(card.figure.locator(".dlb-listen-said")).to_contain_text(re.compile(r"\d"))
    assert card.look().state == before, f"{card.name}: the curve's keys move a control"
    card.page.keyboard.press("Escape")
    expect(card.figure.locator(".dlb-listen")).to_have_count(0)
    expect(button).to_be_focused()
    button.press("Enter")
    keys.wait_for()


@pytest.mark.parametrize("name", on_one_page())
def test_the_numbers_of_every_figure_can_be_read_and_its_losses_heard(visit, name):
    page = visit(name)
    for card in cards(page):
        check_tables(card)
        check_listening(card)
    assert complaints(page, ".dlb-card") == {}
    close_all(page)


def use(card: Card) -> None:
    """Move every control, and open the table and the curve."""
    for control in card.controls:
        control.by_keyboard("high end")
    for name in ("Show as a table", "Listen"):
        for button in card.figure.get_by_role("button", name=name).all():
            button.press("Enter")
            expect(button).to_have_attribute("aria-expanded", "true")
    card.look()


@pytest.mark.other_view
@pytest.mark.parametrize("view", ["narrow"])
@pytest.mark.parametrize("name", [page for page in by_figure() if not page.marks])
def test_axe_finds_nothing_wrong_in_a_figure_used_on_a_telephone(visit, name, view):
    page = visit(name, view)
    used = list(cards(page))
    assert used
    for card in used:
        use(card)
    assert complaints(page, ".dlb-card") == {}
    close_all(page)
