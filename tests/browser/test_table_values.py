"""Show as a table tells the truth: its cells are what Python computes, to the digits shown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from dlbook.figures import FIGURES, crossover, pass_fail
from tests.browser.cards import Card, assert_shown, cards, read
from tests.browser.test_figures import by_figure, fresh
from tests.browser.test_numbers import tables


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


PAGES = [page for page in by_figure() if not page.marks]
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


def test_the_tables_are_of_figures_that_there_are():
    assert TABLES.keys() <= FIGURES.keys()


@pytest.mark.parametrize("name", PAGES)
def test_the_cells_of_a_table_are_what_python_computes(visit, name):
    for card in cards(visit(name)):
        if card.name not in TABLES:
            continue
        card.figure.get_by_role("button", name="Reset").press("Enter")
        button = card.figure.get_by_role("button", name="Show as a table")
        button.press("Enter")
        for position in ("", "low end"):
            if position:
                card.controls[0].by_keyboard(position)
            for table in TABLES[card.name]:
                check(card, table)
        button.press("Enter")
