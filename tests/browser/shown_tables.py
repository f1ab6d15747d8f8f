"""The tables that a figure shows, read and closed again."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.cards import Card

TABLES = """(root) => [...root.querySelectorAll(".dlb-numbers table")].map((table) => ({
    caption: table.caption.textContent,
    heads: [...table.querySelectorAll("th[scope=col]")].map((cell) => cell.textContent),
    rows: [...table.rows].slice(1).map((row) => [...row.cells].map((cell) => cell.textContent)),
}))"""


def tables(card: Card) -> list[dict]:
    return card.figure.evaluate(TABLES)


def close_all(page: Page) -> None:
    """Close every table and every curve that is heard."""
    opened = page.locator(".dlb-figure button[aria-expanded=true]")
    while opened.count():
        opened.first.press("Enter")
