"""The terrain figure: what it records, and how the page reads between the recorded points."""

import numpy as np
import pytest

from dlbook.experiments.terrain import survey
from dlbook.figures import Terrain
from dlbook.figures.terrain import HEIGHTS, KINDS, NAMES
from tests.figures.javascript import DRAWING, in_node

SURFACE = (DRAWING / "surface.js").as_uri()


def test_the_page_reads_a_plane_between_its_points_as_the_plane():
    ends = [-1.0, 3.0, 2.0, 4.0]
    across, up = np.meshgrid(np.linspace(*ends[:2], 5), np.linspace(*ends[2:], 5))
    twisted = 1 + 2 * across - up + 0.5 * across * up  # what two-way interpolation keeps exactly
    rng = np.random.default_rng(0)
    points = [*rng.uniform([-1, 2], [3, 4], (50, 2)).tolist(), [3, 4], [-1, 2], [-1, 4]]
    found = in_node(
        f"await import({SURFACE!r}).then(({{ between }}) => given.points.map(([x, y]) => "
        "between(given.data, 5, given.ends)(x, y)))",
        {"data": twisted.ravel().tolist(), "ends": ends, "points": points},
    )
    x, y = np.array(points).T
    np.testing.assert_allclose(found, 1 + 2 * x - y + 0.5 * x * y, rtol=0, atol=1e-12)


@pytest.fixture(scope="module")
def recorded():
    figure = Terrain()
    return {plane: figure.answer(plane=plane) for plane in (0, 2)}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("plane", [0, 2])
def test_the_surface_is_the_plane_s_and_its_centre_the_trained_network_s_loss(
    recorded, plane, kind
):
    arrays = recorded[plane]
    surface = arrays[f"{kind}_surface"]
    expected = survey.plane(NAMES[plane], KINDS[kind])
    assert surface.shape == (41, 41)
    np.testing.assert_allclose(10 ** surface.astype(float), expected.heights, rtol=5e-3)
    left, right, low, high = arrays[f"{kind}_ends"].astype(float)
    path = arrays[f"{kind}_path"].astype(float)
    assert path.shape == (41, 2)
    np.testing.assert_allclose(path[-1], 0, atol=1e-6)
    assert left < path[:, 0].min()
    assert path[:, 0].max() < right
    assert low < path[:, 1].min()
    assert path[:, 1].max() < high
    final = survey.survey(KINDS[kind]).trail.losses[-1]
    if plane == 0:  # the grid has a point at the network itself
        assert expected.heights[20, 20] == pytest.approx(final, rel=1e-4)
        assert expected.heights.min() < 1.2 * final


def test_nothing_low_is_cut_off(recorded):
    lowest = min(arrays[f"{kind}_surface"].min() for arrays in recorded.values() for kind in KINDS)
    assert lowest > HEIGHTS[0]


def test_the_residual_landscape_is_lower_and_smoother():
    numbers = Terrain().numbers(plane=0, turn=0.0, epoch=40)
    for name in ("loss", "highest", "curving_down"):
        assert numbers[f"residual_{name}"] < numbers[f"plain_{name}"]
