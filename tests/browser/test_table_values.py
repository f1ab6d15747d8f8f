"""Show as a table tells the truth: its cells are what Python computes, to the digits shown."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from playwright.sync_api import Page

from dlbook.figures import FIGURES, crossover, pass_fail
from tests.browser.cards import Card, assert_shown, cards, read
from tests.browser.table_trainings import Columns
from tests.browser.table_truth import TRUTHS
from tests.browser.test_figures import NAMED, by_figure, fresh, go_to
from tests.browser.test_numbers import tables
from tools.paths import SITE


@dataclass(frozen=True)
class Table:
    """A table whose rows run over one control: `columns` are numbers of the status line by heading.

    stops: what the first column says of each value of the control `trait`; none, where it says the
    value; `ROWS` where the rows are the control's values in turn.
    """

    caption: str
    trait: str
    columns: dict[str, str]
    stops: Sequence[float] | None = None


ROWS = ()
LEAST = 4  # rows of each that have to be compared
TABLES = {
    "activation": [
        Table("the activation", "z", {"activation a = g(z)": "a", "slope g′(z)": "slope"})
    ],
    "crossover": [
        Table("the time of a step", "width",
            {"one core (ms)": "cpu_ms", "a GPU, on paper (ms)": "gpu_ms"}, crossover.WIDTHS)
    ],
    "forward-pass": [
        Table("every unit’s state", "unit", {"state z": "z", "activation": "a"}, ROWS)
    ],
    "landscape": [
        Table("the path on the map", "step", {"weight w₁": "w1_now", "weight w₂": "w2_now"}),
        Table("the loss after every step", "step", {"loss J": "loss"}),
    ],
    "loss-curve": [
        Table("one answer", "z", {"loss of one who passed": "loss"})
    ],
    "pass-fail": [
        Table("how wrong it is", "frame", {"training loss": "train_loss"}, pass_fail.FRAMES)
    ],
    "rate": [
        Table("the loss after every step", "step", {"loss J": "loss"})
    ],
    "terrain": [
        Table("plain", "epoch", {"training loss": "plain_loss"}),
        Table("with shortcuts", "epoch", {"training loss": "residual_loss"}),
    ],
}  # fmt: skip


def pages_with(figures: Iterable[str]) -> list:
    """The first pages with any of these figures, as parameters."""

    def figures_on(page: str) -> list[str]:
        return NAMED.findall((SITE / page).read_text("utf-8"))

    first = [page for page in by_figure() if not page.marks]
    return [page for page in first if set(figures).intersection(figures_on(*page.values))]


def shown_as_tables(page: Page, figures: Iterable[str]) -> Iterator[Card]:
    """Each card of the page with one of these figures, as Reset leaves it, with its tables open."""
    for card in cards(page):
        if card.name in figures:
            card.figure.get_by_role("button", name="Reset").press("Enter")
            button = card.figure.get_by_role("button", name="Show as a table")
            button.press("Enter")
            yield card
            button.press("Enter")


def plain(words: str) -> str:
    """Words without what keeps them on one line."""
    return words.replace("\xa0", " ").replace("\u2060", "")


def value_of(table: Table, row: int, first: str) -> float | None:
    """The control's value in a row; none where it has no such stop."""
    if table.stops is None:
        value = float(read(first))
        return int(value) if value.is_integer() else value
    if table.stops is ROWS:
        return row
    said = float(read(first))
    return table.stops.index(said) if said in table.stops else None


def check(card: Card, table: Table) -> None:
    state = card.look().state
    (shown,) = (one for one in tables(card) if plain(one["caption"]).startswith(table.caption))
    heads = [plain(head) for head in shown["heads"]]
    compared = 0
    for k, cells in enumerate(shown["rows"]):
        value = value_of(table, k, cells[0])
        if value is None:
            continue
        numbers = fresh(card.name, json.dumps({**state, table.trait: value}))
        for head, number in table.columns.items():
            where = f"{card.name}, {shown['caption']}, row {cells[0]}, {head}"
            assert_shown(cells[heads.index(head)], numbers[number], where)
        compared += 1
    assert compared >= LEAST, f"{card.name}, {table.caption}: only {compared} rows compared"


def check_whole(card: Card, wanted: dict[str, float]) -> None:
    """Every table of the card in the state that it should have, and every cell of it."""
    known, state = TRUTHS[card.name], card.look().state
    assert state == pytest.approx(wanted), card.name
    truth = known.tables(**state)
    shown = tables(card)
    assert len(shown) == len(truth), card.name
    for one, (caption, columns) in zip(shown, truth.items(), strict=True):
        where = f"{card.name}, {caption}"
        first, *_ = columns.values()
        part = f" ({len(one['rows'])} of {len(first):,} rows)"
        assert plain(one["caption"]) == caption + part * (len(one["rows"]) < len(first)), where
        assert [plain(head) for head in one["heads"]] == list(columns), where
        check_rows(one["rows"], columns, known.rounding, where)


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


def test_the_tables_are_of_figures_that_there_are():
    assert TABLES.keys() | TRUTHS.keys() == FIGURES.keys()
    assert TABLES.keys().isdisjoint(TRUTHS)


@pytest.mark.parametrize("name", pages_with(TABLES))
def test_the_cells_of_a_table_are_what_python_computes(visit, name):
    for card in shown_as_tables(visit(name), TABLES):
        for position in ("", "low end"):
            if position:
                card.controls[0].by_keyboard(position)
            for table in TABLES[card.name]:
                check(card, table)


@pytest.mark.parametrize("name", pages_with(TRUTHS))
def test_every_cell_of_a_figure_s_tables_is_what_python_computes(visit, name):
    for card in shown_as_tables(visit(name), TRUTHS):
        at_first = card.look().state
        for change in TRUTHS[card.name].states:
            go_to(card.page, card.name, {**at_first, **change})
            check_whole(card, {**at_first, **change})
