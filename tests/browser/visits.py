"""One visit of a page for all tests that look at it: opened once in each view, then shared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Response

from tests.browser.log import Log

VIEWS = {
    "wide": {"width": 1280, "height": 900, "theme": "light"},
    "tablet": {"width": 768, "height": 900, "theme": "light"},
    "narrow": {"width": 390, "height": 844, "theme": "dark"},
    "smallest": {"width": 320, "height": 900, "theme": "light"},
}
"""`smallest` is a window of 1280 pixels at a zoom of 400 %."""

NOTE_SHIFTS = """
    window.shifts = [];
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
            const names = entry.sources.map(({ node }) => node?.className || node?.nodeName);
            if (!entry.hadRecentInput) window.shifts.push([entry.value, names]);
        }
    }).observe({ type: "layout-shift", buffered: true });
"""
HEIGHTS = """() => [...document.querySelectorAll(".dlb-place")].map((place) => [
    place.querySelector("[data-figure]")?.dataset.figure ?? "a question", place.offsetHeight])"""
COMPUTED = "() => !document.querySelector('.dlb-figure[data-source=computing]')"
NOTE_HEIGHTS = f"""addEventListener("DOMContentLoaded", () => {{
    window.heightsAtFirst = ({HEIGHTS})();
}});"""


def settled(page: Page) -> Page:
    """The page once its figures are drawn, if it has any: they begin when the pointer moves."""
    if page.locator("script[src*='widgets.js']").count():
        page.mouse.move(2, 2)
        page.locator("html[data-widgets=ready]").wait_for(timeout=60_000)
    return page


@dataclass
class Visit:
    """A page as it was once all that it asks for had come, and what was noted on the way.

    shifts: how much moved, and what. heights: of each figure's place before and after it was drawn.
    """

    context: BrowserContext
    page: Page
    log: Log
    responses: list[Response]
    shifts: list[list[Any]]
    heights: list[tuple[str, int, int]]


class Visits:
    """The views of one page that are open. Whoever asks for another page closes them.

    A test that changes what a later one could see puts it back.
    """

    def __init__(self, browser: Browser, site: str) -> None:
        self.browser, self.site = browser, site
        self.name = ""
        self.open: dict[str, Visit] = {}

    def __call__(self, name: str, view: str = "wide") -> Visit:
        """The page `name` in a view of `VIEWS`."""
        if name != self.name:
            self.close()
            self.name = name
        if view not in self.open:
            self.open[view] = self._visit(**VIEWS[view])
        return self.open[view]

    def _visit(self, width: int, height: int, theme: str) -> Visit:
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,
            permissions=["clipboard-read", "clipboard-write"],
        )
        page, log = context.new_page(), Log()
        log.watch(page, self.site)
        page.add_init_script(NOTE_SHIFTS + NOTE_HEIGHTS)
        page.goto(self.site + self.name)
        settled(page).wait_for_load_state("networkidle")
        page.wait_for_function(COMPUTED, timeout=60_000)
        pairs = zip(page.evaluate("window.heightsAtFirst"), page.evaluate(HEIGHTS), strict=True)
        heights = [(figure, first, drawn) for (figure, first), (_, drawn) in pairs]
        shifts = page.evaluate("window.shifts")
        return Visit(context, page, log, list(log.responses), shifts, heights)

    def check(self) -> None:
        """Fail when an open page asked another host for something, or complained; say it once."""
        for visit in self.open.values():
            try:
                visit.log.check()
            finally:
                visit.log.forget()

    def close(self) -> None:
        for visit in self.open.values():
            visit.context.close()
        self.open.clear()
