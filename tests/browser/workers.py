"""A page's machine in the hands of a test: its workers are remembered, end, or fall silent."""

from __future__ import annotations

from playwright.sync_api import Browser, Page

REMEMBER = """window.workers = []; const Own = window.Worker;
window.Worker = class extends Own { constructor(...all) { super(...all); workers.push(this); } };"""

DIE = """() => {
    const worker = workers.at(-1);
    worker.terminate();
    worker.onerror({ message: "it was taken away" });
}"""

SILENCE = "workers.at(-1).postMessage = () => {}"  # a machine that does not answer


def opened_by_the_clock(browser: Browser, address: str) -> Page:
    """A page whose workers are remembered, and whose clock the test moves."""
    page = browser.new_page()
    page.add_init_script(REMEMBER)
    page.clock.install()
    page.goto(address)
    return page
