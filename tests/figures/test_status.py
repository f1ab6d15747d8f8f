"""Where the texts of live figures may break, in status lines and in captions."""

from __future__ import annotations

import pytest

from dlbook.figures.kit.typeset import unbroken
from tests.figures.javascript import DRAWING, in_node

IN_PAGE = f'(await import("{(DRAWING / "status.js").as_uri()}")).unbroken(given)'


@pytest.mark.parametrize(
    ("text", "whole"),
    [("η = 0.1 · J = ", "η~=~0.1 · J~=~"), (" % right", "~% right"), ("of 90 % or", "of 90~% or")],
)
def test_formulas_do_not_break_beside_their_signs(text, whole):
    wanted = whole.replace("~", "\N{NO-BREAK SPACE}")
    assert unbroken(text) == in_node(IN_PAGE, text) == wanted


def test_a_derivative_does_not_break_within():
    assert in_node(IN_PAGE, "∂J/∂w") == "∂J/\N{WORD JOINER}∂w"
