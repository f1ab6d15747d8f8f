"""No drag without another way: what can be dragged in a picture moves by keys, and a control comes
to the same state; so it does where a click chooses in a table.
"""

from __future__ import annotations

from math import log10

import pytest
from ipywidgets import FloatLogSlider, Widget
from playwright.sync_api import Locator

from dlbook.figures import FIGURES
from tests.browser.cards import Buttons, Card, Choice, Slider, cards
from tests.browser.figure_pages import by_figure
from tests.browser.moves import reset
from tests.browser.offers import dragged

OPPOSITE = {"ArrowRight": "ArrowLeft", "ArrowUp": "ArrowDown"}
SHEET = "draw"
"""The figure whose sheet is drawn on: `test_draw.py` draws by keys what a pointer draws."""


MARK = """(card, cursors) => {
    const isHand = (e) => cursors.includes(getComputedStyle(e).cursor);
    const hands = [...card.querySelectorAll(".dlb-picture *")]
        .filter((e) => isHand(e) && !isHand(e.parentElement));
    hands.forEach((e) => { e.dataset.hand = cursors[0]; });
    return hands.length;
}"""


def hands(card: Card, *cursors: str) -> list[Locator]:
    """What in the picture has one of these cursors."""
    card.root.evaluate(MARK, list(cursors))
    return card.root.locator(f"[data-hand={cursors[0]}]").all()


def draggable(card: Card) -> list[Locator]:
    return hands(card, "grab", "crosshair", "move", "ew-resize", "ns-resize")


def check_keys(card: Card, thing: Locator) -> None:
    """An arrow key moves it and changes what is said; the opposite one takes it back."""
    reset(card)
    moving = []
    for key, back in OPPOSITE.items():
        before = card.look()
        thing.press(key)
        after = card.look()
        thing.press(back)
        assert card.look().state == pytest.approx(before.state), f"{card.name}: {key}, {back}"
        if after.state != before.state:
            moving.append(key)
            assert after.picture != before.picture, f"{card.name}: {key} draws nothing anew"
    assert moving, f"{card.name}: no arrow key moves it"


def drag(card: Card, thing: Locator) -> None:
    reset(card)
    thing.scroll_into_view_if_needed()
    box = thing.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    card.page.mouse.move(x, y)
    card.page.mouse.down()
    card.page.mouse.move(x + 40, y - 30, steps=4)
    card.page.mouse.up()


def set_by_keys(card: Card, wanted: dict[str, float]) -> None:
    """Move the controls, by keys alone, to where a state has them."""
    of_label = {one.description: (trait, one) for trait, one in controls_of(card.name).items()}
    now = card.look().state
    for control in card.controls:
        trait, widget = of_label[control.label.replace("\xa0", " ")]
        if now[trait] != pytest.approx(wanted[trait]):
            is_log = isinstance(widget, FloatLogSlider)
            move(control, log10(wanted[trait]) if is_log else wanted[trait])


def controls_of(figure: str) -> dict[str, Widget]:
    return FIGURES[figure]().controls


def move(control: Slider | Choice | Buttons, value: float) -> None:
    """Move a control to a value: of a logarithmic slider its exponent, of a choice its place."""
    if isinstance(control, Buttons):
        control.buttons.nth(int(value)).press("Enter")
        return
    control.by_keyboard("low end")
    if isinstance(control, Choice):
        keys = ["ArrowDown"] * int(value)
    else:
        pages, steps = divmod(round((value - control.range[0]) / control.step), 5)
        keys = ["PageUp"] * pages + ["ArrowRight"] * steps
    for key in keys:
        control.page.keyboard.press(key)


def check_other_way(card: Card, what: str) -> None:
    """What a pointer has just done is done by the controls, from the start again, by keys alone."""
    by_pointer = card.look()
    reset(card)
    assert card.look().state != pytest.approx(by_pointer.state), f"{card.name}: {what} did nothing"
    set_by_keys(card, by_pointer.state)
    by_keys = card.look()
    assert by_keys.state == pytest.approx(by_pointer.state), f"{card.name}: {what}"
    assert by_keys.numbers == by_pointer.numbers, f"{card.name}: {what}"


@pytest.mark.parametrize("name", by_figure())
def test_what_can_be_dragged_moves_by_keys_and_by_a_control(visit, name):
    for card in cards(visit(name)):
        things = draggable(card)
        assert bool(things) == (card.name in dragged()), card.name
        for thing in things if card.name != SHEET else []:
            check_keys(card, thing)
            drag(card, thing)
            check_other_way(card, "the drag")


@pytest.mark.other_view
@pytest.mark.parametrize("name", by_figure())
def test_what_a_click_chooses_in_a_table_is_chosen_by_a_control(visit, name):
    for card in cards(visit(name)):
        choosable = hands(card, "pointer")
        cells = [one for one in choosable if one.evaluate("(e) => e.matches('td, tr:has(td)')")]
        for cell in cells[:1] + cells[-1:]:
            reset(card)
            cell.click()
            check_other_way(card, f"a click on {cell.inner_text()!r}")
