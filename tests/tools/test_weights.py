"""What a first visit to each page weighs, from the built files: the page and all that it names."""

from __future__ import annotations

import gzip
import re
from functools import cache
from pathlib import Path

import pytest

from tools.paths import SITE

PAGES = sorted((SITE / "book").glob("*.html"))
NAMED = re.compile(r'<(?:link|script|img)\b[^>]*?\b(?:href|src)="([^"#?]+)')
FETCHED = {".css", ".js", ".json", ".svg", ".webp", ".png", ".woff2"}
PACKED = {".webp", ".png", ".woff2"}
PROSE, FIGURES = 180_000, 490_000  # bytes, as a host sends them
HEAVY = {"early_stopping": 640_000, "optimizers": 640_000, "overfitting": 560_000,
    "mini_batches": 530_000, "why_deep_learning": 540_000}  # fmt: skip
"""Pages whose figures bring much of what was recorded or drawn."""


@cache
def travelling(path: Path) -> int:
    """The bytes of a file, compressed unless its format is so already."""
    content = path.read_bytes()
    return len(content) if path.suffix in PACKED else len(gzip.compress(content, 6))


def weight(page: Path) -> dict[str, int]:
    """The bytes of each file that a first visit to `page` fetches."""
    names = NAMED.findall(page.read_text(encoding="utf-8"))
    paths = {(page.parent / name).resolve() for name in names if ":" not in name}
    files = [path for path in paths if path.suffix in FETCHED and path.is_file()]
    return {path.name: travelling(path) for path in [page, *files]}


@pytest.mark.skipif(not PAGES, reason="the site is not built: make site")
def test_every_page_stays_within_its_weight():
    for page in PAGES:
        files = weight(page)
        largest = sorted(files.items(), key=lambda file: -file[1])[:5]
        most = HEAVY.get(page.stem, FIGURES if "widgets.js" in files else PROSE)
        assert sum(files.values()) <= most, f"{page.name}: {sum(files.values())}, {largest}"
