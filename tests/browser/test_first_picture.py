"""What a page shows before its figures are drawn, and where they cannot be."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.book.lecture import POINTS
from tests.book.pages import chapters, prose, targets
from tests.browser.site_pages import CHAPTERS
from tests.browser.stills import stays
from tests.browser.visits import COMPUTED, settled
from tools.paths import SITE

VIEWPORTS = {"wide": (1280, 720), "narrow": (390, 844)}
SECTIONS = ("Check yourself", "Write it yourself", "Exercises")  # the last of a page first


def places(name: str) -> list[str]:
    """The last sections of a chapter, and its points, to which the lecture map leads."""
    sections = [title for title in SECTIONS if f"\n## {title}\n" in f"\n{prose(name)}\n"]
    points = [f"point-{point.lower()}" for point in POINTS]
    return [title.lower().replace(" ", "-") for title in sections] + [
        point for point in points if point in targets(name)
    ]


PLACES = {f"book/{name}.html": places(name) for name in chapters()}

A_LINE = 28  # pixels: a status line may be longer in another state than in that which was measured
REACHED = """(id) => {
    const { top } = document.getElementById(id).getBoundingClientRect();
    const end = scrollY + innerHeight >= document.documentElement.scrollHeight - 1;
    const there = Math.abs(top - 64) <= 8 || (end && top > 0);
    window.framesThere = there && document.fonts.status === "loaded" ? window.framesThere + 1 : 0;
    return window.framesThere >= 20;
}"""
"""Asked at every frame: whether the target has stood below the page's bar for twenty of them."""

WATCH_TARGET = """
    window.tops = [];
    window.shiftsBeside = [];
    const target = () => document.getElementById(location.hash.slice(1));
    requestAnimationFrame(function look() {
        if (scrollY > 0 && target()) window.tops.push(target().getBoundingClientRect().top);
        requestAnimationFrame(look);
    });
    new PerformanceObserver((list) => {
        for (const { value, sources } of list.getEntries()) {
            const nodes = sources.map(({ node }) => node);
            if (nodes.includes(target())) continue;
            const names = nodes.map((node) => node?.className || node?.nodeName);
            window.shiftsBeside.push([value, names]);
        }
    }).observe({ type: "layout-shift", buffered: true });
"""
"""Notes where the target stands at each frame once the page is scrolled, and what else jumps. The
target itself is said to jump too where the text above gets another height and the browser scrolls
by as much, so that nothing moves in the window: a formula's letters that come late make it so."""


@pytest.mark.parametrize("view", ["wide", "narrow"])
@pytest.mark.parametrize("name", CHAPTERS)
def test_nothing_jumps_while_a_page_comes_alive(arrival, name, view):
    seen = arrival(name, view)
    assert sum(value for value, _ in seen.shifts) < 0.02, seen.shifts
    for figure, first, live in seen.heights:
        assert abs(live - first) <= A_LINE, f"{figure}: python -m tools.rooms {figure}"


def reach(page: Page, address: str, target: str) -> None:
    """Follow a link to a target of a page, and wait until it stands where it belongs."""
    page.goto(f"{address}#{target}")
    settled(page).evaluate("window.framesThere = 0")
    page.wait_for_function(REACHED, arg=target, timeout=10_000)


SECTION_IDS = """() => [...document.querySelectorAll("article section section[id]:not([id=''])")]
    .filter((section) => !section.closest(".admonition"))
    .map(({ id }) => id)"""


@pytest.mark.other_view
@pytest.mark.parametrize("view", VIEWPORTS)
def test_every_heading_of_a_chapter_is_reached(browser, site, view):
    width, height = VIEWPORTS[view]
    page = browser.new_page(viewport={"width": width, "height": height})
    page.add_init_script(WATCH_TARGET)
    address = site + "book/learning_rate.html"
    page.goto(address)
    headings = page.evaluate(SECTION_IDS)
    assert len(headings) > 8
    for heading in reversed(headings):
        reach(page, address, heading)
    page.close()


@pytest.mark.other_view
@pytest.mark.parametrize("view", VIEWPORTS)
@pytest.mark.parametrize("name", PLACES)
def test_every_target_of_the_lecture_map_is_reached(browser, site, name, view):
    """The first by opening the page there, where nothing jumps, the others by following a link."""
    width, height = VIEWPORTS[view]
    page = browser.new_page(viewport={"width": width, "height": height})
    page.add_init_script(WATCH_TARGET)
    for target in PLACES[name]:
        reach(page, site + name, target)
        if target == PLACES[name][0]:
            tops, shifts = page.evaluate("[window.tops, window.shiftsBeside]")
    page.close()
    assert max(tops) - min(tops) < 3, tops
    assert sum(value for value, _ in shifts) < 0.02, shifts


