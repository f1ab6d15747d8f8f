"""Every page of the built site: nothing from elsewhere, no complaint, both themes, any width."""

from __future__ import annotations

import gzip
import json
import re
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page

from dlbook.figures.kit.typeset import typeset
from tests.book.pages import notebook
from tests.browser.colours import luminance, rgb
from tests.browser.site_pages import CHAPTERS, GENERATED, PAGES
from tests.browser.visits import VIEWS
from tools.paths import SITE

WITH_CODE = [page for page in CHAPTERS if "cell_input" in (SITE / page).read_text("utf-8")]
PROSE_BUDGET, FIGURE_BUDGET = 400_000, 900_000  # bytes, gzipped, of a first visit


def test_there_are_pages():
    assert "book/index.html" in PAGES
    assert CHAPTERS


def test_the_site_s_own_address_leads_to_the_first_page(open_page):
    page = open_page("")
    page.wait_for_url("**/book/index.html")
    assert page.locator("article h1").is_visible()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_loads_from_its_own_host_alone_and_complains_of_nothing(arrival, name):
    assert arrival(name).responses  # what it complains of fails any test of it


def file_of(url: str) -> Path:
    """The file of the built site behind an address."""
    return SITE / unquote(urlsplit(url).path).lstrip("/")


@cache
def size_of(file: Path) -> int:
    """Bytes of a file as it travels: gzipped unless its format is compressed already.

    The file that is served, for a browser lets go of large answers that it has shown.
    """
    body = file.read_bytes()
    return len(body) if file.suffix in (".woff2", ".png", ".jpg") else len(gzip.compress(body, 6))


def transferred(responses) -> dict[str, int]:
    """Bytes of each file that was fetched once."""
    fetched = {r.url for r in responses if r.url.startswith("http") and r.status == 200}
    return {url: size_of(file_of(url)) for url in fetched}


@pytest.mark.parametrize("name", PAGES)
def test_a_first_visit_stays_within_its_budget(arrival, name, record_property):
    sizes = transferred(arrival(name).responses)
    total = sum(sizes.values())
    record_property("bytes", total)
    largest = sorted(((size, url) for url, size in sizes.items()), reverse=True)[:6]
    print(f"{name}: {total / 1000:.0f} kB gzipped, largest {largest}")
    has_figures = 'class="dlb-place' in (SITE / name).read_text("utf-8")
    assert total <= (FIGURE_BUDGET if has_figures else PROSE_BUDGET), largest


CUT = """() => [...document.querySelectorAll('div.math')]
    .filter((formula) => formula.offsetWidth && !formula.scrollLeft)
    .filter((formula) => formula.querySelector('.katex-base').getBoundingClientRect().left
        < formula.getBoundingClientRect().left - 1)
    .map((formula) => formula.id || formula.textContent.slice(0, 40))"""
"""The formulas whose beginning nobody can scroll to."""


@pytest.mark.parametrize("view", ["wide", "tablet", "narrow"])
@pytest.mark.parametrize("name", PAGES + GENERATED)
def test_nothing_is_wider_than_the_screen(visit, name, view):
    page = visit(name, view)
    assert page.evaluate("document.documentElement.scrollWidth") <= VIEWS[view]["width"]
    assert page.evaluate(CUT) == []


UNCOVERED = """(note) => {
    scrollBy(0, note.getBoundingClientRect().top - 0.7 * innerHeight);
    const { left, right, top } = note.getBoundingClientRect();
    return note.contains(document.elementFromPoint((left + right) / 2, top + 10));
}"""
"""Whether a margin note in the lowest third of the window is to be seen."""
SHADOWS = "(boxes) => boxes.map((box) => getComputedStyle(box).boxShadow)"


def test_the_list_of_contents_makes_room_for_every_margin_note(visit):
    page = visit("book/perceptron.html")
    for note in page.locator("aside.margin").element_handles():
        page.wait_for_function(UNCOVERED, arg=note)


