"""What is said of a value that was typed into a field which does not take it."""

from __future__ import annotations

import pytest

from tests.figures.javascript import DRAWING, in_node

MODULE = (DRAWING / "typed.js").as_uri()
SAID = f"""(await import("{MODULE}")).corrected(...given.map((one) => one ?? NaN))"""


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["η", [0.00001, 10], -5, 0.00001], "“η” goes from 0.00001 to 10; −5 became 0.00001."),
        (["w₁", [-5, 5], None, 0.1], "“w₁” goes from −5 to 5; without a number it is 0.1."),
        (["Draw", [0, 4], 2.5, 3, True], "“Draw” goes from 0 to 4 in whole numbers; 2.5 became 3."),
        (["η", [0, 1], 0.5, 0.5], ""),
    ],
)
def test_what_was_changed_is_said_with_the_range(given, said):
    assert in_node(SAID, given) == said
