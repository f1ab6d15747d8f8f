"""Readers whose system asks for less motion, or who read in colours of their own."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.cards import cards
from tests.browser.colours import contrast, rgb
from tests.browser.figure_pages import CHAPTER
from tests.browser.ground import PAGE as PLAYGROUND
from tests.browser.ground import Ground

WITH_BUTTONS = "book/activations.html"
"""A chapter whose figure has a choice by buttons."""
MOVING = """() => [...document.querySelectorAll("*")]
    .flatMap((element) => ["", "::before", "::after"].map((part) => [element, part]))
    .filter(([element, part]) => {
        const { animationName, transitionDuration, scrollBehavior }
            = getComputedStyle(element, part || null);
        return animationName !== "none" || scrollBehavior === "smooth"
            || transitionDuration.split(", ").some((time) => parseFloat(time) > 0);
    })
    .map(([element, part]) => element.nodeName + "." + element.className + part)"""
"""What a style sets in motion: an animation, a transition, a scroll that takes its time."""
PICTURES = """() => [...document.querySelectorAll(".dlb-picture, .dlb-pg-body")].map((picture) =>
    picture.innerHTML + [...picture.querySelectorAll("canvas")]
        .map((canvas) => canvas.width && canvas.height && canvas.toDataURL()).join())"""


def stands_still(page: Page) -> None:
    """Assert that nothing is in motion, and that the pictures stay as they are for a second."""
    assert page.evaluate(MOVING) == []
    before = page.evaluate(PICTURES)
    assert before
    page.wait_for_timeout(1000)
    assert page.evaluate(PICTURES) == before
    assert page.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize("name", [CHAPTER])
def test_with_less_motion_a_figure_moves_only_as_its_buttons_say(open_page, name):
    page = open_page(name, reduced_motion="reduce")
    card = next(one for one in cards(page) if one.name == "pass-fail")
    card.look()
    stands_still(page)
    first = card.look().state
    card.figure.get_by_role("button", name="One step on").click()
    assert card.look().state != first
    card.figure.get_by_role("button", name="One step back").click()
    assert card.look().state == first
    card.figure.get_by_role("button", name="Play", exact=True).click()  # the reader asks for it
    card.figure.get_by_role("button", name="Stop", exact=True).click()
    stands_still(page)


@pytest.mark.parametrize("name", [PLAYGROUND])
def test_with_less_motion_the_playground_trains_only_when_it_is_asked_to(open_page, name):
    ground = Ground(open_page(name, reduced_motion="reduce"))
    stands_still(ground.page)
    assert ground.state["epoch"] == 0
    ground.train(1)
    stands_still(ground.page)
    assert ground.state["epoch"] == 1


EDGES = """() => {
    const asked = [".dlb-button", ".dlb-controls :is(button, select, .noUi-target, .noUi-handle)",
        ".dlb-playground :is(select, input[type=number])", ".dlb-pg-unit"].join();
    return [...document.querySelectorAll(asked)].filter((element) => element.checkVisibility())
        .map((element) => {
            const style = getComputedStyle(element);
            const edges = [[style.borderTopStyle, style.borderTopWidth, style.borderTopColor],
                [style.outlineStyle, style.outlineWidth, style.outlineColor]];
            return [element.outerHTML.slice(0, 120), edges
                .filter(([kind, width]) => kind !== "none" && parseFloat(width) > 0)
                .map(([, , colour]) => colour)];
        });
}"""
"""Each control that a style draws, and the colours of its border and outline."""
LETTERS = """() => [...document.querySelectorAll(".dlb-figure text")]
    .filter((text) => text.checkVisibility() && text.textContent.trim())
    .filter((text) => !text.closest(".dlb-racer, .dlb-pixel"))
    .map((text) => {
        const ground = (box) => getComputedStyle(box).backgroundColor;
        let box = text.ownerSVGElement.parentElement;
        while (ground(box) === "rgba(0, 0, 0, 0)") box = box.parentElement;
        return [text.outerHTML.slice(0, 120), getComputedStyle(text).fill, ground(box)];
    })"""
"""The texts of the pictures, their colours, and the ground that the card or the picture gives."""
PRESSED = """() => [...document.querySelectorAll(
        ":is(.dlb-figure, .dlb-controls) button[aria-pressed=true]:not(.dlb-pg-unit)")]
    .filter((button) => button.checkVisibility())
    .map((button) => [button.textContent, getComputedStyle(button).backgroundColor])"""


THEME = "document.documentElement.dataset.theme"


def colour_of(page: Page, system: str) -> str:
    """A system colour as the browser has it here, such as `Canvas`."""
    return page.evaluate(
        """(system) => {
            const box = document.body.appendChild(document.createElement("div"));
            box.style.cssText = `forced-color-adjust: none; background: ${system}`;
            const colour = getComputedStyle(box).backgroundColor;
            box.remove();
            return colour;
        }""",
        system,
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", [CHAPTER, PLAYGROUND])
def test_with_forced_colours_every_control_and_every_letter_of_a_picture_stands_out(
    open_page, name, theme
):
    page = open_page(name, theme=theme, forced_colors="active")
    page.locator(".dlb-figure[data-state]").first.wait_for()
    canvas = rgb(colour_of(page, "Canvas"))
    edges = page.evaluate(EDGES)
    assert edges
    pale = [html for html, seen in edges if all(contrast(rgb(c), canvas) < 3 for c in seen)]
    assert pale == []
    assert pale_letters(page) == []
    turn_theme(page)  # the reader's colours stay as they are
    assert pale_letters(page) == []


def pale_letters(page: Page) -> list[list[str]]:
    """The texts of pictures that stand out too little, with their colours."""
    letters = page.evaluate(LETTERS)
    assert letters
    return [each for each in letters if contrast(*map(rgb, each[1:])) < 4.5]


def turn_theme(page: Page) -> None:
    """Press the button for the theme until it is the other one."""
    before = page.evaluate(THEME)
    while page.evaluate(THEME) == before:
        page.locator("button.theme-switch-button").first.click()


def pressed_unseen(page: Page) -> list[str]:
    """The pressed buttons whose ground is that of the others."""
    pressed = page.evaluate(PRESSED)
    assert pressed
    unpressed = colour_of(page, "ButtonFace")
    return [text for text, colour in pressed if colour == unpressed]


@pytest.mark.parametrize("name", [WITH_BUTTONS])
def test_with_forced_colours_the_chosen_button_of_a_figure_is_seen(open_page, name):
    page = open_page(name, forced_colors="active")
    for card in cards(page):
        card.look()
    assert pressed_unseen(page) == []


@pytest.mark.parametrize("name", [PLAYGROUND])
def test_with_forced_colours_the_pressed_buttons_of_the_playground_are_seen(open_page, name):
    ground = Ground(open_page(name, forced_colors="active"))
    ground.press("Compare two settings")
    expect(ground.root.get_by_role("button", name="Set the second run")).to_be_visible()
    assert pressed_unseen(ground.page) == []


def inked(formula: Locator) -> float:
    """How much of a formula's own box is dark, 0 to 1; with less ink, less of it is seen."""
    formula.scroll_into_view_if_needed()
    pixels = np.asarray(Image.open(io.BytesIO(formula.screenshot())).convert("L"))
    return float((pixels < 128).mean())


@pytest.mark.parametrize("name", ["book/notation.html"])
def test_with_forced_colours_a_letter_is_not_hidden_by_its_hat(open_page, name):
    shares = []
    for colours in ("none", "active"):
        page = open_page(name, forced_colors=colours)
        hat = page.locator("td .katex-html:has(.katex-accent)").first
        shares.append(inked(hat))
    assert shares[0] > 0.05
    assert shares[1] > 0.9 * shares[0]
