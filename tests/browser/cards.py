"""Drive a figure's card in a browser: find its sliders, move them, read what it shows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import Any

from playwright.sync_api import Locator, Page, TimeoutError

POSITIONS = ("low end", "middle", "high end")
SETTLED_MS = 20_000


@dataclass(frozen=True)
class Seen:
    """What a card shows: its state, the numbers in its status line as text, its picture.

    Scales: by what a number is multiplied to be shown, for a unit or a sign that suits it.
    """

    state: dict[str, Any]
    numbers: dict[str, str]
    scales: dict[str, float]
    picture: str
    source: str


@dataclass(frozen=True)
class Card:
    """One figure's card on a page."""

    page: Page
    root: Locator

    @property
    def figure(self) -> Locator:
        return self.root.locator(".dlb-figure")

    @property
    def name(self) -> str:
        return self.figure.get_attribute("data-figure")

    @property
    def sliders(self) -> list[Slider]:
        handles = self.root.locator(".dlb-controls .noUi-handle")
        return [Slider(self.page, handles.nth(i)) for i in range(handles.count())]

    @property
    def controls(self) -> list[Slider | Buttons | Choice]:
        """Everything that can be set, sliders first."""
        groups = self.root.locator(".dlb-controls .widget-toggle-buttons")
        lists = self.root.locator(".dlb-controls .widget-dropdown")
        return [
            *self.sliders,
            *(Buttons(self.page, groups.nth(i)) for i in range(groups.count())),
            *(Choice(self.page, lists.nth(i)) for i in range(lists.count())),
        ]

    def look(self) -> Seen:
        """Read the card once it has drawn the state that its controls give."""
        seen = self.figure.evaluate(
            """async (root) => {
                const frame = () => new Promise(requestAnimationFrame);
                await frame(); await frame();
                const end = performance.now() + 60_000;
                const busy = () => root.dataset.source === "computing";
                while (busy() && performance.now() < end) await frame();
                const said = [...root.querySelectorAll("data[data-number]")];
                const by = (read) => Object.fromEntries(
                    said.map((data) => [data.dataset.number, read(data)]));
                const beside = ({ previousSibling, nextSibling }) =>
                    [previousSibling, nextSibling].map((text) => text?.textContent);
                const inPair = (data) => beside(data).includes(",\u00a0");
                const numbers = by((data) => data.textContent);
                const paired = said.filter(inPair).map((data) => data.dataset.number);
                const scales = by((data) => Number(data.dataset.scale ?? 1));
                const surfaces = [...root.querySelectorAll("canvas")]
                    .filter((canvas) => canvas.width > 0 && canvas.height > 0)
                    .map((canvas) => canvas.toDataURL());
                const picture = root.querySelector(".dlb-picture").innerHTML + surfaces.join();
                return [paired, root.dataset.state, numbers, scales, picture, root.dataset.source];
            }"""
        )
        paired, state, *others = seen
        check_commas(others[0], set(paired))
        return Seen(json.loads(state), *others)

    def says_that_rounding_decides(self) -> bool:
        """Whether the status line says so, once the figure has run again with another rate."""
        checked = self.figure.and_(self.page.locator("[data-rounding]"))
        try:
            checked.wait_for(timeout=3 * SETTLED_MS)
        except TimeoutError:
            return False
        return "rounding decides" in self.figure.locator(".dlb-status").inner_text()


@dataclass(frozen=True)
class Slider:
    """One slider of a card, by its handle."""

    page: Page
    handle: Locator

    @property
    def label(self) -> str:
        row = self.handle.locator("xpath=ancestor::div[contains(@class, 'widget-inline-hbox')]")
        return row.locator(".widget-label").first.inner_text()

    def _ask(self, expression: str) -> float | list[float]:
        """What noUiSlider says of itself: its ARIA values are rounded to one decimal."""
        return self.handle.evaluate(
            f"(handle) => {{ const s = handle.closest('.noUi-target').noUiSlider;"
            f" return {expression}; }}"
        )

    @property
    def value(self) -> float:
        return self._ask("s.get(true)")

    @property
    def range(self) -> tuple[float, float]:
        low, high = self._ask("[s.options.range.min, s.options.range.max].flat()")
        return low, high

    @property
    def step(self) -> float:
        return self._ask("s.options.step")

    def by_keyboard(self, position: str) -> None:
        """Move with Home, End and the arrows."""
        self.handle.focus()
        if position == "high end":
            self.page.keyboard.press("End")
            return
        self.page.keyboard.press("Home")
        if position == "middle":
            low, high = self.range
            step = self.step
            while (left := (low + high) / 2 - self.value) > 0:
                before = self.value
                pages = int(left / (5 * step))
                key, times = ("PageUp", pages) if pages else ("ArrowRight", ceil(left / step))
                for _ in range(times):
                    self.page.keyboard.press(key)
                assert self.value > before, f"{self.label}: {key} moves nothing"

    def by_pointer(self, position: str) -> None:
        """Drag the handle to where the value lies; at the ends a little beyond the track."""
        self.handle.scroll_into_view_if_needed()
        base = self.handle.locator("xpath=ancestor::div[contains(@class, 'noUi-base')]")
        track, grip = base.bounding_box(), self.handle.bounding_box()
        share = {"low end": -0.05, "middle": 0.5, "high end": 1.05}[position]
        height = grip["y"] + grip["height"] / 2
        self.page.mouse.move(grip["x"] + grip["width"] / 2, height)
        self.page.mouse.down()
        self.page.mouse.move(track["x"] + share * track["width"], height, steps=4)
        self.page.mouse.up()


