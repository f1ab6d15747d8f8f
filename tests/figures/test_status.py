"""Where the texts of live figures may break, in status lines and in captions."""

from __future__ import annotations

import pytest

from dlbook.figures.kit.typeset import unbroken
from tests.figures.javascript import DRAWING, in_node

IN_PAGE = f'(await import("{(DRAWING / "status.js").as_uri()}")).unbroken(given)'


READ = f'(await import("{(DRAWING / "status.js").as_uri()}"))'


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("η = 0.1 and J = ", "η~=~0.1 and J~=~"),
        (" % right", "~% right"),
        ("of 90 % or", "of 90~% or"),
        ("v ← μ v + g, then", "v~←~μ~v~+~g, then"),
        ("lr · ½ (1 + cos(π s))", "lr~·~½ (1~+~cos(π~s))"),
        ("z =\n−6, 1 + 3x₁ − 2x₂", "z~=~−6, 1~+~3x₁~−~2x₂"),
        ("a shape (5, 3), not (see below)", "a shape (5,~3), not (see below)"),
        ("ln 10 = 2.303, in 130 µs", "ln~10~=~2.303, in 130~µs"),
        (" µs for one", "~µs for one"),
        ("z = 0.5 + 1.25 × (−2.5) + 3.75 × 1.5", "z~=~0.5 +~1.25~×~(−2.5) +~3.75~×~1.5"),
        ("∂J/∂w = " + " · ".join(7 * ["∂z/∂a"]), "∂J/|∂w =~" + " ·~".join(7 * ["∂z/|∂a"])),
        ("a = b + c, where the time is 1 + 2 = 3", "a~=~b~+~c, where the time is 1~+~2~=~3"),
        ("∂J/∂w and g′(z)", "∂J/|∂w and g′|(z)"),
    ],
)
def test_formulas_do_not_break_within(text, whole):
    wanted = whole.replace("~", "\N{NO-BREAK SPACE}").replace("|", "\N{WORD JOINER}")
    assert unbroken(text) == in_node(IN_PAGE, text) == wanted


def test_a_status_line_may_break_after_a_dot_but_not_before():
    assert in_node(f"{READ}.textOf(given)", ["η = 1 · step"]) == "η\xa0=\xa01\xa0· step"


def test_a_pair_has_no_comma_but_the_one_between():
    call = f'((s) => s.textOf(s.pair(s.number("a", -2140), s.number("b", 2495.3))))({READ})'
    assert in_node(call, None) == "(−2140,\xa02495)"
