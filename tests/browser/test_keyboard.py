"""Every figure by keyboard alone: Tab comes to each control, in order and in sight, and leaves; the
buttons and the units of the forward pass do what they say."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Locator, expect

from dlbook.figures import FIGURES
from tests.browser.cards import Card, cards
from tests.browser.figure_pages import FIRST_PAGES, by_figure
from tests.browser.tab_stops import walk


def is_before(one: list[float], other: list[float]) -> bool:
    """Whether the box `one` lies above `other` and not to the right of it."""
    return one[3] <= other[1] and one[0] <= other[0]


@pytest.mark.parametrize("way", ["forwards", "backwards"])
@pytest.mark.parametrize("name", by_figure())
def test_tab_comes_to_everything_in_the_order_of_the_page_and_leaves(visit, name, way):
    page = visit(name)
    for card in cards(page):
        card.look()
        stops, passed = walk(card, way)
        order = [at["stop"] for at in passed if at["stop"] >= 0]
        missing = [stop["name"] for k, stop in enumerate(stops) if k not in order]
        assert missing == [], f"{card.name}: Tab does not come to {missing}"
        assert order == sorted(order, reverse=way == "backwards"), card.name
        for at in passed:
            stop = stops[at["stop"]]["name"] if at["stop"] >= 0 else "something without a name"
            assert at["isMarked"], f"{card.name}: {stop} does not show the focus"
            assert at["isInSight"], f"{card.name}: {stop} has the focus out of sight"
        for one, other in pairwise(stops):
            jump = f"{card.name}: from {one['name']} back to {other['name']}"
            assert not is_before(other["box"], one["box"]), jump


STARTS = {"features": {"frame": 0}}
"""What a chapter gives a figure to begin with, where it is not what the figure has by itself."""


def start_of(card: Card) -> dict[str, float]:
    figure = FIGURES[card.name](**STARTS.get(card.name, {}))
    return {trait: getattr(figure, trait) for trait in figure.parameters}


def button(card: Card, name: str) -> Locator:
    return card.figure.locator(".dlb-tools").get_by_role("button", name=name, exact=True)


def check_seed(card: Card) -> None:
    """Another seed is taken by each press, and says other numbers."""
    for key in ("Enter", "Space"):
        before = card.look()
        button(card, "Another seed").press(key)
        after = card.look()
        assert after.state["seed"] != before.state["seed"], card.name
        assert after.numbers != before.numbers, card.name


def check_pin(card: Card) -> None:
    """A run is kept behind the next one, and let go again."""
    before = card.look()
    button(card, "Pin this run").press("Space")
    let_go = button(card, "Let the pinned run go")
    expect(let_go).to_be_focused()
    expect(let_go).to_have_attribute("aria-pressed", "true")
    assert card.look().picture != before.picture, f"{card.name}: no pinned run is drawn"
    let_go.press("Enter")
    expect(button(card, "Pin this run")).to_have_attribute("aria-pressed", "false")


def check_reset(card: Card) -> None:
    """Every control that was moved, and the seed, go back to where they stood at first."""
    for control in card.controls:
        control.by_keyboard("high end")
    assert card.look().state != pytest.approx(start_of(card)), card.name
    button(card, "Reset").press("Enter")
    assert card.look().state == pytest.approx(start_of(card)), card.name


@pytest.mark.other_view
@pytest.mark.parametrize("name", FIRST_PAGES)
def test_the_buttons_do_by_keys_what_they_say(visit, name):
    for card in cards(visit(name)):
        button(card, "Reset").press("Space")
        if button(card, "Another seed").count():
            check_seed(card)
        if button(card, "Pin this run").count():
            check_pin(card)
        check_reset(card)


MOVED = """([figure, before]) =>
    document.querySelector(`[data-figure="${figure}"]`).dataset.state !== before"""


def check_play(card: Card, group: Locator) -> None:
    """It plays by one key and stops by another, without a move of the focus; it steps, too."""
    back, play, on = (group.locator("button").nth(k) for k in range(3))
    play.press("Space")
    expect(play).to_have_accessible_name(re.compile("^Stop"))
    card.page.wait_for_function(MOVED, arg=[card.name, card.figure.get_attribute("data-state")])
    expect(play).to_be_focused()
    play.press("Enter")
    expect(play).to_have_accessible_name(re.compile("^Play"))
    before = card.look().state  # not the last: from there no step goes on
    card.page.wait_for_timeout(300)
    assert card.look().state == before, f"{card.name}: it moves though it was stopped"
    on.press("Space")
    assert card.look().state != before, card.name
    back.press("Space")
    assert card.look().state == before, card.name


@pytest.mark.other_view
@pytest.mark.parametrize("name", FIRST_PAGES)
def test_what_plays_starts_stops_and_steps_by_keys(visit, name):
    for card in cards(visit(name)):
        for group in card.figure.locator(".dlb-play").all():
            for slider in card.sliders:
                slider.by_keyboard("low end")
            card.look()
            check_play(card, group)


@pytest.mark.parametrize("name", ["book/networks.html"])
def test_a_unit_of_the_forward_pass_is_chosen_by_keys(visit, name):
    (card,) = (card for card in cards(visit(name)) if card.name == "forward-pass")
    units = card.figure.locator("circle[role=button]")
    assert units.count() > 2
    seen = []
    for k, key in ((0, "Enter"), (1, "Space"), (units.count() - 1, "Enter")):
        units.nth(k).press(key)
        seen.append(card.look())
        assert "dlb-chosen" in units.nth(k).get_attribute("class")
        expect(units.nth(k)).to_be_focused()
        expect(card.figure.get_by_role("status")).to_contain_text(
            units.nth(k).get_attribute("aria-label").split()[2]
        )
    assert len({look.state["unit"] for look in seen}) == 3
    assert len({look.numbers["z"] for look in seen}) == 3
