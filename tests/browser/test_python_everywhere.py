"""Every chapter in a page's own Python, without network: it prints what is stored.

That takes long; `python -m tools.try_python <chapter>` does it for one.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tools.notebooks import chapters
from tools.page_cells import noted
from tools.page_python import FILES
from tools.try_python import LONG, page_without_network, run_chapter

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(3600),
    pytest.mark.skipif(not FILES.is_file(), reason="the site was built without Python's files"),
]

FONTS = "the page's matplotlib 3.8 has FreeType 2.6, which draws DejaVu Serif's italics otherwise"
DIFFERENCES = {
    # initialisation_and_transfer: the networks that read printed letters first
    **dict.fromkeys(["0dfc460f", "bbbea178", "477c9c5f", "2976ac0c"], FONTS),
    **dict.fromkeys(["554613da", "2b4dc321", "fceb7a5f", "3e0a2ddd"], FONTS),
    # final_project
    "fb92ba0d": FONTS,
    "9306d677": "WebAssembly has no floating-point flags, so NumPy learns of no overflow",
}
"""Cells that print something else in a page, by name, and why."""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with page_without_network() as opened:
        yield opened


@pytest.mark.parametrize("path", chapters(), ids=lambda path: path.stem)
def test_a_chapter_prints_in_a_page_what_is_stored(page: Page, path: Path):
    ran = list(run_chapter(page, path))
    errors = {one.name: one.error for one in ran if one.error}
    assert errors == {}
    other = {one.name for one in ran if not one.is_equal}
    assert other == {one.name for one in ran} & set(DIFFERENCES)
    known = noted().get(path.stem, {})
    unsaid = [one.name for one in ran if one.seconds > 2 * LONG and one.name not in known]
    assert unsaid == [], "these take long, and the page does not say so: tools.try_python note"
