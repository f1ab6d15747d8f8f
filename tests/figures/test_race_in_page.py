"""The optimisers as the page works them out, run in Node, against dlbook's."""

import numpy as np
import pytest

from dlbook.experiments.landscapes import SURFACES
from dlbook.experiments.racing import RACERS, arrival, path_of
from dlbook.figures.race import ADAM_FACTORS, STEPS
from tests.figures.test_formulas import in_node

STARTS = [(-0.5, -1.5), (-5.0, -2.0), (-4.0, 0.1)]
RATES = [0.001, 0.03, 0.3, 3.0]


@pytest.mark.parametrize("name", RACERS)
@pytest.mark.parametrize("landscape", ["valleys", "bowl", "saddle"])
def test_paths_are_the_same_to_the_last_bit(name, landscape):
    runs = [[start, lr] for start in STARTS for lr in RATES]
    surface = SURFACES[landscape]
    found = in_node(
        f"((s) => given.runs.map(([w, lr]) => {{"
        f"const path = f.optimizerPath({name!r}, s, w, lr, given.steps, given.factors);"
        f"return [path, f.arrival(s, path)]; }}))(f.surfaces([])[{landscape!r}])",
        {"runs": runs, "steps": STEPS, "factors": ADAM_FACTORS},
    )
    for (start, lr), (path, arrived) in zip(runs, found, strict=True):
        expected = path_of(RACERS[name](lr), surface, start, STEPS)
        np.testing.assert_array_equal(path, expected)
        assert arrived == (-1 if arrival(surface, expected) is None else arrival(surface, expected))
