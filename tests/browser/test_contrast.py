"""The contrast of every text that is seen: measured from the pixels that lie behind it.

Over pictures, shades and canvases, and for single letters, axe leaves it open. Here each page is
photographed with all its text in black, in white and invisible: the pixels that differ between
black and white are the letters, of whatever colour they are, and what is seen in their place
without them is their background.
"""

from __future__ import annotations

import io
from typing import NamedTuple

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.browser.cards import cards
from tests.browser.colours import contrast
from tests.browser.site_pages import PAGES

VIEWS = {"wide and light": (1280, "light"), "narrow and dark": (390, "dark")}
LEAST, LEAST_LARGE = 4.5, 3.0  # WCAG 2.2, success criterion 1.4.3
TEXTS = """() => {
    const pen = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const rgba = (colour) => {
        pen.clearRect(0, 0, 1, 1);
        pen.fillStyle = colour;
        pen.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
        return [r, g, b, a / 255];
    };
    const opacity = (e) => (e ? Number(getComputedStyle(e).opacity) * opacity(e.parentElement) : 1);
    const range = document.createRange();
    const boxes = (element) => [...element.childNodes]
        .filter((node) => node.nodeType === Node.TEXT_NODE && /[^\\s\\p{Cf}]/u.test(node.data))
        .flatMap((node) => {
            range.selectNodeContents(node);
            return [...range.getClientRects()];
        })
        .filter((box) => box.width > 0 && box.height > 0 && isWithin(element, box))
        .map(({ x, y, width, height }) => [x + scrollX, y + scrollY, width, height]);
    const isWithin = (element, { left, right, top, bottom }) => {
        const [x, y] = [(left + right) / 2, (top + bottom) / 2];
        for (let e = element; e !== document.body; e = e.parentElement) {
            const { overflow, display } = getComputedStyle(e);
            if (display === "inline" || overflow === "visible") continue;
            const box = e.getBoundingClientRect();
            if (x < box.left || x > box.right || y < box.top || y > box.bottom) return false;
        }
        return x > 0 && x < innerWidth && y + scrollY > 0;
    };
    const isAsked = (element) => !element.closest(":disabled, script, style, .katex-mathml")
        && element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    return [...document.body.querySelectorAll("*")].filter(isAsked)
        .map((element) => [element, boxes(element)])
        .filter(([, found]) => found.length)
        .map(([element, found], k) => {
            element.dataset.text = k;
            const style = getComputedStyle(element);
            const size = parseFloat(style.fontSize);
            return { html: element.outerHTML.slice(0, 100), boxes: found,
                opacity: opacity(element),
                colour: rgba(element instanceof SVGElement ? style.fill : style.color),
                large: size >= 24 || (size >= 18.66 && style.fontWeight >= 700) };
        });
}"""
"""Every element that has text of its own, and the boxes of its lines that nothing cuts off."""
LAID_OUT = "* { content-visibility: visible !important; }"
"""What is far from the window has its place too."""
INK = """{which}:not(#above-all) {{ color: {ink} !important; caret-color: transparent !important; }}
    :is(svg text, svg tspan){which}:not(#above-all) {{ fill: {ink} !important; }}"""


PIECE, ABOVE = 8000, 100
"""Pixels of a page's length in one photograph (Chromium draws no more than 16,384), and of the
window above it, where the bar lies over the text."""
AT_REST = """() => {
    const length = document.documentElement.scrollHeight;
    window.same = length === window.before ? (window.same ?? 0) + 1 : 0;
    window.before = length;
    return window.same >= 8;
}"""
"""Asked four times a second: whether the page has been as long for two seconds."""


class Photographs(NamedTuple):
    """A page with its text in black, in white and invisible: each (height, width, 3), 0 to 255."""

    black: np.ndarray
    white: np.ndarray
    behind: np.ndarray


def photographs(page: Page, part: slice, k: int | None = None) -> Photographs:
    """A part of the page's length with all its text, or with the `k`th alone, in each ink."""
    which = "" if k is None else f'[data-text="{k}"]'
    inks = ("black", "white", "transparent")
    return Photographs(*(photograph(page, INK.format(which=which, ink=ink), part) for ink in inks))


def photograph(page: Page, inked: str, part: slice) -> np.ndarray:
    """A part of the page's length, (height, width, 3), in 0 to 255, with its text as the style
    `inked` says."""
    style = page.add_style_tag(content=inked + "* { transition: none !important; }")
    tops = range(part.start, part.stop, PIECE)
    taken = [piece(page, top, min(top + PIECE, part.stop)) for top in tops]
    style.evaluate("(style) => style.remove()")
    return np.concatenate(taken)


def piece(page: Page, top: int, bottom: int) -> np.ndarray:
    """What the page shows from `top` to `bottom`, as (height, width, 3) in 0 to 255."""
    page.evaluate(f"scrollTo({{ top: {max(top - ABOVE, 0)}, behavior: 'instant' }})")
    above = top - int(page.evaluate("scrollY"))
    taken = page.screenshot(animations="disabled")
    pixels = np.asarray(Image.open(io.BytesIO(taken)).convert("RGB"), dtype=float)
    return pixels[above : above + bottom - top]


def whole(page: Page) -> slice:
    """All of the page's length, in pixels."""
    return slice(0, page.evaluate("document.documentElement.scrollHeight"))


