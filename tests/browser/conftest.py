"""A browser, the built site served to it, and pages that note all they ask for and complain of."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, Response, sync_playwright

from tools import chromium
from tools.paths import SITE
from tools.serve import open_server

SILENT_FAILURES = ("error", "warning")


def install_chromium() -> str | None:
    """Let Playwright install its Chromium; the reason where it cannot."""
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
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
    server = open_server(SITE, 8100)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()
    thread.join()


@dataclass
class Log:
    """What pages asked for and what they complained of."""

    responses: list[Response] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self, page: Page, site: str) -> None:
        """Note every request of `page`, stop those to other hosts, note errors and warnings."""

        def decide(route) -> None:
            if route.request.url.startswith(site):
                route.continue_()
            else:
                self.foreign.append(route.request.url)
                route.abort()

        page.route(lambda url: not url.startswith(("data:", "blob:")), decide)
        page.on("response", lambda response: self.responses.append(response))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda said: said.type in SILENT_FAILURES and self.complaints.append(said.text),
        )

    def check(self) -> None:
        """Fail when a page asked another host for something, or complained."""
        assert self.foreign == [], "requests to other hosts"
        failed = [r.url for r in self.responses if r.status >= 400]
        assert failed == [], "requests that failed"
        assert self.complaints == [], "errors and warnings in the console"


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
        scripted = options.get("java_script_enabled", True)
        if scripted and page.locator("script[src*='widgets.js']").count():
            page.locator("html[data-widgets=ready]").wait_for(timeout=60_000)
        return page

    yield open_one
    for context in contexts:
        context.close()
    log.check()
