"""The tab stops of a figure's card, and Tab's way among them."""

from __future__ import annotations

from tests.browser.cards import Card

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
