"""Sliders in a browser: from the key to the picture, on the site and in JupyterLab.

Needs Chromium on the PATH and the built site (`make site`). The time is taken in the page, from the
key event to the moment the figure has drawn the new state; the next paint follows within a frame.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, sync_playwright

from benchmarks.measure import use_cores
from tests.browser.cards import Card, cards
from tests.browser.lab import card_from, run_all, running_lab
from tools import chromium
from tools.paths import BOOK, SITE
from tools.serve import open_server

KEYS = 40
PAGES = ("pass_fail", "perceptron")

# resolves with the milliseconds from the next key to the drawing of what was computed for it
WATCH = """(root) => {
    window.drawn = new Promise((resolve) => {
        document.addEventListener("keydown", () => {
            const start = performance.now();
            const observer = new MutationObserver(() => {
                if (root.dataset.source !== "computed in the page") return;
                observer.disconnect();
                resolve(performance.now() - start);
            });
            observer.observe(root, { attributes: true, attributeFilter: ["data-state"] });
        }, { capture: true, once: true });
        setTimeout(() => resolve(null), 15000);
    });
}"""


def times(page: Page, card: Card, slider) -> list[float]:
    """Milliseconds of `KEYS` presses of an arrow key, turning round at the slider's ends."""
    slider.handle.focus()
    page.keyboard.press("Home")
    page.wait_for_timeout(500)
    found, key = [], "ArrowRight"
    for _ in range(KEYS):
        if slider.value >= slider.range[1]:
            key = "ArrowLeft"
        elif slider.value <= slider.range[0]:
            key = "ArrowRight"
        card.figure.evaluate(WATCH)
        page.keyboard.press(key)
        found.append(page.evaluate("() => window.drawn"))
    if None in found:
        raise RuntimeError(f"{card.name}: a key press drew nothing")
    return found


def summary(milliseconds: list[float]) -> dict[str, float]:
    """Median and 95th percentile."""
    return {
        "median_ms": round(float(np.median(milliseconds)), 2),
        "p95_ms": round(float(np.percentile(milliseconds, 95)), 2),
    }


def on_the_site(browser) -> dict:
    """Every slider of the figures on some pages of the built site."""
    server = open_server(SITE, 8200)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found = {}
    for name in PAGES:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"http://127.0.0.1:{server.server_address[1]}/book/{name}.html")
        for card in cards(page):
            for slider in card.sliders:
                label = f"{card.name}, {slider.label}"
                found[label] = summary(times(page, card, slider))
                print(f"on the site  {label}: {found[label]}")
        page.close()
    server.shutdown()
    return found


def in_jupyterlab(browser) -> dict:
    """The learning rate of the pass/fail figure in JupyterLab: a training for each key."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(BOOK / "pass_fail.ipynb", folder)
        with running_lab(Path(folder)) as address:
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            run_all(page, address, "pass_fail.ipynb")
            card = card_from(page, "pass-fail", "computed in the page")
            page.wait_for_timeout(20_000)  # let the rest of the chapter finish
            slider = next(slider for slider in card.sliders if "rate" in slider.label)
            took = summary(times(page, card, slider))
            print(f"in JupyterLab  pass-fail, {slider.label}: {took}")
            page.close()
    return took


def measure() -> dict:
    """Both, in milliseconds."""
    use_cores(None)  # the browser, the server and the kernel are programs of their own
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        found = {"site": on_the_site(browser), "lab": in_jupyterlab(browser)}
        browser.close()
    return found
