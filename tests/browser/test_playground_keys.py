"""The playground by keys alone: Tab goes to every part of it, and each does what it says."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.ground import STATE, Ground

MOST_TABS = 250  # more than a page has


def tab_to(ground: Ground, control: Locator) -> None:
    """Press Tab until `control` has the focus; from the end of a page it goes on at the start."""
    for _ in range(MOST_TABS):
        if control.evaluate("(control) => control === document.activeElement"):
            return
        ground.page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not come to {control}")


def by_key(ground: Ground, name: str, key: str = "Enter") -> None:
    """Go to the button `name`, and press it."""
    tab_to(ground, ground.root.get_by_role("button", name=name, exact=True))
    ground.page.keyboard.press(key)


@pytest.mark.other_view
def test_settings_and_training(ground):
    first = ground.state["data"]
    tab_to(ground, ground.field("Data set"))
    ground.page.keyboard.press("ArrowDown")
    ground.page.wait_for_function(f"(first) => {STATE}.data !== first", arg=first)
    layers = ground.state["layers"]
    by_key(ground, "Add a hidden layer")
    ground.reaches(layers=[*layers, 2])
    by_key(ground, f"One unit more in hidden layer {len(layers) + 1}", "Space")
    ground.reaches(layers=[*layers, 3])
    by_key(ground, "x₁²")
    ground.reaches(inputs=["x1", "x2", "x1²"])
    by_key(ground, "One epoch")
    ground.reaches(epoch=1)
    by_key(ground, "▶ Train", "Space")
    ground.page.wait_for_function(f"() => {STATE}.epoch > 3")
    by_key(ground, "❚❚ Pause", "Space")
    expect(ground.root.get_by_role("button", name="▶ Train", exact=True)).to_be_focused()
    by_key(ground, "Start anew")
    ground.reaches(epoch=0)


@pytest.mark.other_view
def test_a_weight_points_a_second_run_and_a_link(ground):
    by_key(ground, "the output: show its weights")
    tab_to(ground, ground.field("bias"))
    ground.page.keyboard.press("Control+a")
    ground.page.keyboard.type("5")
    ground.page.keyboard.press("Enter")
    expect(ground.status).to_contain_text("changed on the way")
    by_key(ground, "Edit points")
    tab_to(ground, ground.root.get_by_role("application"))
    for key in ("Shift+ArrowLeft", "ArrowUp", "Enter"):
        ground.page.keyboard.press(key)
    ground.page.wait_for_function(f"() => {STATE}.added.length === 1")
    assert ground.state["added"][0] == pytest.approx([-0.25, 0.05, 0])
    by_key(ground, "Undo all edits")
    ground.reaches(added=[])
    by_key(ground, "Compare two settings")
    expect(ground.root.locator(".dlb-pg-plane")).to_have_count(2)
    expect(ground.root.locator(".dlb-pg-plane").nth(1)).to_be_visible()
    by_key(ground, "Set the second run")
    rate = ground.field("Learning rate η, typed")
    tab_to(ground, rate)
    ground.page.keyboard.press("Control+a")
    ground.page.keyboard.type("0.7")
    ground.page.keyboard.press("Enter")
    by_key(ground, "Link to this state")
    ground.page.wait_for_function("() => location.hash.includes('second.rate=0.7')")
