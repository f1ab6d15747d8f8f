"""What a first visit to each page weighs, from the built files."""

import pytest

from tools.paths import SITE
from tools.weights import weight

PAGES = sorted((SITE / "book").glob("*.html"))
PROSE, FIGURES, FONTS = 140_000, 450_000, 43_000  # bytes, as a host sends them


@pytest.mark.skipif(not PAGES, reason="the site is not built: make site")
def test_every_page_stays_within_its_weight():
    for page in PAGES:
        files = weight(page)
        largest = sorted(files.items(), key=lambda file: -file[1])[:5]
        fonts = sum(size for name, size in files.items() if name.endswith(".woff2"))
        assert fonts <= FONTS, f"{page.name}: {fonts}"
        most = FIGURES if "widgets.js" in files else PROSE
        assert sum(files.values()) - fonts <= most, f"{page.name}: {largest}"