@dataclass(frozen=True)
class Buttons:
    """A choice by buttons."""

    page: Page
    root: Locator

    @property
    def label(self) -> str:
        return self.root.get_attribute("aria-label")

    @property
    def buttons(self) -> Locator:
        return self.root.get_by_role("button")

    @property
    def value(self) -> int:
        pressed = [one.get_attribute("aria-pressed") for one in self.buttons.all()]
        return pressed.index("true")

    @property
    def range(self) -> tuple[int, int]:
        return 0, self.buttons.count() - 1

    def at(self, position: str) -> Locator:
        return self.buttons.nth(index_of(position, self.buttons.count()))

    def by_keyboard(self, position: str) -> None:
        self.at(position).press("Enter")

    def by_pointer(self, position: str) -> None:
        self.at(position).click()


@dataclass(frozen=True)
class Choice:
    """A choice from a list."""

    page: Page
    root: Locator

    @property
    def label(self) -> str:
        return self.root.locator(".widget-label").inner_text()

    @property
    def select(self) -> Locator:
        return self.root.get_by_label(self.label)

    @property
    def value(self) -> int:
        return self.select.evaluate("(select) => select.selectedIndex")

    @property
    def range(self) -> tuple[int, int]:
        return 0, self.select.evaluate("(select) => select.options.length - 1")

    def by_keyboard(self, position: str) -> None:
        self.select.press("Home")
        for _ in range(index_of(position, self.range[1] + 1)):
            self.select.press("ArrowDown")

    def by_pointer(self, position: str) -> None:
        self.select.select_option(index=index_of(position, self.range[1] + 1))


def index_of(position: str, count: int) -> int:
    """Which of ``count`` things a position means; of two, the middle is the second."""
    return {"low end": 0, "middle": count // 2, "high end": count - 1}[position]


def cards(page: Page) -> Iterator[Card]:
    """The cards of a page, once every one of them has drawn itself."""
    page.wait_for_function(
        """() => {
            const roots = [...document.querySelectorAll(".dlb-figure")];
            const views = document.querySelectorAll(".dlb-card");
            return views.length > 0 && roots.length === views.length
                && roots.every((root) => root.dataset.state);
        }""",
        timeout=SETTLED_MS,
    )
    roots = page.locator(".dlb-card")
    for i in range(roots.count()):
        yield Card(page, roots.nth(i))


def is_shown(shown: str, fresh: float) -> bool:
    """Whether ``shown`` is ``fresh`` to the digits shown.

    Half a unit of the last digit, and a thousandth of one for a number whose float32 rounds to the
    other side.
    """
    words = {"infinity": float("inf"), "−infinity": float("-inf"), "not a number": float("nan")}
    if shown in words:
        return str(words[shown]) == str(float(fresh))
    return abs(float(read(shown)) - fresh) <= 0.501 * unit_of(shown)


def check_commas(numbers: dict[str, str], paired: set[str]) -> None:
    """Each number has a comma before every three digits of its whole part, and none in a pair."""
    for name, shown in numbers.items():
        if name in paired:
            assert "," not in shown, f"{name}: {shown} has a comma in a pair"
        elif found := re.match(r"−?([\d,]+)(?![\d,e]|\.\d+e)", shown):
            grouped = f"{int(found[1].replace(',', '')):,}"
            assert found[1] == grouped, f"{name}: {shown} has commas missing or astray"


def read(shown: str) -> Decimal:
    """The number shown."""
    return Decimal(shown.replace("−", "-").replace(",", ""))


def unit_of(shown: str) -> float:
    """One unit of the last digit shown."""
    return 10.0 ** read(shown).as_tuple().exponent


def assert_shown(shown: str, fresh: float, label: str) -> None:
    """Assert that ``shown`` is ``fresh`` to the digits shown."""
    assert is_shown(shown, fresh), f"{label}: shown {shown}, computed {fresh!r}"
