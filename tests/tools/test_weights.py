"""What a first visit to each page weighs, from the built files."""

import pytest

from tools.paths import SITE
from tools.weights import weight

PAGES = sorted(SITE.rglob("*.html"))
LIMITS = {"search.html": 188_000, "book": 137_000, "": 112_000}
"""The most bytes of a page without figures, as a host sends them: of one, of those in a folder, of
all others, which are made from the sources. It is a tenth more than the heaviest has."""
FIGURES = 450_000


def most(page, files):
    """How many bytes a page may have."""
    if "widgets.js" in files:
        return FIGURES
    name = page.relative_to(SITE).as_posix()
    return next(most for start, most in LIMITS.items() if name.startswith(start))


@pytest.mark.skipif(not PAGES, reason="the site is not built: make site")
def test_every_page_stays_within_its_weight():
    for page in PAGES:
        files = weight(page)
        largest = sorted(files.items(), key=lambda file: -file[1])[:5]
        name = page.relative_to(SITE).as_posix()
        assert sum(files.values()) <= most(page, files), f"{name}: {largest}"


@pytest.mark.skipif(not PAGES, reason="the site is not built: make site")
def test_pages_in_folders_are_weighed_too():
    names = {page.relative_to(SITE).as_posix() for page in PAGES}
    assert {"book/api/formulas.html", "search.html", "genindex.html"} <= names
    assert any(name.startswith("_modules/") for name in names)
