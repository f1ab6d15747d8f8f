"""Every page under axe-core: what a machine can tell of readers with other eyes, ears and hands."""

from __future__ import annotations

import re

import pytest

from tests.book.pages import prose
from tests.browser.axe import complaints
from tests.browser.site_pages import GENERATED, PAGES

FORMULAS = """() => [...document.querySelectorAll('.katex')]
    .map((formula) => [formula.translate, formula.textContent.slice(0, 40)])"""
WRITTEN = re.compile(r"\$\$.+?\$\$|\$[^$]+\$", flags=re.DOTALL)


@pytest.mark.parametrize("view", ["wide", "narrow"])  # light and dark
@pytest.mark.parametrize("name", PAGES + GENERATED)
def test_axe_finds_nothing_wrong(visit, name, view):
    assert complaints(visit(name, view)) == {}


@pytest.mark.other_view
@pytest.mark.parametrize("view", ["wide and dark", "narrow and light"])
@pytest.mark.parametrize("name", PAGES + GENERATED)
def test_axe_finds_nothing_wrong_in_the_other_theme(visit, name, view):
    assert complaints(visit(name, view)) == {}


@pytest.mark.parametrize("name", PAGES)
def test_no_formula_is_translated(visit, name):
    """Every formula of the page's source is there, and none is offered to a translator."""
    formulas = visit(name).evaluate(FORMULAS)
    assert len(formulas) == len(WRITTEN.findall(prose(name[len("book/") : -len(".html")])))
    assert [text for is_translated, text in formulas if is_translated] == []


@pytest.mark.parametrize("view", ["smallest"])
@pytest.mark.parametrize("name", PAGES + GENERATED)
def test_nothing_scrolls_sideways_at_400_per_cent(visit, name, view):
    page = visit(name, view)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


CUT_OFF = """() => [...document.querySelectorAll(".katex-display")]
    .filter((formula) => {
        formula.style.contentVisibility = "visible";
        const isCut = formula.scrollWidth > formula.clientWidth;
        formula.style.contentVisibility = "";
        return isCut;
    })
    .map((formula) => formula.querySelector("annotation").textContent)"""


@pytest.mark.other_view
@pytest.mark.parametrize("view", ["narrow"])
@pytest.mark.parametrize("name", PAGES)
def test_no_formula_is_cut_off_on_a_telephone(visit, name, view):
    assert visit(name, view).evaluate(CUT_OFF) == []


STOPS_BELONG = """() => document.documentElement.dataset.tabStops === "known"
    && [...document.querySelectorAll(
        ".katex-display, .dlb-wide, .dlb-tables, div.cell_output pre, div.highlight pre")]
        .filter((element) => element.checkVisibility({ contentVisibilityAuto: false }))
        .every((element) => {
            element.style.contentVisibility = "visible";
            const isWide = element.scrollWidth > element.clientWidth;
            element.style.contentVisibility = "";
            return isWide === (element.tabIndex === 0);
        })"""
"""Whether exactly those have a tab stop that are wider than their place once they are laid out."""


@pytest.mark.other_view
@pytest.mark.parametrize("view", ["wide", "narrow"])
@pytest.mark.parametrize("name", PAGES)
def test_what_is_wider_than_its_place_has_a_tab_stop_and_nothing_else(visit, name, view):
    page = visit(name, view)
    page.wait_for_function(STOPS_BELONG)
    closed = page.locator("details:not([open])").element_handles()
    for box in closed:
        box.evaluate("(box) => { box.open = true; }")
    try:
        page.wait_for_function(STOPS_BELONG)
    finally:
        for box in closed:
            box.evaluate("(box) => { box.open = false; }")
