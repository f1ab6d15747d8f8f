"""The page on accessibility says of every figure what is found there: what can be dragged and
heard, and what is counted and measured as it starts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator

from dlbook.figures import FIGURES
from tests.browser.cards import Card, cards
from tests.browser.figure_pages import NAMED, PAGES
from tests.browser.ground import PAGE as PLAYGROUND
from tests.browser.ground import Ground
from tests.browser.moves import reset
from tests.browser.offers import LISTENED, dragged
from tests.browser.shown_tables import close_all, tables
from tests.browser.tab_stops import BEGIN
from tools.paths import BOOK, SITE

FIRST_PAGE: dict[str, str] = {}
for _page in PAGES:
    for _figure in NAMED.findall((SITE / _page).read_text("utf-8")):
        FIRST_PAGE.setdefault(_figure, _page)
WITH_FIRST = sorted({page for figure, page in FIRST_PAGE.items() if figure in FIGURES})
"""The pages on which a figure is measured: the first that has it."""
OFFERED, MEASURED = "| figure | can be dragged;", "| figure | plays |"
"""How the page's two tables begin."""

LETTERS = """(picture) => {
    const hasText = (e) => [...e.childNodes].some((node) =>
        node.nodeType === Node.TEXT_NODE && node.data.trim());
    const scale = (e) => {
        const { a = 1, b = 0 } = e.getScreenCTM?.() ?? {};
        return Math.hypot(a, b);
    };
    const sizes = [...picture.querySelectorAll("*")]
        .filter((e) => hasText(e) && e.checkVisibility({ visibilityProperty: true }))
        .filter((e) => !e.closest("title"))
        .map((e) => parseFloat(getComputedStyle(e).fontSize) * scale(e));
    return Math.min(...sizes);
}"""
"""The size of a picture's smallest letters, in pixels of the page."""
CURVES = """(picture) => Math.max(0, ...[...picture.querySelectorAll("svg")]
    .map((svg) => svg.querySelectorAll("path.dlb-line[d^=M]").length))"""
"""The curves of the panel that has the most."""

TABLE_OF_PLAYGROUND = """(root) => {
    root.querySelector(".dlb-pg-table").open = true;
    return new Promise((resolve) => setTimeout(() => resolve(
        root.querySelectorAll(".dlb-pg-table tr:has(td)").length), 200));
}"""


def rows(beginning: str) -> dict[str, list[str]]:
    """The table of the page that begins so: the cells of each figure."""
    text = (BOOK / "accessibility.md").read_text("utf-8")
    lines = text[text.index(beginning) :].split("\n\n")[0].splitlines()[2:]
    split = [re.split(r"\s*\|\s*", line)[1:-1] for line in lines]
    return {figure: cells for figure, *cells in split}


def smallest_letters(picture: Locator) -> str:
    return f"{picture.evaluate(LETTERS):.1f}".removesuffix(".0")


def tab_stops(root: Locator) -> str:
    stops = root.evaluate(BEGIN, False)
    root.page.evaluate("walk.end()")
    return str(len(stops))


def table_sizes(card: Card) -> str:
    """How many tables the figure can show, and the rows of the longest."""
    card.figure.get_by_role("button", name="Show as a table").press("Enter")
    lengths = [len(table["rows"]) for table in tables(card)]
    close_all(card.page)
    return f"{len(lengths)}; {max(lengths)}"


def measures(card: Card) -> list[str]:
    """The cells of the card's row, but for the letters in a narrow window."""
    reset(card)
    picture = card.figure.locator(".dlb-picture")
    plays = "yes" if card.figure.locator(".dlb-play").count() else "–"
    curves = picture.evaluate(CURVES)
    found = [plays, tab_stops(card.root), table_sizes(card), smallest_letters(picture)]
    return [*found, str(curves or "–")]


def test_the_page_on_accessibility_names_every_figure_its_drags_and_what_can_be_heard():
    offered = rows(OFFERED)
    assert set(offered) == set(rows(MEASURED)) == {*FIGURES, "playground"}
    with_drag = {figure for figure, (drags, *_) in offered.items() if drags != "–"}
    assert with_drag == dragged()
    assert all(re.fullmatch(r".+; .+", offered[figure][0]) for figure in with_drag)
    assert {name for name, row in offered.items() if not row[1].startswith("no")} == {
        *LISTENED,
        "playground",
    }


def said(figure: str) -> list[str]:
    """What the page says of a figure, but for the letters in a narrow window."""
    *others, _, curves = rows(MEASURED)[figure]
    return [*others, curves]


@pytest.mark.parametrize("name", WITH_FIRST)
def test_the_page_on_accessibility_has_the_measures_of_every_figure(visit, name):
    here = [card for card in cards(visit(name)) if FIRST_PAGE[card.name] == name]
    found = {card.name: measures(card) for card in here}
    assert found == {figure: said(figure) for figure in found}


@pytest.mark.other_view
@pytest.mark.parametrize("view", ["smallest"])
@pytest.mark.parametrize("name", WITH_FIRST)
def test_the_page_on_accessibility_has_the_letters_of_every_figure_at_400_per_cent(
    visit, name, view
):
    here = [card for card in cards(visit(name, view)) if FIRST_PAGE[card.name] == name]
    found = {}
    for card in here:
        reset(card)
        found[card.name] = smallest_letters(card.figure.locator(".dlb-picture"))
    assert found == {figure: rows(MEASURED)[figure][-2] for figure in found}


@pytest.mark.parametrize("name", [PLAYGROUND])
def test_the_page_on_accessibility_has_the_measures_of_the_playground(open_page, name):
    ground = Ground(open_page(name))
    stops = tab_stops(ground.root)
    ground.train(23)  # as many rows as its table ever has
    body = ground.root.locator(".dlb-pg-body")
    lengths = ground.root.evaluate(TABLE_OF_PLAYGROUND)
    wide, curves = smallest_letters(body), str(body.evaluate(CURVES))
    ground.page.set_viewport_size({"width": 320, "height": 900})
    found = ["yes", stops, f"1; {lengths}", wide, smallest_letters(body), curves]
    assert found == rows(MEASURED)["playground"]
