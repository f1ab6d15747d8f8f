"""The pages of the built site that have figures, as parameters of tests."""

from __future__ import annotations

import re

import pytest

from dlbook.figures import FIGURES
from tools.paths import SITE

NAMED = re.compile(r'data-figure="([^"]+)"')
PAGES = sorted(
    f"book/{path.name}"
    for path in (SITE / "book").glob("*.html")
    if FIGURES.keys() & NAMED.findall(path.read_text("utf-8"))
)

FIRST = "book/index.html"


def by_figure() -> list:
    """The pages as parameters: `make test` goes through a figure on the first page that has it."""
    seen: set[str] = set()
    parameters = []
    for page in PAGES:
        figures = set(NAMED.findall((SITE / page).read_text("utf-8")))
        marks = [pytest.mark.other_view] if figures <= seen else []
        parameters.append(pytest.param(page, marks=marks))
        seen |= figures
    return parameters


def on_one_page() -> list:
    """The pages as parameters: `make test` takes the first page of the book alone."""
    others = [pytest.mark.other_view]
    return [pytest.param(page, marks=[] if page == FIRST else others) for page in PAGES]


FIRST_PAGES = [page for page in by_figure() if not page.marks]
"""Those on which a figure is seen for the first time."""

CHAPTER = "book/pass_fail.html"
"""One that has a figure which trains in the page."""
