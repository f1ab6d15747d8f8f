"""Show as a table tells the truth: its cells are what Python computes, to the digits shown."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import numpy as np
import pytest
from playwright.sync_api import Locator, Page

from dlbook.figures import FIGURES
from tests.browser.cards import Card, assert_shown, cards, read
from tests.browser.figure_pages import FIRST_PAGES
from tests.browser.moves import go_to
from tests.browser.shown_tables import tables
from tests.browser.table_trainings import Columns, Tables
from tests.browser.table_truth import TRUTHS


def button(card: Card, name: str) -> Locator:
    return card.figure.get_by_role("button", name=name)


def shown_as_tables(page: Page) -> Iterator[Card]:
    """Each card of the page, as Reset leaves it, with its tables open."""
    for card in cards(page):
        button(card, "Reset").press("Enter")
        button(card, "Show as a table").press("Enter")
        yield card
        button(card, "Show as a table").press("Enter")


def plain(words: str) -> str:
    """Words without what keeps them on one line."""
    return words.replace("\xa0", " ").replace("\u2060", "")


@cache
def truth(name: str, state: str) -> Tables:
    """The figure's tables in a state (as JSON), computed by Python."""
    return TRUTHS[name].tables(**json.loads(state))


def move(card: Card, state: dict[str, float]) -> str:
    """Take the card to a state; the same as the card has it, as JSON."""
    go_to(card.page, card.name, state)
    reached = card.look().state
    assert reached == pytest.approx(state), card.name
    return json.dumps(reached)


def check(card: Card, truth: Tables) -> None:
    """Every table of the card, and every cell of it."""
    shown = tables(card)
    assert len(shown) == len(truth), card.name
    for one, (caption, columns) in zip(shown, truth.items(), strict=True):
        where = f"{card.name}, {caption}"
        first, *_ = columns.values()
        part = f" ({len(one['rows'])} of {len(first):,} rows)"
        assert plain(one["caption"]) == caption + part * (len(one["rows"]) < len(first)), where
        assert [plain(head) for head in one["heads"]] == list(columns), where
        check_rows(one["rows"], columns, TRUTHS[card.name].rounding, where)


def check_rows(
    rows: list[list[str]], columns: Columns, rounding: Mapping[str, float], where: str
) -> None:
    first, *_ = columns.values()
    places = [row_of(plain(cells[0]), first) for cells in rows]
    assert places == sorted(set(places)), f"{where}: rows {places}"
    assert (places[0], places[-1]) == (0, len(first) - 1), f"{where}: rows {places}"
    for (head, values), cells in zip(columns.items(), zip(*rows, strict=True), strict=True):
        for k, cell in zip(places, cells, strict=True):
            check_cell(plain(cell), values[k], rounding.get(head, 0.0), f"{where}, row {k}, {head}")


def row_of(said: str, first: Sequence[float | str]) -> int:
    """Which row a first cell speaks of; of numbers, the nearest."""
    if isinstance(first[0], str):
        return first.index(said)
    return int(np.abs(np.array(first) - float(read(said))).argmin())


def check_cell(cell: str, value: float | str | None, slack: float, where: str) -> None:
    if isinstance(value, str):
        assert cell == value, where
    elif value is None or math.isnan(value):
        assert cell == "–", where
    elif abs(float(read(cell)) - value) > slack:
        assert_shown(cell, value, where)


def test_every_figure_s_tables_are_known():
    assert TRUTHS.keys() == FIGURES.keys()


@pytest.mark.parametrize("name", FIRST_PAGES)
def test_every_cell_of_a_figure_s_tables_is_what_python_computes(visit, name):
    for card in shown_as_tables(visit(name)):
        at_first = card.look().state
        for change in TRUTHS[card.name].states:
            check(card, truth(card.name, move(card, {**at_first, **change})))


@pytest.mark.parametrize("name", FIRST_PAGES)
def test_a_pinned_run_s_column_is_beside_those_of_the_next_run(visit, name):
    for card in shown_as_tables(visit(name)):
        known, at_first = TRUTHS[card.name], card.look().state
        pin = button(card, "Pin this run")
        assert pin.count() == (known.pinned is not None), card.name
        if known.pinned is None:
            continue
        before, after = ({**at_first, **known.states[k]} for k in (0, -1))
        kept = truth(card.name, move(card, before))
        pin.press("Enter")
        next_run = truth(card.name, move(card, after))
        check(card, known.pinned.beside(next_run, kept))
        button(card, "Let the pinned run go").press("Enter")
        check(card, next_run)
