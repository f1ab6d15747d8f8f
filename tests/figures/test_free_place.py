"""Where the numbers of weights stand in the forward-pass figure while its columns stand close."""

from __future__ import annotations

import pytest

from tests.figures.javascript import in_node
from tools.paths import ROOT

MODULE = (ROOT / "dlbook" / "figures" / "forward_pass" / "free_place.js").as_uri()
ROOMS = f"""(await (async () => {{
  const {{ freePlace, roomAt }} = await import("{MODULE}");
  const {{ from, ends, radius }} = given;
  return ends.flatMap((end) => {{
    const places = [];
    from.forEach((at) => places.push(freePlace(at, end, [...from, ...ends], radius, places)));
    return places.map((at, k) =>
      roomAt(at, [...from, ...ends], radius, places.filter((_, other) => other !== k)));
  }});
}})())"""
APART, ROW, RADIUS = 67, 90, 19  # of three hidden layers on a telephone
LAYERS = sorted({pair for n in (1, 2, 3, 4) for pair in ((2, n), (n, n), (n, 2))})


def column(x: float, units: int) -> list[list[float]]:
    return [[x, ROW * (k - (units - 1) / 2)] for k in range(units)]


@pytest.mark.parametrize(("before", "after"), LAYERS)
def test_no_number_lies_on_a_circle_or_on_another_number(before: int, after: int):
    given = {"from": column(0, before), "ends": column(APART, after), "radius": RADIUS}
    assert min(in_node(ROOMS, given)) >= 0
