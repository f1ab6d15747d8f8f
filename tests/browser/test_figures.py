"""Every control of every figure on the built site, moved by keyboard and by pointer.

The picture has to change, and every number shown has to be what dlbook computes afresh for that
setting, to the digits shown.
"""

from __future__ import annotations

import json

import numpy as np
import pytest
from playwright.sync_api import expect

from dlbook.figures import FIGURES
from tests.browser.cards import POSITIONS, Card, cards
from tests.browser.figure_pages import PAGES, by_figure, on_one_page
from tests.browser.fresh_numbers import check_numbers, fresh
from tests.browser.moves import LAST, go_to
from tests.browser.visits import settled


def move_everywhere(card: Card, way: str) -> None:
    """Move each control to its ends and its middle; at each, look and compare."""
    for control in sorted(card.controls, key=lambda one: (card.name, one.label) in LAST):
        pictures = []
        for position in POSITIONS:
            getattr(control, f"by_{way}")(position)
            seen = card.look()
            where = f"{card.name}, {control.label} at its {position} by {way}"
            check_numbers(card, seen, where)
            pictures.append(seen.picture)
        low, high = control.range
        assert control.value == high, f"{card.name}, {control.label}: {way} does not reach the end"
        assert low < high
        assert len(set(pictures)) > 1, f"{card.name}, {control.label}: the picture never changes"


def test_there_are_pages_with_figures():
    assert PAGES, "no page of the built site has a figure: build it with `make site`"


@pytest.mark.parametrize("way", ["keyboard", "pointer"])
@pytest.mark.parametrize("name", by_figure())
def test_every_control_moves_the_picture_and_shows_fresh_numbers(visit, name, way):
    page = visit(name)
    for card in cards(page):
        assert card.look().source in ("recorded", "computed in the page")
        move_everywhere(card, way)


@pytest.mark.parametrize("name", by_figure())
def test_the_text_alternative_follows_the_state(visit, name):
    page = visit(name)
    for card in cards(page):
        if not card.controls:
            continue
        picture = card.figure.locator(".dlb-picture")
        card.controls[0].by_keyboard("low end")
        card.look()
        low = picture.get_attribute("aria-label")
        card.controls[0].by_keyboard("high end")
        seen = card.look()
        high = picture.get_attribute("aria-label")
        assert low != high, f"{card.name}: the text alternative does not follow"
        assert all(shown in high for shown in seen.numbers.values())


@pytest.mark.parametrize("name", on_one_page())
def test_a_figure_s_address_brings_back_its_state(visit, name):
    """The first figure's by opening the page anew, the others' by following a link."""
    page = visit(name)
    movable = [card for card in cards(page) if card.controls]
    states = {}
    for card in movable:
        card.controls[0].by_keyboard("low end")
        states[card.name] = card.look().state
        card.controls[0].by_keyboard("high end")
        assert card.look().state != states[card.name]
    first, *others = movable
    go_to(page, first.name, states[first.name])
    page.reload()
    settled(page)
    for card in others:
        go_to(page, card.name, states[card.name])
    for card in cards(page):
        if card.controls:
            assert card.look().state == pytest.approx(states[card.name])


@pytest.mark.parametrize("lr", [1.0, 60.0])  # a run that settles, and one that swings
def test_a_figure_says_where_rounding_decides_its_digits(open_page, lr):
    page = open_page("book/pass_fail.html")
    (card,) = (card for card in cards(page) if card.name == "pass-fail")
    go_to(page, card.name, {"lr": lr})
    state = card.look().state
    loss, other = (fresh(card.name, json.dumps({**state, "lr": rate}))["train_loss"]
                   for rate in (lr, float(np.nextafter(lr, np.inf))))  # fmt: skip
    assert card.says_that_rounding_decides() == (abs(other - loss) > 0.1 * loss)


STOPPED = """(root) => {
    const line = root.querySelector('.dlb-status');
    const stop = root.querySelector('.dlb-play [aria-label^=Stop]');
    const before = line.firstChild;
    stop.click();
    return line.textContent !== "" && line.firstChild !== before;
}"""


def test_what_changes_from_picture_to_picture_is_read_out_once_they_rest(open_page):
    cards_there = cards(open_page("book/gradient_descent.html"))
    figure = next(card.figure for card in cards_there if card.name == "landscape")
    line = figure.get_by_role("status")
    figure.get_by_role("button", name="Play").click()
    expect(line).to_have_attribute("aria-live", "off")
    assert figure.evaluate(STOPPED), "what it says at the end is not said anew"
    expect(line).to_have_attribute("aria-live", "polite")


PALEST = """(root) => {
    const opacity = (element) => element === root ? 1
        : opacity(element.parentElement) * getComputedStyle(element).opacity;
    return Math.min(...[...root.querySelectorAll('text')].map(opacity), 1);
}"""


@pytest.mark.parametrize("name", on_one_page())
def test_an_address_that_asks_for_the_impossible_is_kept_to_what_the_controls_allow(visit, name):
    page = visit(name)
    for card in cards(page):
        bounds = FIGURES[card.name]().bounds
        for asked in ("1e9", "0.4", "1e999", "NaN", "?", "-1e9"):
            go_to(page, card.name, {**dict.fromkeys(bounds, asked), "nothing": 1})
            seen = card.look()
            for trait, (low, high, step) in bounds.items():
                assert low <= seen.state[trait] <= high, f"{card.name}: {trait}={asked}"
                assert step != 1 or seen.state[trait] % 1 == 0, f"{card.name}: {trait}={asked}"
            check_numbers(card, seen, f"{card.name} asked for {asked}")
            assert card.figure.evaluate(PALEST) == 1, f"{card.name}: pale words"


@pytest.mark.parametrize("name", PAGES)
def test_predictions_take_a_guess_before_they_show_the_answer(visit, name):
    page = visit(name)
    forms = page.locator("form.dlb-predict")
    for i in range(forms.count()):
        form = forms.nth(i)
        answer = form.locator(".dlb-answer")
        assert answer.inner_text() == ""
        commit = form.get_by_role("button", name="Commit my answer")
        radio = form.locator("input[type=radio]").first
        if radio.count():
            commit.press("Enter")  # without a guess no answer is shown
            assert answer.inner_text() == "Please choose one of the answers."
            radio.press("Space")
        else:
            number = form.locator("input.dlb-number")
            for no_number in ("", "about two"):
                number.fill(no_number)
                commit.press("Enter")
                assert answer.inner_text().startswith("Please answer with one number")
                assert number.get_attribute("aria-invalid") == "true"
            number.fill("1")
        commit.press("Enter")
        said = answer.inner_text()
        assert said.startswith("You said ")
        assert (": right." in said) != ("The answer:" in said)
        assert commit.is_disabled()


def test_a_value_outside_a_slider_is_told_its_range(open_page):
    page = open_page("book/gradient_descent.html")
    card = page.locator(".dlb-card:has([data-figure=landscape][data-state])")
    box = card.locator(".widget-readout[contenteditable=true]").nth(1)
    said = card.locator(".dlb-corrected").nth(1)
    expect(box).to_have_attribute("title", "from −5 to 5")
    for typed, value in (("-7", "−7 became −5"), ("9", "9 became 5")):
        box.fill(typed)
        box.press("Enter")
        box.blur()
        expect(said).to_have_text(f"“Start w₁” goes from −5 to 5; {value}.")
    box.fill("−2.5")
    box.press("Enter")
    expect(said).to_be_empty()
    expect(box).to_have_text("−2.5")
