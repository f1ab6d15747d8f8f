"""Links of the built pages as a browser reads them."""

import re

from tests.browser.test_site import PAGES

VIDEOS = """() => [...document.querySelectorAll('a[href*="youtube.com/watch"]')].map((link) => [
    new URL(link.href).searchParams.get("t"), link.nextSibling?.textContent ?? ""])"""


def test_every_link_into_the_lecture_leads_to_its_second(open_page):
    page = open_page("book/index.html")
    links = []
    for address in PAGES:
        page.goto(page.url.split("book/")[0] + address, wait_until="domcontentloaded")
        links += page.evaluate(VIDEOS)
    assert len(links) > 50
    for second, said in links:
        stamp = re.match(r",? (\d+):(\d\d)", said)
        expected = f"{60 * int(stamp[1]) + int(stamp[2])}s" if stamp else None
        assert second, f"a link without a second, before {said!r}"
        assert expected in (None, second), f"{second} before {said!r}"


def test_no_link_is_escaped_twice(open_page):
    page = open_page("book/index.html")
    for address in PAGES:
        page.goto(page.url.split("book/")[0] + address, wait_until="domcontentloaded")
        twice = page.evaluate(
            "[...document.links].map((a) => a.href).filter((h) => h.includes('&amp;'))"
        )
        assert twice == [], address
