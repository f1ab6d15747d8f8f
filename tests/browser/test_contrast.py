"""Text whose contrast axe-core leaves to a person: measured from the pixels that lie behind it.

Over pictures, shades and canvases, and for single letters, axe says "needs review". Here each page
is photographed twice, once with its text made invisible: the pixels that differ are the letters,
and what is seen in their place without them is their background.
"""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.browser.cards import cards
from tests.browser.test_accessibility import AXE
from tests.browser.test_site import PAGES

VIEWS = {"wide and light": (1280, "light"), "narrow and dark": (390, "dark")}
FEWEST = 4  # pixels that make a text
LEAST, LEAST_LARGE = 4.5, 3.0  # WCAG 2.2, success criterion 1.4.3
IN_DOUBT = """async () => {
    const { incomplete } = await axe.run(document,
        { runOnly: ["color-contrast"], resultTypes: ["incomplete"] });
    const opacity = (e) => (e ? Number(getComputedStyle(e).opacity) * opacity(e.parentElement) : 1);
    return incomplete.flatMap(({ nodes }) => nodes).map(({ target, html }, k) => {
        const element = document.querySelector(target[0]);
        element.dataset.doubt = k;
        const style = getComputedStyle(element);
        const { x, y, width, height } = element.getBoundingClientRect();
        const colour = element instanceof SVGElement ? style.fill : style.color;
        const size = parseFloat(style.fontSize);
        return { html: html.slice(0, 100), opacity: opacity(element),
            colour: colour.match(/[\\d.]+/g).map(Number),
            large: size >= 24 || (size >= 18.66 && style.fontWeight >= 700),
            box: [x + scrollX, y + scrollY, width, height] };
    });
}"""
INVISIBLE = """* { color: transparent !important; caret-color: transparent !important; }
    svg text { fill: transparent !important; }"""


AT_REST = """() => {
    const length = document.documentElement.scrollHeight;
    window.same = length === window.before ? (window.same ?? 0) + 1 : 0;
    window.before = length;
    return window.same >= 8;
}"""
"""Asked four times a second: whether the page has been as long for two seconds."""

ONE = """[data-doubt="{}"] {{ color: transparent !important; fill: transparent !important; }}"""


def photograph(page: Page, hidden: str = "") -> np.ndarray:
    """The whole page, (height, width, 3), in 0 to 255, with what the style `hidden` hides."""
    style = page.add_style_tag(content=hidden + "* { transition: none !important; }")
    taken = page.screenshot(full_page=True, animations="disabled")
    style.evaluate("(style) => style.remove()")
    picture = Image.open(io.BytesIO(taken))
    return np.asarray(picture.convert("RGB"), dtype=float)


def luminance(colours: np.ndarray) -> np.ndarray:
    """Relative luminance (WCAG 2.2) of colours (..., 3) in 0 to 255."""
    channels = colours / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def contrast(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    low, high = np.sort([luminance(one), luminance(other)], axis=0)
    return (high + 0.05) / (low + 0.05)


def lowest(text: dict, seen: np.ndarray, behind: np.ndarray) -> float | None:
    """The contrast of a text with the worst twentieth of what lies behind it; None: unseen."""
    x, y, width, height = text["box"]
    part = np.s_[int(max(y, 0)) : int(y + height) + 1, int(max(x, 0)) : int(x + width) + 1]
    letters = np.abs(seen[part] - behind[part]).max(axis=-1) > 24
    if letters.sum() < FEWEST:
        return None
    below = behind[part][letters]
    *colour, alpha = [*text["colour"], 1.0][:4]
    alpha *= text["opacity"]
    ratios = contrast(alpha * np.array(colour) + (1 - alpha) * below, below)
    return float(np.quantile(ratios, 0.05))


def too_pale(page: Page) -> tuple[int, list[str]]:
    """How many texts were measured, and those that stand out too little, with their contrasts."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    texts = page.evaluate(IN_DOUBT)
    page.evaluate("scrollTo(0, 0)")
    seen, behind = photograph(page), photograph(page, INVISIBLE)
    ratios = [lowest(text, seen, behind) for text in texts]
    for k, (text, ratio) in enumerate(zip(texts, ratios, strict=True)):
        if ratio is not None and ratio < least(text):  # or is it another's letter that covers it?
            ratios[k] = lowest(text, seen, photograph(page, ONE.format(k)))
    found = [(text, ratio) for text, ratio in zip(texts, ratios, strict=True) if ratio is not None]
    pale = [f"{ratio:.2f} {text['html']}" for text, ratio in found if ratio < least(text)]
    return len(found), pale


def least(text: dict) -> float:
    return LEAST_LARGE if text["large"] else LEAST


@pytest.mark.slow
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", PAGES)
def test_what_axe_leaves_open_stands_out_enough(open_page, name, view):
    width, theme = VIEWS[view]
    page = open_page(name, width=width, theme=theme)
    for card in cards(page) if page.locator(".dlb-card").count() else ():
        card.look()
    page.wait_for_function(AT_REST, polling=250)
    measured, pale = too_pale(page)
    print(f"{name}, {view}: {measured} texts measured")
    assert pale == []
