"""What a first visit to each page weighs, from the built files."""

import pytest

from tools.paths import SITE
from tools.weights import weight

PAGES = sorted((SITE / "book").glob("*.html"))
PROSE, FIGURES = 180_000, 490_000  # bytes, as a host sends them
HEAVY = {"early_stopping": 640_000, "optimizers": 640_000, "overfitting": 560_000,
    "mini_batches": 530_000, "why_deep_learning": 540_000}  # fmt: skip
"""Pages whose figures bring much of what was recorded or drawn."""


@pytest.mark.skipif(not PAGES, reason="the site is not built: make site")
def test_every_page_stays_within_its_weight():
    for page in PAGES:
        files = weight(page)
        largest = sorted(files.items(), key=lambda file: -file[1])[:5]
        most = HEAVY.get(page.stem, FIGURES if "widgets.js" in files else PROSE)
        assert sum(files.values()) <= most, f"{page.name}: {sum(files.values())}, {largest}"
