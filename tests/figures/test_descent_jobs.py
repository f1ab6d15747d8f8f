"""What the figures on landscapes compute in the page, against `dlbook.experiments`."""

import numpy as np
import pytest

from dlbook.experiments.landscapes import SURFACES, VERDICTS, descend, verdict
from dlbook.experiments.racing import RACERS, arrival, path_of
from dlbook.figures import Landscape, Race
from dlbook.figures.landscape import NAMES
from dlbook.figures.race import NAMES as RACED
from dlbook.figures.race import OPTIMIZERS, STEPS

STARTS = [(4.0, -4.0), (-5.0, -2.0), (0.3, 0.0), (-4.0, 0.0)]
RATES = [0.001, 0.1, 0.45, 2.5]


def found(code, minimum) -> tuple[str, int]:
    return VERDICTS[int(code)], int(minimum)


@pytest.mark.parametrize("name", NAMES)
def test_what_became_of_the_ball(name):
    surface, figure = SURFACES[name], Landscape()
    for start in STARTS:
        for lr in [*RATES, 100.0]:
            state = {"surface": NAMES.index(name), "lr": lr, "w1": start[0], "w2": start[1]}
            made = figure.computed(**state, step=0)
            expected = verdict(surface, descend(surface, start, lr, 100))
            assert found(made["code"][0], made["minimum"][0]) == expected


@pytest.mark.parametrize("name", RACED)
def test_paths_of_the_racers_and_how_they_ended(name):
    surface, figure = SURFACES[name], Race()
    assert list(RACERS) == OPTIMIZERS
    for start in STARTS[1:]:
        for lr in RATES:
            state = {"surface": RACED.index(name), "lr": lr, "w1": start[0], "w2": start[1]}
            made = figure.computed(**state, watch=0, step=0)
            for k, optimizer in enumerate(RACERS.values()):
                path = path_of(optimizer(lr), surface, start, STEPS)
                at_first = made["paths"][:20, k]  # later, rounding may decide
                np.testing.assert_allclose(at_first, path[:20], rtol=1e-8, atol=1e-8)
                own = made["paths"][:, k]
                code, minimum = made["code"][k, 0], made["minimum"][k, 0]
                assert found(code, minimum) == verdict(surface, own)
                arrived = arrival(surface, own)
                assert made["arrival"][k, 0] == (-1 if arrived is None else arrived)
