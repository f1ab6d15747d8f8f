"""Moves of a figure's card: by an address, back to its start, and which controls move last."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.cards import Card

# moved last: without an activation more layers change nothing; with equal shares both means agree
LAST = {("bend", "Hidden layers"), ("bend", "Units in each"), ("shared-batch", "Mean")}


def go_to(page: Page, figure: str, state: dict[str, object]) -> None:
    """Follow an address of the page's own, as a link does."""
    query = "&".join(f"{trait}={value}" for trait, value in state.items())
    page.evaluate("(hash) => { location.hash = hash; }", f"#{figure}?{query}")


def reset(card: Card) -> None:
    card.figure.get_by_role("button", name="Reset").press("Enter")
    card.look()
