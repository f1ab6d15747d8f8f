"""The sheet of the final project: a digit drawn by mouse, by finger or by keyboard is read."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from playwright.sync_api import Locator, Page

from dlbook import data
from dlbook.experiments.reading import reader
from tests.browser.cards import Card, cards

PAGE = "book/final_project.html"
DIGITS = {
    0: [[(5, 0), (1, 3), (1, 9), (5, 12), (9, 9), (9, 3), (5, 0)]],
    1: [[(2, 3), (5, 0), (5, 12)]],
    2: [[(1, 3), (3, 0), (7, 0), (9, 3), (1, 12), (10, 12)]],
    3: [[(1, 0), (8, 1), (4, 5), (9, 8), (7, 12), (1, 11)]],
    4: [[(6, 12), (7, 0), (0, 8), (10, 8)]],
    5: [[(9, 0), (2, 0), (1, 5), (7, 5), (9, 9), (6, 12), (1, 11)]],
    6: [[(7, 0), (2, 5), (1, 10), (5, 12), (9, 10), (7, 7), (2, 8)]],
    7: [[(1, 0), (9, 0), (4, 12)], [(3, 6), (8, 6)]],
    8: [[(5, 6), (1, 3), (5, 0), (9, 3), (5, 6), (0, 9), (5, 12), (10, 9), (5, 6)]],
    9: [[(9, 4), (4, 6), (1, 3), (5, 0), (9, 2), (9, 4), (7, 12)]],
}


def draw_card(page: Page) -> Card:
    return next(card for card in cards(page) if card.name == "draw")


@pytest.fixture
def card(visit) -> Card:
    """The figure, with an image of the data on its sheet."""
    card = draw_card(visit(PAGE))
    for position in ("low end", "high end"):
        card.sliders[0].by_keyboard(position)
    return card


def sheet(card: Card) -> Locator:
    canvas = card.figure.locator("canvas.dlb-sketch")
    canvas.scroll_into_view_if_needed()
    return canvas


def places(card: Card, stroke: list[tuple[int, int]]) -> list[tuple[float, float]]:
    """A stroke of `DIGITS` in the page's pixels, in the middle of the sheet."""
    box = sheet(card).bounding_box()
    unit = box["width"] / 16
    return [(box["x"] + (3 + x) * unit, box["y"] + (2 + y) * unit) for x, y in stroke]


def by_mouse(card: Card, strokes: list) -> None:
    for stroke in strokes:
        at = places(card, stroke)
        card.page.mouse.move(*at[0])
        card.page.mouse.down()
        for place in at[1:]:
            card.page.mouse.move(*place, steps=3)
        card.page.mouse.up()


def by_finger(card: Card, strokes: list) -> None:
    finger = card.page.context.new_cdp_session(card.page)

    def touch(kind: str, points: list) -> None:
        touches = [{"x": x, "y": y} for x, y in points]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    for stroke in strokes:
        at = np.array(places(card, stroke))
        touch("touchStart", [at[0]])
        for start, end in pairwise(at):
            for share in np.linspace(0, 1, 9)[1:]:
                touch("touchMove", [start + share * (end - start)])
        touch("touchEnd", [])


@pytest.mark.parametrize("digit", DIGITS)
def test_a_digit_drawn_by_mouse_is_read(card, digit):
    by_mouse(card, DIGITS[digit])
    seen = card.look()
    assert seen.numbers["says"] == str(digit)
    assert "label" not in seen.numbers
    assert "your drawing" in card.figure.locator(".dlb-status").inner_text()


@pytest.mark.parametrize("digit", [2, 7])
def test_a_digit_drawn_by_finger_is_read_and_the_page_stays_where_it_is(open_page, digit):
    card = draw_card(open_page(PAGE, width=390, has_touch=True, is_mobile=True))
    sheet(card)
    before = card.page.evaluate("scrollY")
    by_finger(card, DIGITS[digit])
    assert card.look().numbers["says"] == str(digit)
    assert card.page.evaluate("scrollY") == before


def test_a_digit_drawn_by_keyboard_is_read(card):
    sheet(card).focus()
    for key in ["Delete", "Space", *["ArrowDown"] * 12, "Space"]:
        card.page.keyboard.press(key)
    assert card.look().numbers["says"] == "1"
    card.page.keyboard.press("ArrowRight")  # the pen is up: nothing is drawn
    drawn = card.look()
    card.page.keyboard.press("Backspace")
    assert card.look().numbers != drawn.numbers
    assert "an empty sheet" in card.figure.locator(".dlb-status").inner_text()


def test_the_numbers_are_dlbook_s_for_what_was_drawn(card):
    by_mouse(card, DIGITS[3])
    seen = card.look()
    counts = card.figure.locator("text.dlb-count").all_text_contents()
    image = np.array([int(count or 0) for count in counts]).reshape(8, 8) / 16
    expected = data.digit_from_strokes([np.array(stroke) for stroke in DIGITS[3]])
    # the page rounds the pointer's places to pixels, so a few of the ink's pixels differ
    assert np.abs(image - expected).max() <= 3 / 16
    share = 100 * reader().predict(image.reshape(1, 64)).max()
    assert seen.numbers["probability"] == f"{share:.1f}"


def test_clear_empties_the_sheet_and_the_slider_brings_an_image_back(card):
    card.figure.get_by_role("button", name="Clear").click()
    card.look()
    assert "an empty sheet" in card.figure.locator(".dlb-status").inner_text()
    assert "".join(card.figure.locator("text.dlb-count").all_text_contents()) == ""
    card.sliders[0].by_keyboard("low end")
    assert "label" in card.look().numbers


def test_reset_brings_the_image_back(card):
    before = card.look().numbers
    by_mouse(card, DIGITS[1])
    assert card.look().numbers != before
    card.figure.get_by_role("button", name="Reset").click()
    assert "label" in card.look().numbers


def test_a_sheet_that_is_cleared_while_a_stroke_is_drawn_stays_empty(card):
    first, *others = places(card, DIGITS[2][0])
    mouse = card.page.mouse
    mouse.move(*first)
    mouse.down()
    mouse.move(*others[0], steps=4)
    card.page.keyboard.press("Delete")
    for place in others[1:]:
        mouse.move(*place, steps=4)
    mouse.up()
    card.look()
    assert "an empty sheet" in card.figure.locator(".dlb-status").inner_text()


def test_undo_takes_back_one_stroke(card):
    by_mouse(card, DIGITS[7][:1])
    before = card.look().numbers
    by_mouse(card, DIGITS[7][1:])
    assert card.look().numbers != before
    card.figure.get_by_role("button", name="Undo stroke").click()
    assert card.look().numbers == before
