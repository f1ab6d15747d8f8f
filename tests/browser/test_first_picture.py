"""What a page shows before its figures are drawn, and where they cannot be."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.book.lecture import POINTS
from tests.book.pages import chapters, targets
from tests.browser.test_site import CHAPTERS
from tools.paths import SITE

VIEWPORTS = {"wide": (1280, 720), "narrow": (390, 844)}
PLACES = [
    (name, f"point-{point.lower()}")
    for name in chapters()
    for point in POINTS
    if f"point-{point.lower()}" in targets(name)
]
"""The page and the target of each point, to which the lecture map leads."""

SHIFTS = """() => {
    window.shifts = [];
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
            const names = entry.sources.map(({ node }) => node?.className || node?.nodeName);
            if (!entry.hadRecentInput) window.shifts.push([entry.value, names]);
        }
    }).observe({ type: "layout-shift", buffered: true });
}"""
HEIGHTS = """() => [...document.querySelectorAll(".dlb-place")].map((place) => [
    place.querySelector("[data-figure]")?.dataset.figure ?? "a question", place.offsetHeight])"""
NOTE_HEIGHTS = f"""addEventListener("DOMContentLoaded", () => {{
    window.heightsAtFirst = ({HEIGHTS})();
}})"""
A_LINE = 28  # pixels: a status line may be longer in another state than in that which was measured
TOP = "(id) => document.getElementById(id).getBoundingClientRect().top"


def settled(page: Page) -> Page:
    """The page once its figures are drawn, if it has any."""
    if page.locator("script[src*='widgets.js']").count():
        page.locator("html[data-widgets=ready]").wait_for(timeout=60_000)
    return page


@pytest.mark.parametrize("view", VIEWPORTS)
@pytest.mark.parametrize("name", CHAPTERS)
def test_nothing_jumps_while_a_page_comes_alive(browser, site, name, view):
    width, height = VIEWPORTS[view]
    page = browser.new_page(viewport={"width": width, "height": height})
    page.add_init_script(f"({SHIFTS})(); {NOTE_HEIGHTS}")
    page.goto(site + name)
    settled(page).wait_for_timeout(300)
    shifts = page.evaluate("window.shifts")
    heights = zip(page.evaluate("window.heightsAtFirst"), page.evaluate(HEIGHTS), strict=True)
    page.close()
    assert sum(value for value, _ in shifts) < 0.02, shifts
    for (figure, first), (_, live) in heights:
        assert abs(live - first) <= A_LINE, f"{figure}: python -m tools.rooms {figure}"


@pytest.mark.parametrize("view", VIEWPORTS)
@pytest.mark.parametrize(("name", "target"), PLACES)
def test_every_target_of_the_lecture_map_is_reached(browser, site, name, target, view):
    width, height = VIEWPORTS[view]
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(f"{site}book/{name}.html#{target}")
    settled(page).wait_for_timeout(1000)
    top = page.evaluate(TOP, target)
    end = page.evaluate("scrollY + innerHeight >= document.documentElement.scrollHeight - 1")
    page.close()
    assert abs(top - 64) <= 8 or (end and top > 0), f"{target} stands at {top}"


def stays(page: Page, words: str) -> None:
    """Every first picture stays, with its sentence."""
    first = page.locator(".dlb-first.dlb-card")
    assert first.count() > 0
    for card in first.all():
        expect(card.locator(".dlb-why")).to_contain_text("This is a still picture")
        expect(card.locator(".dlb-why")).to_contain_text(words)
        assert card.locator("img").bounding_box()["height"] > 100
    assert page.locator(".dlb-figure").count() == 0


def test_a_page_opened_from_a_file_keeps_its_pictures_and_says_why(browser):
    page = browser.new_page()
    page.goto((SITE / "book" / "pass_fail.html").as_uri())
    stays(page, "make book")
    page.close()


def test_a_page_whose_script_is_blocked_keeps_its_pictures_and_says_why(browser, site):
    page = browser.new_page()
    page.route("**/widgets.js*", lambda route: route.abort())
    page.goto(site + "book/pass_fail.html")
    stays(page, "could not be loaded")
    page.close()


def test_a_page_in_a_closed_frame_keeps_its_pictures_and_says_why(browser, site):
    page = browser.new_page()
    frame = (
        f'<iframe sandbox="allow-scripts" width="900" height="800" src="{site}book/pass_fail.html">'
    )
    page.goto(site + "book/index.html")
    page.set_content(frame)
    inner = page.frame_locator("iframe")
    expect(inner.locator(".dlb-first .dlb-why").first).to_contain_text("could not be loaded")
    assert inner.locator(".dlb-first img").first.is_visible()
    page.close()


def test_a_figure_s_module_that_is_missing_leaves_its_picture_with_a_sentence(browser, site):
    page = browser.new_page()
    page.route("**/_static/figures/*.js", lambda route: route.abort())
    page.goto(site + "book/pass_fail.html")
    settled(page)
    stays(page, "could not be drawn")
    page.close()
