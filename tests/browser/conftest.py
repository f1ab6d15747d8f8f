"""A browser, the built site served to it, and pages that note all they ask for and complain of."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.ground import PAGE as PLAYGROUND
from tests.browser.ground import Ground
from tests.browser.log import Log
from tests.browser.visits import Arrival, Visits, settled
from tools import chromium
from tools.paths import SITE
from tools.serve import serving


def install_chromium() -> str | None:
    """Let Playwright install its Chromium; the reason where it cannot."""
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    run = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    )
    return None if run.returncode == 0 else run.stdout.strip()[-400:]


def refuse(reason: str) -> None:
    """Fail under continuous integration; elsewhere skip, and say why."""
    message = f"the browser tests need Chromium, and none could be started: {reason}"
    if os.environ.get("CI"):
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window, for the whole run."""
    reason = None if chromium.find() else install_chromium()
    if reason:
        refuse(reason)
    with sync_playwright() as playwright:
        started = chromium.launch(playwright)
        yield started
        started.close()


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of the built site."""
    if not (SITE / "index.html").is_file():
        pytest.fail("the site is not built: make site", pytrace=False)
    with serving(SITE, 8100) as address:
        yield address


@pytest.fixture
def log() -> Log:
    """The log of all pages that `open_page` opens in this test."""
    return Log()


@pytest.fixture
def open_page(browser: Browser, site: str, log: Log) -> Iterator[Callable[..., Page]]:
    """Open pages of the site: `open_page("book/perceptron.html", width=390, theme="dark")`.

    A page with widgets is given back once they are drawn. When the test ends, every page that it
    opened must have asked no other host for anything and have complained of nothing.
    """
    contexts = []

    def open_one(path: str, *, width: int = 1280, theme: str = "light", **options: object) -> Page:
        viewport = {"width": width, "height": 900}
        context = browser.new_context(viewport=viewport, color_scheme=theme, **options)
        contexts.append(context)
        page = context.new_page()
        log.watch(page, site)
        page.goto(site + path)
        return settled(page) if options.get("java_script_enabled", True) else page

    yield open_one
    for context in contexts:
        context.close()
    log.check()


@pytest.fixture(scope="session")
def visits(browser: Browser, site: str) -> Iterator[Visits]:
    """The page that is being looked at, for the whole run."""
    made = Visits(browser, site)
    yield made
    made.close()


@pytest.fixture
def visit(visits: Visits) -> Iterator[Visits]:
    """Look at a page that other tests look at too: `visit(name, "narrow")`.

    The test has the page's address in a parameter `name`, by which its tests are brought together.
    What the page asks for and complains of, and that it leaves no cookie, is checked after each.
    """
    yield visits
    visits.check()


@pytest.fixture
def arrival(visit: Visits) -> Callable[..., Arrival]:
    """How a page came that other tests look at too: `arrival(name)`. These tests are the first of
    their page, so that it need not be opened again."""
    return visit.arrival


@pytest.fixture
def ground(open_page) -> Ground:
    """The playground, on a page of its own."""
    return Ground(open_page(PLAYGROUND))
