"""Drive the playground in a browser, and run the code that it shows."""

from __future__ import annotations

import contextlib
import io
import json
from decimal import Decimal
from typing import Any

from playwright.sync_api import Locator, Page

PAGE = "book/playground.html"
STATE = "JSON.parse(document.querySelector('.dlb-playground').dataset.state)"
"""The state that is drawn, as the page's scripts read it."""


class Ground:
    """The playground on a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.root = page.locator(".dlb-playground")
        self.root.and_(page.locator("[data-state]")).wait_for(timeout=30_000)

    @property
    def state(self) -> dict[str, Any]:
        return json.loads(self.root.get_attribute("data-state"))

    @property
    def status(self) -> Locator:
        return self.root.get_by_role("status")

    def number(self, name: str) -> str:
        """A number of the status line as it is shown."""
        text = self.status.locator(f"data[data-number={name}]").inner_text()
        return text.replace("−", "-").replace(",", "")

    def reaches(self, **values: Any) -> None:
        """Wait until the state that is drawn has these values."""
        self.page.wait_for_function(
            """(wanted) => {
                const { state } = document.querySelector(".dlb-playground").dataset;
                const seen = JSON.parse(state);
                return Object.entries(wanted).every(([field, value]) =>
                    JSON.stringify(seen[field]) === JSON.stringify(value));
            }""",
            arg=values,
        )

    def press(self, name: str) -> None:
        self.root.get_by_role("button", name=name, exact=True).click()

    def field(self, label: str) -> Locator:
        return self.root.get_by_label(label, exact=True)

    def type_in(self, label: str, value: Any) -> None:
        self.field(label).fill(str(value))
        self.field(label).press("Enter")

    def choose(self, label: str, value: str) -> None:
        self.field(label).select_option(value)

    def train(self, epochs: int) -> None:
        first = self.state["epoch"]
        for epoch in range(first + 1, first + epochs + 1):
            self.press("One epoch")
            self.reaches(epoch=epoch)

    def picture(self) -> str:
        """The plane as it is drawn."""
        return self.root.locator(".dlb-panel canvas").first.evaluate("(c) => c.toDataURL()")

    def code(self) -> str:
        return self.root.locator(".dlb-code pre").text_content()


def printed(code: str) -> list[float]:
    """What the code prints when it is run."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(code, {})
    return [float(word) for word in said.getvalue().split()]


def agrees(shown: str, value: float) -> bool:
    """Whether `shown` is `value` to its digits; a half either way is rounding's to decide."""
    digit = Decimal(1).scaleb(Decimal(shown).as_tuple().exponent)
    return abs(Decimal(shown) - Decimal(value)) <= digit * Decimal("0.501")
