"""How the drawing side writes numbers: in the status line, and in a column of a table."""

import pytest

from tests.figures.javascript import DRAWING, in_node

STATUS, TABLE = ((DRAWING / name).as_uri() for name in ("status.js", "table.js"))


def written(module: str, names: str, expression: str, given: object) -> object:
    return in_node(f"(({{ {names} }}) => {expression})(await import({module!r}))", given)


def test_numbers_have_three_digits_and_commas_before_thousands():
    values = {0.5: "0.500", -2: "−2", 999: "999", 4000: "4,000", 64254.3: "64,254",
              1.05: "1.05", 5.4e-5: "5.40e−5", 5.38e7: "5.38e7"}  # fmt: skip
    assert written(STATUS, "shown", "given.map((v) => shown(v))", [*values]) == [*values.values()]


def test_a_setting_is_written_as_its_control_writes_it():
    values = {1: "1", 0.4: "0.4", 10**-1.5: "0.03162", 10**0.02: "1.047", -2.5: "−2.5"}
    assert written(STATUS, "setting", "given.map(setting)", [*values]) == [*values.values()]


def test_one_thing_is_not_many():
    said = written(STATUS, "counted", "given.map((n) => counted(n, 'step'))", [0, 1, 2, 1200])
    assert said == ["0 steps", "1 step", "2 steps", "1,200 steps"]


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([-3, -2.7, 0, 0.3], ["−3.0", "−2.7", "0.0", "0.3"]),
        ([0.69314, 0.2, 0.00453], ["0.6931", "0.2000", "0.0045"]),
        ([0, 25, 1600], ["0", "25", "1,600"]),
        ([0.5, 1e-7, 1e-9], ["0.5000", "1.000e−7", "1.000e−9"]),
        ([2, 2.5, None], ["2.0", "2.5", "–"]),
        ([9999.99, 8000.04], ["10,000", "8,000"]),
        (["a", 1], ["a", "1"]),
        ([], []),
    ],
)
def test_a_column_has_decimals_alike_unless_most_would_lose_too_much(values, texts):
    assert written(TABLE, "textsOf", "textsOf(given)", values) == texts


def test_no_two_rows_of_a_table_have_one_name():
    rates = [0.001, 0.002, 0.18, 2, 31.62]
    names = written(TABLE, "namesOf", "namesOf(given)", rates)
    assert names == ["0.001000", "0.002000", "0.1800", "2", "31.62"]
    assert written(TABLE, "namesOf", "namesOf(given)", [-3, 0.3]) == ["−3.0", "0.3"]
    assert written(TABLE, "namesOf", "namesOf(given)", ["A", "A"]) == ["A", "A"]