def part_of(box: list[float]) -> tuple[slice, slice]:
    """The pixels of a photograph that a box of the page touches."""
    x, y, width, height = box
    return np.s_[int(max(y, 0)) : int(y + height) + 1, int(max(x, 0)) : int(x + width) + 1]


def ground(box: list[float], taken: Photographs) -> np.ndarray:
    """What lies behind the letters in a box, pixel by pixel: (n, 3)."""
    black, white, behind = (photo[part_of(box)] for photo in taken)
    return behind[np.abs(black - white).max(axis=-1) > 24]


def lowest(text: dict, taken: Photographs) -> float | None:
    """The contrast of a text with the worst twentieth of what lies behind it; None: unseen."""
    below = np.concatenate([ground(box, taken) for box in text["boxes"]])
    if not len(below):
        return None
    *colour, alpha = text["colour"]
    alpha *= text["opacity"]
    ratios = contrast(alpha * np.array(colour) + (1 - alpha) * below, below)
    return float(np.quantile(ratios, 0.05))


def alone(page: Page, k: int, text: dict) -> float | None:
    """The contrast of the `k`th text when no other is drawn, which might cover it."""
    top = int(min(y for _, y, _, _ in text["boxes"]))
    bottom = int(max(y + height for _, y, _, height in text["boxes"])) + 1
    boxes = [[x, y - top, width, height] for x, y, width, height in text["boxes"]]
    return lowest({**text, "boxes": boxes}, photographs(page, slice(top, bottom), k))


def stands_out(text: dict, ratio: float | None) -> bool:
    return ratio is not None and ratio >= least(text)


def at_rest(page: Page) -> tuple[list[dict], Photographs]:
    """The page's texts, and the page photographed while none of them moved: the status of a figure
    may grow by a line when it has trained once more, to see what rounding decides."""
    texts = texts_at_top(page)
    for _ in range(5):
        before, taken = texts, photographs(page, whole(page))
        texts = texts_at_top(page)
        if [text["boxes"] for text in texts] == [text["boxes"] for text in before]:
            return texts, taken
    raise AssertionError("the page does not come to rest")


def texts_at_top(page: Page) -> list[dict]:
    """The page's texts once it has rested at its top, where the theme shows or hides the list of
    what is on the page a moment after scrolling."""
    page.evaluate("() => { scrollTo({ top: 0, behavior: 'instant' }); window.same = 0; }")
    page.wait_for_function(AT_REST, polling=250)
    return page.evaluate(TEXTS)


def faults(page: Page) -> tuple[int, list[str]]:
    """How many texts there are, and those that stand out too little, with their contrasts, or that
    were not found in the photographs."""
    page.add_style_tag(content=LAID_OUT)
    height = min(ABOVE + PIECE, whole(page).stop)
    page.set_viewport_size({**page.viewport_size, "height": height})
    texts, taken = at_rest(page)
    ratios = [lowest(text, taken) for text in texts]
    for k, (text, ratio) in enumerate(zip(texts, ratios, strict=True)):
        if ratio is not None and not stands_out(text, ratio):
            ratios[k] = alone(page, k, text)
    found = [
        ("unseen" if ratio is None else f"{ratio:.2f}") + f" {text['html']}"
        for text, ratio in zip(texts, ratios, strict=True)
        if not stands_out(text, ratio)
    ]
    return len(texts), found


def least(text: dict) -> float:
    return LEAST_LARGE if text["large"] else LEAST


@pytest.mark.slow
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", PAGES)
def test_every_text_stands_out_enough(open_page, name, view):
    width, theme = VIEWS[view]
    page = open_page(name, width=width, theme=theme)
    for card in cards(page) if page.locator(".dlb-card").count() else ():
        card.look()
    texts, found = faults(page)
    print(f"{name}, {view}: {texts} texts")
    assert texts
    assert found == []


TEXT = {"boxes": [[0, 0, 9, 9]], "colour": [120, 120, 120, 1.0], "opacity": 1.0, "large": False}


def synthetic(ground: int, *, covered: bool = False) -> Photographs:
    """A square of grey ground with a letter of five by five pixels, which something may cover."""
    taken = Photographs(*(np.full((10, 10, 3), float(ground)) for _ in range(3)))
    if not covered:
        taken.black[2:7, 2:7], taken.white[2:7, 2:7] = 0.0, 255.0
    return taken


def test_the_palest_text_is_measured_too():
    assert lowest(TEXT, synthetic(135)) == pytest.approx(1.23, abs=0.005)
    assert lowest(TEXT, synthetic(120)) == 1
    assert lowest(TEXT, synthetic(0)) > LEAST


def test_a_text_that_something_covers_is_not_measured():
    assert lowest(TEXT, synthetic(135, covered=True)) is None


PALE = """<body style="background: rgb(135, 135, 135)"><h1 style="color: rgb({0}, {0}, {0})">
    A heading of grey on grey</h1></body>"""


def test_pale_text_of_a_page_is_found(browser):
    page = browser.new_page()
    for grey, found in ((120, ["1.23"]), (135, ["1.00"]), (0, [])):
        page.set_content(PALE.format(grey))
        texts, faulty = faults(page)
        assert texts == 1
        assert [text.split()[0] for text in faulty] == found
    page.close()
