"""Numbered discs that would lie on one another: each beside the others and off the handle."""

from __future__ import annotations

from itertools import combinations
from math import dist

import pytest

from tests.figures.javascript import DRAWING, in_node

MODULE = (DRAWING / "apart.js").as_uri()
PLACES = f"""(await (async () => {{
  const {{ apart }} = await import("{MODULE}");
  const {{ places, order, taken, ways, most }} = given;
  const holds = (place) => place.every((at) => 8 <= at && at <= most);
  return apart(places, order, {{ taken, holds, ...(ways && {{ ways }}) }});
}})())"""
RADIUS, MOST = 8, 300


@pytest.mark.parametrize("corner", [[0, 0], [150, 150], [300, 40]])
def test_balls_that_start_at_the_handle_lie_beside_it_and_each_other(corner):
    given = {
        "places": [corner] * 7,
        "order": [3, *range(3), *range(4, 7)],
        "taken": [corner],
        "most": MOST,
    }
    found = in_node(PLACES, given)
    assert all(dist(a, b) > 2 * RADIUS for a, b in combinations([corner, *found], 2))
    assert all(RADIUS <= at <= MOST for place in found for at in place)
    assert max(dist(corner, place) for place in found) < 8 * RADIUS


def test_a_ball_with_room_stays_where_it_is():
    given = {
        "places": [[100, 100], [104, 100], [200, 100]],
        "order": [1, 0, 2],
        "taken": [],
        "most": MOST,
    }
    first, second, third = in_node(PLACES, given)
    assert (second, third) == ([104, 100], [200, 100])
    assert first != [100, 100]


def test_discs_of_one_moment_keep_their_heights():
    given = {
        "places": [[50, 90], [50, 92], [50, 91]],
        "order": [2, 0, 1],
        "taken": [],
        "most": MOST,
    }
    found = in_node(PLACES, given | {"ways": [[1, 0]]})
    assert [y for _, y in found] == [90, 92, 91]
    assert sorted(x for x, _ in found) == [50, 68, 86]


def test_without_room_a_disc_stays_where_it_belongs():
    given = {"places": [[5, 5]] * 2, "order": [0, 1], "taken": [], "most": 10}
    assert in_node(PLACES, given) == [[5, 5], [5, 5]]
