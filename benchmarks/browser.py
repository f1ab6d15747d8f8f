"""Sliders in a browser: from the key to the picture, for every figure of the site, and in
JupyterLab.

Needs Chromium and the built site (`make site`). The times are taken in the page, from
the key event to the moments when the figure has drawn something of the new state, and all of it;
the next paint follows within a frame.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.measure import use_cores
from dlbook.measurements.page_targets import SEED
from tests.browser.cards import Card, Slider, cards
from tests.browser.lab import card_from, run_all, running_lab
from tools import chromium
from tools.paths import BOOK, SITE
from tools.serve import serving

KEYS, SECONDS, LEAST = 40, 2.0, 3
"""A slider's keys: so many, or fewer where they take longer than that, but so many at least."""

PAGES = (
    "perceptron", "activations", "networks", "backpropagation", "losses", "gradient_descent",
    "learning_rate", "optimizers", "mini_batches", "many_workers", "pass_fail", "final_project",
    "early_stopping", "dropout", "why_deep_learning", "overfitting", "loss_landscapes",
    "initialisation_and_transfer", "where_a_gpu_pays",
)  # fmt: skip
"""Pages that have every figure between them; what stands on several is measured on the first."""

# resolves with the milliseconds from the next key to the first picture of another state, and to
# the last one for it; meanwhile the figure says that it is computing
WATCH = """(root) => {
    window.drawn = new Promise((resolve) => {
        document.addEventListener("keydown", () => {
            const start = performance.now(), { state } = root.dataset;
            let first;
            const observer = new MutationObserver(() => {
                if (root.dataset.state === state) return;
                const taken = performance.now() - start;
                first ??= taken;
                if (root.dataset.source === "computing") return;
                observer.disconnect();
                resolve([first, taken]);
            });
            observer.observe(root, { attributeFilter: ["data-source", "data-state"] });
        }, { capture: true, once: true });
        setTimeout(() => resolve(null), 30000);
    });
}"""


def times(page: Page, card: Card, slider: Slider) -> list[list[float]]:
    """Milliseconds to the first picture and to the whole one, for presses of an arrow key.

    From one end towards the other and never back: what was computed before may be kept.
    """
    slider.handle.focus()
    page.keyboard.press("Home")
    card.look()
    found, begun = [], time.monotonic()
    while len(found) < KEYS and slider.value < slider.range[1] - 1e-9:
        found.append(press(page, card, "ArrowRight"))
        if len(found) >= LEAST and time.monotonic() - begun > SECONDS:
            break
    return found


def press(page: Page, card: Card, key: str) -> list[float]:
    """Milliseconds from a key to the first picture and to the whole one."""
    card.figure.evaluate(WATCH)
    page.keyboard.press(key)
    drawn = page.evaluate("() => window.drawn")
    if drawn is None:
        raise RuntimeError(f"{card.name}: the key {key} drew nothing")
    return drawn


def seeds(page: Page, card: Card) -> list[list[float]]:
    """The same for another seed, which trains all anew; none where a figure has no seeds."""
    button = card.figure.get_by_role("button", name=SEED)
    if not button.count():
        return []
    button.focus()
    return [press(page, card, "Enter") for _ in range(LEAST)]


def summary(milliseconds: list[list[float]]) -> dict[str, float]:
    """Medians of the first picture and of the whole one, and that one's 95th percentile."""
    first, whole = np.array(milliseconds).T
    return {
        "first_ms": round(float(np.median(first)), 2),
        "median_ms": round(float(np.median(whole)), 2),
        "p95_ms": round(float(np.percentile(whole, 95)), 2),
        "keys": len(whole),
    }


def on_the_site(browser: Browser) -> dict:
    """Every slider of every figure: {figure: {slider: its times}}."""
    found: dict[str, dict] = {}
    with serving(SITE, 8200) as site:
        for name in PAGES:
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(f"{site}book/{name}.html")
            all_cards = list(cards(page))
            for card in all_cards:
                card.look()  # none trains while another is measured
            for card in all_cards:
                if card.name not in found:
                    found[card.name] = of_figure(page, card)
            page.close()
    return found


def of_figure(page: Page, card: Card) -> dict:
    """The times of every slider of one figure, and of another seed."""
    measured = {slider.label: times(page, card, slider) for slider in card.sliders}
    measured[SEED] = seeds(page, card)
    found = {label: summary(took) for label, took in measured.items() if took}
    print(f"on the site  {card.name}: {found}", flush=True)
    return found


def in_jupyterlab(browser: Browser) -> dict:
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