def test_boxes_folded_cells_and_cards_cast_no_shadow(visit):
    for name in ("book/index.html", "book/perceptron.html"):
        boxes = visit(name).locator("article :is(.admonition, details, .sd-card)")
        assert set(boxes.evaluate_all(SHADOWS)) == {"none"}


def fonts_of_formulas(page: Page) -> set[str]:
    """The families that the browser draws the page's formulas with."""
    session = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        session.send(f"{domain}.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    wanted = {"nodeId": root, "selector": ".katex-html span"}
    used = [
        font["familyName"]
        for node in session.send("DOM.querySelectorAll", wanted)["nodeIds"]
        for font in session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    ]
    session.detach()
    return set(used)


@pytest.mark.parametrize("name", [page for page in PAGES if page.endswith("notation.html")])
def test_every_sign_of_a_formula_is_drawn_in_a_font_of_formulas(visit, name):
    used = fonts_of_formulas(visit(name))
    assert {font for font in used if not font.startswith("KaTeX")} == set()
    assert {"KaTeX_Main", "KaTeX_Math"} <= used


PANELS = """() => [...document.querySelectorAll('body, article, .dlb-widget, .dlb-widget *')]
    .filter((element) => element.offsetWidth > 100 && element.offsetHeight > 60)
    .map((element) => getComputedStyle(element).backgroundColor)
    .filter((colour) => !colour.startsWith('rgba(0, 0, 0, 0'))"""


def is_dark(page: Page) -> bool:
    """Whether every panel of the page is."""
    panels = page.evaluate(PANELS)
    return panels != [] and max(luminance(rgb(panel)) for panel in panels) < 0.2


@pytest.mark.parametrize("view", ["wide", "narrow", "wide and dark"])
@pytest.mark.parametrize("name", PAGES)
def test_the_dark_theme_has_no_white_panel_and_the_light_one_no_dark_page(visit, name, view):
    assert is_dark(visit(name, view)) == (VIEWS[view]["theme"] == "dark")


def test_the_theme_button_changes_the_theme_and_the_page_remembers(open_page):
    page = open_page("book/index.html", theme="light")
    theme = lambda: page.evaluate("document.documentElement.dataset.theme")  # noqa: E731
    button = page.locator("button.theme-switch-button").first
    seen = {theme()}
    for _ in range(3):
        button.click()
        seen.add(theme())
        if theme() == "dark":
            break
    assert seen == {"light", "dark"}
    page.reload()
    assert theme() == "dark"


def test_a_page_read_in_the_dark_is_printed_in_light_colours_what_is_closed_left_out(open_page):
    page = open_page("book/pass_fail.html", theme="dark")
    theme = "document.documentElement.dataset.theme"
    closed = "document.querySelectorAll('.solution.toggle-hidden').length"
    before = page.evaluate(closed)
    page.evaluate(f"addEventListener('beforeprint', () => {{ printed = [{theme}, {closed}]; }})")
    page.pdf()
    assert before > 0
    assert page.evaluate("printed") == ["light", before]
    assert page.evaluate(theme) == "dark"


PRINTED = """() => [
    [...document.querySelectorAll("aside.margin")]
        .map((note) => note.getBoundingClientRect()).map(({ left, right }) => [left, right]),
    [...document.querySelectorAll(".dlb-tools, .copybtn, .toggle-button")]
        .filter((button) => button.checkVisibility()).length,
]"""


@pytest.mark.parametrize("view", ["tablet"])
@pytest.mark.parametrize("name", CHAPTERS)
def test_on_paper_every_note_is_whole_and_nothing_asks_to_be_pressed(visit, name, view):
    page = visit(name, view)
    page.emulate_media(media="print")
    try:
        notes, to_press = page.evaluate(PRINTED)
    finally:
        page.emulate_media(media="null")
    assert all(0 <= left < right <= 768 for left, right in notes), notes
    assert to_press == 0


def test_search_finds_a_word_of_the_book(open_page):
    page = open_page("search.html?q=network")
    results = page.locator("#search-results li a")
    results.first.wait_for(timeout=20_000)
    assert results.count() > 0
    assert "book/" in results.first.get_attribute("href")


def test_every_entry_of_the_contents_is_a_page(open_page):
    page = open_page("book/index.html")
    links = page.locator(".bd-sidebar-primary nav a.reference.internal")
    addresses = {link.get_attribute("href").split("#")[0] for link in links.all()} - {""}
    assert addresses
    assert all((SITE / "book" / address).resolve().is_file() for address in addresses)


@pytest.mark.parametrize("name", WITH_CODE)
def test_a_chapter_s_code_is_copied_as_it_is_shown(visit, name):
    opened = visit(name)
    opened.evaluate("navigator.clipboard.writeText('')")
    cell = opened.locator("div.cell > div.cell_input").first
    cell.scroll_into_view_if_needed()
    cell.hover()
    cell.locator("button.copybtn").click()
    opened.wait_for_function("() => navigator.clipboard.readText().then((text) => text.length > 0)")
    copied = opened.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == cell.locator("pre").inner_text().strip()


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_can_be_downloaded_as_a_notebook(visit, name):
    link = visit(name).locator("a.btn-download-source-button")
    address = link.get_attribute("href")
    assert address.endswith(".ipynb")
    source = (SITE / name).parent / address
    notebook = json.loads(source.read_text(encoding="utf-8"))
    assert notebook["nbformat"] == 4
    assert notebook["cells"][1]["id"] == "install"
    assert any(cell["cell_type"] == "code" for cell in notebook["cells"])


def test_the_wheel_that_notebooks_ask_for_is_in_the_site():
    page = (SITE / "book" / "take_along.html").read_text(encoding="utf-8")
    (address,) = re.findall(r'href="\.\./(downloads/dlbook-[^"]*\.whl)"', page)
    assert [path.name for path in (SITE / "downloads").glob("*.whl")] == [address.split("/")[1]]
    assert f"./{address.split('/')[1]}[book]" in page


@pytest.mark.other_view
@pytest.mark.parametrize("name", CHAPTERS)
def test_without_javascript_every_figure_has_its_still_with_words(open_page, name):
    text = (SITE / name).read_text(encoding="utf-8")
    opened = open_page(name, java_script_enabled=False)
    instead = opened.locator(".dlb-place > .dlb-first")
    assert instead.count() == text.count('type="application/vnd.jupyter.widget-view+json"')
    for one in instead.all():
        assert one.locator(".dlb-why").is_visible()
    stills = opened.locator(".dlb-first img")
    assert stills.count() > 0 or "data-figure=" not in text
    for still in stills.all():
        still.scroll_into_view_if_needed()
        assert "_images/still-" in still.get_attribute("src")
        assert still.bounding_box()["height"] > 100
        assert len(still.get_attribute("alt")) > 20


@pytest.mark.parametrize("name", CHAPTERS)
def test_every_picture_is_on_its_page_and_not_its_name(name):
    page = unescape((SITE / name).read_text("utf-8"))
    drawing = [cell for cell in notebook(Path(name).stem).cells if "<Figure size" in str(cell)]
    alternatives = [typeset(cell.metadata.mystnb.image.alt) for cell in drawing]
    assert [one for one in alternatives if one not in page] == []
    assert "<Figure size" not in page


def test_mathematics_is_in_the_page_before_any_script_runs():
    texts = [(SITE / page).read_text(encoding="utf-8") for page in PAGES]
    scripts = [tag for text in texts for tag in re.findall(r"<script\b[^>]*>", text)]
    assert scripts
    assert not any("MathJax" in tag or "require.min.js" in tag for tag in scripts)


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_s_description_begins_with_its_own_text(name):
    text = (SITE / name).read_text(encoding="utf-8")
    said = re.search(r'<meta property="og:description" content="([^"]*)"', text).group(1)
    assert len(said) > 40
    assert not said.startswith("In the lecture")
