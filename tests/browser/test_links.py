"""Links of the built pages."""

import re
from functools import cache
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup, Tag

from tests.browser.site_pages import GENERATED, PAGES
from tools.paths import SITE


@cache
def links() -> list[Tag]:
    """Every link of every page, as a browser reads it."""
    texts = [(SITE / page).read_text(encoding="utf-8") for page in PAGES + GENERATED]
    pages = [BeautifulSoup(text, "html.parser") for text in texts]
    return [link for page in pages for link in page.find_all("a", href=True)]


def test_every_link_into_the_lecture_leads_to_its_second():
    videos = [link for link in links() if "youtube.com/watch" in link["href"]]
    assert len(videos) > 50
    for link in videos:
        second = parse_qs(urlsplit(link["href"]).query).get("t")
        assert second, f"a link without a second: {link}"
        said = re.match(r",? (\d+):(\d\d)", str(link.next_sibling or ""))
        assert not said or second == [f"{60 * int(said[1]) + int(said[2])}s"], link


def test_no_link_is_escaped_twice():
    assert [link["href"] for link in links() if "&amp;" in link["href"]] == []
