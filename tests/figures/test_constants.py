"""Numbers that stand both in a figure's JavaScript and in its Python are the same."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from dlbook import figures
from dlbook.experiments import starts
from dlbook.figures import bend, depth, dropout, landscape, pass_fail, playground, rate

FOLDER = Path(figures.__file__).parent
CONSTANT = re.compile(r"^(?:export )?const ([A-Z][A-Z_]*|\[[A-Z, ]+\]) = ([^;]+);", re.MULTILINE)
NUMBERS = re.compile(r"[\[\]\d\s.,e*+-]+")

NAMED_OTHERWISE = {
    "bend/bend.js RUNS": len(bend.SEEDS),
    "depth/depth.js VALUES": list(depth.HIGHEST.values()),
    "dropout/dropout.js LAYERS": dropout.HIDDEN,
    "dropout/dropout.js PIXELS": dropout.SIZES[0],
    "dropout/dropout.js RUNS": len(dropout.SEEDS),
    "dropout/masked_network.js DIGITS": dropout.SIZES[-1],
    "dropout/masked_network.js PIXELS": dropout.SIZES[0] ** 0.5,
    "landscape/landscape.js PLANE": (-landscape.EDGE, landscape.EDGE),
    "pass_fail/pass_fail.js [LECTURES, HOURS]": pass_fail.EDGES,
    "playground/state.js MOST_POINTS": playground.N,
    "rate/rate.js RATES": [10**decade for decade in rate.DECADES],
    "transfer/transfer.js GOAL": starts.GOAL,
}
APART = {"playground/plane.js SIDE"}  # the first picture's maps have another number of points


def in_javascript() -> dict[str, object]:
    """The constants of all figures that are written as numbers or lists of numbers."""
    found = {}
    for path in sorted(FOLDER.glob("[a-z]*/*.js")):
        for name, value in CONSTANT.findall(path.read_text(encoding="utf-8")):
            if path.parent.name != "static" and NUMBERS.fullmatch(value):
                place = path.relative_to(FOLDER).as_posix()
                found[f"{place} {name}"] = eval(value)  # such numbers are written alike in both
    return found


def in_python(where: str) -> object:
    """What the modules beside the JavaScript call by the same name; None where none does."""
    place, _, name = where.partition(" ")
    folder = (FOLDER / place).parent
    package = f"dlbook.figures.{folder.name}"
    modules = [package, *(f"{package}.{path.stem}" for path in sorted(folder.glob("[a-z]*.py")))]
    return next((getattr(m, name) for m in map(import_module, modules) if hasattr(m, name)), None)


JAVASCRIPT = in_javascript()
SAME_NAME = {
    where: value
    for where in JAVASCRIPT
    if where not in APART and (value := in_python(where)) is not None
}


def test_the_constants_are_found():
    assert len(SAME_NAME) >= 15
    assert {"grid/grid.js EPOCHS", "pass_fail/pass_fail.js YOU"} < set(SAME_NAME)


@pytest.mark.parametrize("where", [*SAME_NAME, *NAMED_OTHERWISE])
def test_a_number_is_the_same_in_both_languages(where):
    expected = {**SAME_NAME, **NAMED_OTHERWISE}[where]
    np.testing.assert_allclose(JAVASCRIPT[where], expected, rtol=1e-14)
