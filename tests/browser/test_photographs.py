"""With forced colours, by photographs: sliders, boxes to tick, round ones, and what pictures draw
have 3 to 1 against what they stand on."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page

from tests.browser.cards import cards
from tests.browser.colours import contrast, luminance
from tests.browser.figure_pages import CHAPTER, PAGES
from tests.browser.ground import PAGE as PLAYGROUND
from tests.browser.ground import Ground

LEAST = 3.0  # WCAG 2.2, success criterion 1.4.11
SCALE = 2  # pixels of a photograph for one of the page: lines are thin
SLIDERS = ".dlb-controls .slider-container, input[type=range]:enabled"
HIGH = 28  # pixels, photographed of a slider: less than a row of controls
TO_TICK = "input:is([type=checkbox], [type=radio]):enabled"
PICTURES = ".dlb-picture, .dlb-pg-body"
PALE_ON_PURPOSE = {"dlb-pixel"}
"""The grey levels of an image, which say how dark it is."""
COVERED = 0.9
"""A shape of which less is seen lies under others, and is measured without them."""
THUMB, END = (
    12,
    24,
)  # pixels: a thumb is higher, and a track begins no further from the photograph's end


def photograph(place: Locator, margin: float = 0) -> np.ndarray:
    """An element, and a margin of some pixels of the page, as (height, width, 3) in 0 to 255."""
    place.evaluate("(e) => e.scrollIntoView({ block: 'center', behavior: 'instant' })")
    x, y, width, height = place.bounding_box().values()
    clip = {"x": x - margin, "y": y - margin, "width": width + 2 * margin}
    clip["height"] = height + 2 * margin
    taken = place.page.screenshot(clip=clip, animations="disabled")
    return np.asarray(Image.open(io.BytesIO(taken)).convert("RGB"), dtype=float)


def standing_out(taken: np.ndarray) -> np.ndarray:
    """Which pixels do, against the one in the corner: (height, width)."""
    return contrast(taken, np.broadcast_to(taken[0, 0], taken.shape)) >= LEAST


def extents(mask: np.ndarray) -> np.ndarray:
    """How far apart the first and the last pixel of each column are, in pixels of the page."""
    first, last = mask.argmax(axis=0), len(mask) - mask[::-1].argmax(axis=0)
    return np.where(mask.any(axis=0), last - first, 0) / SCALE


def slider_faults(taken: np.ndarray) -> list[str]:
    """What of a slider does not stand out: its track from end to end, its thumb above it."""
    high = extents(standing_out(taken))
    end = END * SCALE
    faults = [] if (high[end:-end] > 0).all() else ["track"]
    wide = (high >= THUMB).sum() / SCALE
    return faults if THUMB / 2 <= wide < 3 * THUMB else [*faults, "thumb"]


def box_faults(off: np.ndarray, on: np.ndarray) -> list[str]:
    """What of a box to tick does not stand out: its edge all around, its mark."""
    edge = standing_out(off)
    closed = [
        (along[along > 0] > 0).sum() / SCALE for along in (edge.sum(axis=0), edge.sum(axis=1))
    ]
    faults = [] if min(closed) >= THUMB else ["edge"]
    marked = (contrast(on, off) >= LEAST).sum() / SCALE**2
    return faults if marked >= THUMB else [*faults, "mark"]


def check_controls(page: Page) -> None:
    """Assert that the page has sliders and boxes, and that they stand out."""
    sliders = [one for one in page.locator(SLIDERS).all() if one.is_visible()]
    assert sliders
    boxes = [one for one in page.locator(TO_TICK).all() if one.is_visible()]
    assert boxes
    for slider in sliders:
        taken = photograph(slider, (HIGH - slider.bounding_box()["height"]) / 2)
        assert slider_faults(taken) == [], html(slider)
    for box in boxes:
        if box.is_checked():
            continue
        off = photograph(box, 3)
        box.check()
        page.mouse.move(2, 2)
        assert box_faults(off, photograph(box, 3)) == [], html(box)


def html(place: Locator) -> str:
    return place.evaluate("(e) => e.outerHTML")[:200]


SHAPES = """(root) => {
    const corner = root.getBoundingClientRect();
    const seen = (e) => {
        const { fill, stroke, visibility } = getComputedStyle(e);
        const { left, right, top, bottom, width, height } = e.getBoundingClientRect();
        const svg = e.ownerSVGElement.getBoundingClientRect();
        const [x, y] = [(left + right) / 2, (top + bottom) / 2];
        const isThere = e.tagName === "rect" ? Math.min(width, height) >= 1 : width + height > 0;
        return visibility === "visible" && isThere
            && [fill, stroke].some((colour) => !["none", "rgba(0, 0, 0, 0)"].includes(colour))
            && x > svg.left && x < svg.right && y > svg.top && y < svg.bottom;
    };
    const shapes = [...root.querySelectorAll("svg :is(path, line, circle, rect, polygon)")]
        .filter((e) => !e.closest("clipPath, defs") && e.checkVisibility() && seen(e));
    const named = (e) => e.getAttribute("class") ?? e.tagName;
    const kind = (e) => e.closest(".dlb-axis") ? "dlb-axis"
        : `${named(e.parentElement)} > ${named(e)}`;
    const boxOf = ({ x, y, width, height }) => [x - corner.x, y - corner.y, width, height];
    return [...Map.groupBy(shapes, (e) => e.ownerSVGElement).values()]
        .flatMap((own) => [...Map.groupBy(own, kind)].map(([name, members], turn) => {
            members.forEach((e) => { e.dataset.turn = turn; });
            return [turn, name, members.map((e) => boxOf(e.getBoundingClientRect()))];
        }));
}"""
"""The shapes of a picture by their class names, rectangles from a pixel's width on, each with the
box that it lies in, and the turn in which they are hidden: one kind of each drawing at a time."""


def own(box: list[float], taken: np.ndarray, without: np.ndarray) -> np.ndarray:
    """What is seen of a shape, with what is behind each pixel: (2, n, 3)."""
    x, y, width, height = (SCALE * length for length in box)
    part = np.s_[max(int(y) - 4, 0) : int(y + height) + 5, max(int(x) - 4, 0) : int(x + width) + 5]
    seen = np.abs(taken[part] - without[part]).max(axis=-1) > 12
    return np.array([taken[part][seen], without[part][seen]])


def ratio(shape: np.ndarray, behind: np.ndarray) -> float:
    """The contrast of a shape with what is behind it, or of its edge with its inside; 1 where
    nothing of it is seen."""
    if not shape.size:
        return 1.0
    low, high = np.quantile(luminance(shape), [0.1, 0.9])
    return float(max(np.quantile(contrast(shape, behind), 0.9), (high + 0.05) / (low + 0.05)))


def palest(picture: Locator) -> dict[str, float]:
    """Of each kind of shape in a picture the contrast that all but a tenth have."""
    kinds, taken = picture.evaluate(SHAPES), photograph(picture)
    turns = range(1 + max((turn for turn, *_ in kinds), default=0))
    without = [hidden(picture, f'[data-turn="{turn}"]') for turn in turns]
    found: dict[str, float] = {}
    for turn, kind, boxes in kinds:
        seen = [own(box, taken, without[turn]) for box in boxes]
        if lowest(seen) < LEAST:
            seen = uncovered(picture, turn, boxes, seen)
        found[kind] = min(lowest(seen), found.get(kind, np.inf))
    return found


def lowest(shapes: list[np.ndarray]) -> float:
    """The contrast that all but a tenth of some shapes have."""
    return float(np.quantile([ratio(*shape) for shape in shapes], 0.1))


def uncovered(
    picture: Locator, turn: int, boxes: list[list[float]], seen: list[np.ndarray]
) -> list[np.ndarray]:
    """What is seen of shapes; of those that lie under others what is seen without these."""
    alone = hidden(picture, f'[data-turn]:not([data-turn="{turn}"])')
    empty = hidden(picture, "[data-turn]")
    whole = [own(box, alone, empty) for box in boxes]
    return [
        part if part.shape[1] >= COVERED * all_of.shape[1] else all_of
        for part, all_of in zip(seen, whole, strict=True)
    ]


def hidden(picture: Locator, shapes: str) -> np.ndarray:
    """A picture without some of its shapes."""
    style = picture.page.add_style_tag(content=f"{shapes} {{ visibility: hidden !important; }}")
    taken = photograph(picture)
    style.evaluate("(style) => style.remove()")
    return taken


def too_pale(picture: Locator) -> dict[str, float]:
    found = palest(picture)
    assert found
    return {kind: r for kind, r in found.items() if r < LEAST and not pale_on_purpose(kind)}


def pale_on_purpose(kind: str) -> bool:
    return not PALE_ON_PURPOSE.isdisjoint(kind.split())


def opened(open_page, name: str, theme: str) -> Page:
    """A page with forced colours, its figures drawn and the playground trained a little."""
    page = open_page(name, theme=theme, forced_colors="active", device_scale_factor=SCALE)
    page.set_viewport_size({"width": 1280, "height": 1400})
    if name == PLAYGROUND:
        Ground(page).train(3)
    else:
        [card.look() for card in cards(page)]
    return page


@pytest.mark.other_view
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", [CHAPTER, PLAYGROUND])
def test_with_forced_colours_sliders_and_boxes_stand_out(open_page, name, theme):
    check_controls(opened(open_page, name, theme))


@pytest.mark.other_view
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", sorted({*PAGES, PLAYGROUND}))
def test_with_forced_colours_the_shapes_of_every_picture_stand_out(open_page, name, theme):
    page = opened(open_page, name, theme)
    pictures = page.locator(PICTURES).all()
    assert pictures
    for picture in pictures:
        assert too_pale(picture) == {}
