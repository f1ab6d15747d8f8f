"""The numbers that a figure shows against those that Python computes afresh."""

from __future__ import annotations

import json
from functools import cache

from dlbook.figures import FIGURES
from tests.browser.cards import Card, Seen, assert_shown, is_shown


@cache
def fresh(name: str, state: str) -> dict[str, float]:
    """The figure's numbers in a state (as JSON), computed now by Python."""
    return dict(FIGURES[name]().numbers(**json.loads(state)))


def check_numbers(card: Card, seen: Seen, where: str) -> None:
    expected = fresh(card.name, json.dumps(seen.state))
    assert seen.numbers, f"{where}: the status line shows no number"
    for number, shown in seen.numbers.items():
        wanted = seen.scales[number] * expected[number]
        if not is_shown(shown, wanted) and card.says_that_rounding_decides():
            continue
        assert_shown(shown, wanted, f"{where}: {number} in {seen.state}")


def assert_fresh(name: str, seen: Seen) -> None:
    expected = fresh(name, json.dumps(seen.state))
    assert seen.numbers, f"{name}: the status line shows no number"
    for number, shown in seen.numbers.items():
        assert_shown(shown, seen.scales[number] * expected[number], f"{number} in {seen.state}")
