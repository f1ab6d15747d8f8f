"""One visit of a page for all tests that look at it: opened once, then taken from view to view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Response

from tests.browser.log import Log

VIEWS = {
    "wide": {"width": 1280, "height": 900, "theme": "light"},
    "wide and dark": {"width": 1280, "height": 900, "theme": "dark"},
    "tablet": {"width": 768, "height": 900, "theme": "light"},
    "narrow": {"width": 390, "height": 844, "theme": "dark"},
    "narrow and light": {"width": 390, "height": 844, "theme": "light"},
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


FRAMES = """async () => {
    const late = new Promise((resolve) => setTimeout(() => resolve(false), 15_000));
    const frames = async () => {
        for (let i = 0; i < 3; i += 1) await new Promise(requestAnimationFrame);
        return true;
    };
    return Promise.race([frames(), late]);
}"""
"""Whether a page that has changed its size was drawn again."""


@dataclass
class Arrival:
    """What was noted while a page was opened, until all that it asks for had come.

    shifts: how much moved, and what. heights: of each figure's place before and after it was drawn.
    """

    view: str
    responses: list[Response]
    shifts: list[list[Any]]
    heights: list[tuple[str, int, int]]


class Visits:
    """The one page that is open. Whoever asks for another closes it.

    Figures stay as the test before has left them; whatever else a test changes, it puts back.
    """

    def __init__(self, browser: Browser, site: str) -> None:
        self.browser, self.site = browser, site
        self.name = ""
        self.context: BrowserContext | None = None
        self.log = Log()

    def __call__(self, name: str, view: str = "wide") -> Page:
        """The page `name` in a view of `VIEWS`: as it is opened, or as a window that changes."""
        if name != self.name:
            self._open(name, view)
        elif view != self.view:
            self._turn(view)
        return self.page

    def arrival(self, name: str, view: str = "") -> Arrival:
        """How the page came, opened in `view`; without one, in whichever it was."""
        if name != self.name or view not in ("", self.arrived.view):
            self._open(name, view or "wide")
        return self.arrived

    def _open(self, name: str, view: str) -> None:
        self.close()
        size = VIEWS[view]
        self.context = self.browser.new_context(
            viewport={"width": size["width"], "height": size["height"]},
            color_scheme=size["theme"],
            permissions=["clipboard-read", "clipboard-write"],
        )
        self.name, self.view, self.page = name, view, self.context.new_page()
        self.log.watch(self.page, self.site)
        self.page.add_init_script(NOTE_SHIFTS + NOTE_HEIGHTS)
        self.page.goto(self.site + name)
        settled(self.page).wait_for_load_state("networkidle")
        self.page.wait_for_function(COMPUTED, timeout=60_000)
        self.arrived = self._note()

    def _note(self) -> Arrival:
        first, drawn = self.page.evaluate("window.heightsAtFirst"), self.page.evaluate(HEIGHTS)
        heights = [(one, a, b) for (one, a), (_, b) in zip(first, drawn, strict=True)]
        shifts = self.page.evaluate("window.shifts")
        return Arrival(self.view, list(self.log.responses), shifts, heights)

    def _turn(self, view: str) -> None:
        size = VIEWS[view]
        self.page.set_viewport_size({"width": size["width"], "height": size["height"]})
        self.page.emulate_media(color_scheme=size["theme"])
        self.page.locator(f"html[data-theme={size['theme']}]").wait_for()
        self.view = view
        if not self.page.evaluate(FRAMES):  # now and then Chromium draws no more
            self._open(self.name, view)

    def check(self) -> None:
        """Fail when the page asked another host for something, complained or has left a cookie; say
        it once."""
        self.log.check()
        if self.context:
            kept = [self.page.evaluate("document.cookie"), *self.context.cookies()]
            self.context.clear_cookies()
            assert kept == [""], f"cookies of {self.name}: {kept}"

    def close(self) -> None:
        if self.context:
            self.context.close()
            self.context, self.name = None, ""
        self.log = Log()
