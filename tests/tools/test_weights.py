"""What a first visit to each page weighs, from the built files."""

import pytest

from tools.paths import SITE
from tools.weights import weight

PAGES = sorted((SITE / "book").glob("*.html"))
PROSE, FIGURES = 140_000, 450_000  # bytes, as a host sends them


@pytest.mark.skipif(not PAGES, reason="the site is not built: make site")
def test_every_page_stays_within_its_weight():
    for page in PAGES:
        files = weight(page)
        largest = sorted(files.items(), key=lambda file: -file[1])[:5]
        most = FIGURES if "widgets.js" in files else PROSE
        assert sum(files.values()) <= most, f"{page.name}: {largest}"