@pytest.mark.parametrize("view", VIEWPORTS)
def test_a_solution_is_closed_before_its_script_comes(browser, site, view):
    width, height = VIEWPORTS[view]
    page = browser.new_page(viewport={"width": width, "height": height})
    held = []
    page.route("**/togglebutton.js*", lambda route: held.append(route))
    page.goto(site + "book/dropout.html#exercises", wait_until="commit")
    page.locator("#ex-dropout-unscaled").wait_for()
    page.wait_for_function("() => document.fonts.status === 'loaded'")
    heights = "() => [...document.querySelectorAll('.solution')].map((one) => one.offsetHeight)"
    before = page.evaluate(heights)
    held[0].continue_()
    page.locator(".solution.toggle-hidden").first.wait_for()
    assert page.evaluate(heights) == before != []
    page.close()


ROOMS = """() => {
    window.rooms = [];
    const look = () => {
        const figure = document.querySelector(".dlb-figure[data-figure=capacity]");
        if (figure) window.rooms.push(figure.closest(".dlb-place").offsetHeight);
        requestAnimationFrame(look);
    };
    look();
}"""


@pytest.mark.parametrize("view", VIEWPORTS)
def test_a_figure_keeps_its_room_while_it_computes_what_it_shows_first(browser, site, view):
    width, height = VIEWPORTS[view]
    page = browser.new_page(viewport={"width": width, "height": height})
    page.add_init_script(f"({ROOMS})()")
    page.goto(site + "book/overfitting.html")
    settled(page).wait_for_function(COMPUTED, timeout=60_000)
    rooms = page.evaluate("window.rooms")
    assert max(rooms) - min(rooms) <= 4, rooms
    page.close()


KINDS = ("index", "optimizers", "pass_fail", "playground", "questions")
"""The first page, chapters with two figures and with one, the playground, a page of questions."""


def opened(browser, address: str, view: str) -> Page:
    """A page of its own, at rest."""
    width, height = VIEWPORTS[view]
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(address)
    return settled(page)


@pytest.mark.parametrize("view", VIEWPORTS)
def test_code_takes_the_room_that_it_will_fill(browser, site, view):
    page = opened(browser, site + "book/pass_fail.html", view)
    length = "document.documentElement.scrollHeight"
    before = page.evaluate(length)
    page.add_style_tag(content="div.highlight pre { content-visibility: visible !important; }")
    assert page.evaluate(length) == pytest.approx(before, abs=2)
    page.close()


@pytest.mark.parametrize("view", VIEWPORTS)
def test_formulas_take_the_room_that_they_will_fill(browser, site, view):
    page = opened(browser, site + "book/backpropagation.html", view)
    heights = (
        "[...document.querySelectorAll('.katex-display')].map(({ offsetHeight }) => offsetHeight)"
    )
    before = page.evaluate(heights)
    page.add_style_tag(content=".katex-display { content-visibility: visible !important; }")
    after = page.evaluate(heights)
    assert len(after) > 8
    assert max(after) > 2 * min(after)
    assert before == pytest.approx(after, abs=1)
    page.close()


def test_a_page_has_its_theme_from_the_start(browser, site):
    for theme in ("light", "dark"):
        page = browser.new_page(color_scheme=theme)
        page.route("**/pydata-sphinx-theme.js*", lambda route: route.abort())
        page.goto(site + "book/notation.html")
        assert page.locator("html").get_attribute("data-theme") == theme
        page.close()


def test_figures_wait_for_a_sign_of_the_reader(browser, site):
    page = browser.new_page(viewport={"width": 390, "height": 500})
    page.goto(site + "book/pass_fail.html")
    page.wait_for_load_state("networkidle")
    assert page.locator("html").get_attribute("data-widgets") == "waiting"
    assert page.locator(".dlb-figure").count() == 0
    page.keyboard.press("Tab")
    page.locator("html[data-widgets=ready]").wait_for(timeout=60_000)
    assert page.locator(".dlb-figure").count() > 0
    page.close()


def test_a_page_opened_from_a_file_keeps_its_pictures_and_says_why(browser):
    page = browser.new_page()
    for name in KINDS:
        page.goto((SITE / "book" / f"{name}.html").as_uri())
        stays(page, "make book")
    page.close()


def test_a_page_whose_script_is_blocked_keeps_its_pictures_and_says_why(browser, site):
    page = browser.new_page()
    page.route("**/widgets.js*", lambda route: route.abort())
    for name in KINDS:
        page.goto(f"{site}book/{name}.html")
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
