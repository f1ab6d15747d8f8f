"""What of a line that leaves the picture is drawn."""

from __future__ import annotations

import pytest

from tests.figures.javascript import DRAWING, in_node

NEAR = f'(await import("{(DRAWING / "near.js").as_uri()}")).nearOnes(given)'


def drawn(points: list) -> list:
    return in_node(NEAR, points)


def test_a_line_within_reach_is_drawn_as_it_is():
    assert drawn([[0, 0], [300, -20], [9_999, 5]]) == [[0, 0], [300, -20], [9_999, 5]]


def test_a_stretch_that_leaves_is_cut_on_its_own_way():
    near, end = drawn([[100, 200], [3e80, 4e80]])
    assert near == [100, 200]
    assert end == pytest.approx([100 + 6_000, 200 + 8_000])


def test_what_lies_beyond_is_a_gap_and_a_stretch_that_comes_back_is_drawn():
    points = drawn([[0, 0], [1e9, 0], [-1e12, 0], [0, 50]])
    assert points[:3] == [[0, 0], [10_000, 0], None]
    assert points[3] == pytest.approx([-10_000, 50], abs=1e-3)
    assert points[4] == [0, 50]


def test_a_missing_number_is_a_gap():
    points = [[0, 0], [1, "none"], [2, 2]]  # a text becomes NaN in arithmetic, which JSON has not
    assert drawn(points) == [[0, 0], None, None, None, [2, 2]]
