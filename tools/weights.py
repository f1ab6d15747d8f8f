"""What a first visit to a page of the built site weighs: the page and all that it names."""

from __future__ import annotations

import gzip
import re
from functools import cache
from pathlib import Path

NAMED = re.compile(r'<(?:link|script|img)\b[^>]*?\b(?:href|src)="([^"#?]+)')
FETCHED = {".css", ".js", ".json", ".svg", ".webp", ".png", ".woff2"}
PACKED = {".webp", ".png", ".woff2"}


@cache
def travelling(path: Path) -> int:
    """The bytes of a file as a host sends it, compressed unless its format is so already."""
    content = path.read_bytes()
    return len(content) if path.suffix in PACKED else len(gzip.compress(content, 6))


def weight(page: Path) -> dict[str, int]:
    """The bytes of each file that a first visit to `page` fetches, as a host sends them."""
    names = NAMED.findall(page.read_text(encoding="utf-8"))
    paths = {(page.parent / name).resolve() for name in names if ":" not in name}
    files = [path for path in paths if path.suffix in FETCHED and path.is_file()]
    return {path.name: travelling(path) for path in [page, *files]}
