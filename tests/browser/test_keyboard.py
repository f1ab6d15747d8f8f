"""Every figure by keyboard alone: Tab comes to each control, in order and in sight, and leaves."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.browser.cards import Card, cards
from tests.browser.test_figures import by_figure

BEGIN = """(card, backwards) => {
    const named = "button, select, input, textarea, summary, a[href], [contenteditable=true], "
        + "[role=slider], [role=button], [role=application], [tabindex='0']";
    const places = ".widget-inline-hbox, .dlb-panel, .dlb-button, .dlb-numbers-box, .dlb-code";
    const isThere = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.disabled;
    const nameOf = (e) => `${e.getAttribute("class") ?? e.tagName}: `
        + `${e.getAttribute("aria-label") ?? e.textContent.slice(0, 30)}`;
    const boxOf = (e) => {
        const { left, top, right, bottom } = (e.closest(places) ?? e).getBoundingClientRect();
        return [left, top + scrollY, right, bottom + scrollY];
    };
    const strokeOf = (e) => [e, ...e.querySelectorAll("circle")].map((one) => {
        const { stroke, strokeWidth, strokeDasharray } = getComputedStyle(one);
        return stroke === "none" ? "" : `${stroke} ${strokeWidth} ${strokeDasharray}`;
    }).join();
    const hasOutline = (e) => {
        const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(e);
        return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2
            && !outlineColor.endsWith(", 0)");
    };
    const isInSight = (e) => {
        const { left, top, width, height } = e.getBoundingClientRect();
        const hit = document.elementFromPoint(left + width / 2, top + height / 2);
        return hit !== null && card.contains(hit);
    };
    const edge = (where) => {
        const span = document.createElement("span");
        Object.assign(span, { tabIndex: 0, style: "position: absolute" });
        card[where](span);
        return span;
    };
    const [before, after] = [edge("before"), edge("after")];
    document.activeElement.blur();
    const stops = [...card.querySelectorAll(named)].filter(isThere);
    const strokes = stops.map(strokeOf);
    const found = stops.map((e) => ({ name: nameOf(e), box: boxOf(e) }));
    (backwards ? after : before).focus();
    window.walk = {
        at() {
            const e = document.activeElement;
            if (!card.contains(e)) return null;
            const stop = stops.indexOf(e);
            const isMarked = hasOutline(e) || (stop >= 0 && strokeOf(e) !== strokes[stop]);
            return { stop, isMarked, isInSight: isInSight(e) };
        },
        end() {
            const isOut = document.activeElement === (backwards ? before : after);
            document.activeElement.blur();
            before.remove();
            after.remove();
            return isOut;
        },
    };
    return found;
}"""
"""Puts a tab stop before and after the card, stands on one of them, and answers what in the card
reacts to a click or a pointer: names and boxes of their places, in the order of the page."""


def walk(card: Card, way: str) -> tuple[list[dict], list[dict]]:
    """What the card has, and where Tab comes from its one edge to the other."""
    stops = card.root.evaluate(BEGIN, way == "backwards")
    passed = []
    for _ in range(len(stops) + 3):
        card.page.keyboard.press("Shift+Tab" if way == "backwards" else "Tab")
        if (at := card.page.evaluate("walk.at()")) is None:
            break
        passed.append(at)
    assert card.page.evaluate("walk.end()"), f"{card.name}: Tab does not leave the card"
    return stops, passed


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
