"""The still picture of a figure, where the figure itself cannot be drawn."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def stays(page: Page, words: str) -> None:
    """Every first picture stays, with its sentence."""
    first = page.locator(".dlb-first.dlb-card")
    assert first.count() > 0
    for card in first.all():
        expect(card.locator(".dlb-why")).to_contain_text("This is a still picture")
        expect(card.locator(".dlb-why")).to_contain_text(words)
        assert card.locator("img").bounding_box()["height"] > 100
    assert page.locator(".dlb-figure").count() == 0
