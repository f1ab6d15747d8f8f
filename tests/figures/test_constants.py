"""Numbers that stand both in a figure's JavaScript and in its Python are the same."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from dlbook import figures
from dlbook.experiments import starts
from dlbook.figures import (
    bend,
    depth,
    dropout,
    landscape,
    loss_curve,
    pass_fail,
    playground,
    rate,
)
from tools.paths import WEB

FOLDER = Path(figures.__file__).parent
SHARED = {"web/drawing": "dlbook.figures.kit", "web/machine": "dlbook.programs"}
"""What several figures draw and compute with, and Python's side of it."""
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
    "loss_curve/loss_curve.js ANSWERS": loss_curve.LABELLED,
    "pass_fail/pass_fail.js [LECTURES, HOURS]": pass_fail.EDGES,
    "playground/state.js MOST_POINTS": playground.N,
    "rate/rate.js RATES": [10**decade for decade in rate.DECADES],
    "transfer/transfer.js GOAL": starts.GOAL,
}
APART = {
    "playground/plane.js SIDE",  # the first picture's maps have another number of points
    "web/machine/jobs.js MOST_KEPT",  # results of jobs there, and here programs
}


def sources() -> dict[str, Path]:
    """The JavaScript of all figures and of what they share, by names that say where it is."""
    paths = [path for path in FOLDER.glob("[a-z]*/*.js") if path.parent.name != "static"]
    own = {path.relative_to(FOLDER).as_posix(): path for path in sorted(paths)}
    shared = [path for name in SHARED for path in sorted((WEB.parent / name).glob("*.js"))]
    return own | {path.relative_to(WEB.parent).as_posix(): path for path in shared}


def in_javascript() -> dict[str, object]:
    """The constants that are written as numbers or lists of numbers."""
    return {
        f"{place} {name}": eval(value)  # such numbers are written alike in both languages
        for place, path in sources().items()
        for name, value in CONSTANT.findall(path.read_text(encoding="utf-8"))
        if NUMBERS.fullmatch(value)
    }


@cache
def modules(package: str) -> list[ModuleType]:
    """A package and the modules that lie in it."""
    found = import_module(package)
    names = sorted(path.stem for path in Path(found.__file__).parent.glob("[a-z]*.py"))
    return [found, *(import_module(f"{package}.{name}") for name in names)]


def beside(where: str) -> list[ModuleType]:
    """The Python that belongs to a file of JavaScript."""
    folder = where.partition(" ")[0].rpartition("/")[0]
    return modules(SHARED.get(folder, f"dlbook.figures.{folder}"))


def in_python(where: str) -> object:
    """What the modules beside the JavaScript call by the same name; None where none does."""
    name = where.partition(" ")[2]
    names = (name, f"_{name}")
    return next((getattr(m, one) for m in beside(where) for one in names if hasattr(m, one)), None)


def is_telling(value: object) -> bool:
    """Whether a value is hardly in two places by chance: three digits or more, or three numbers."""
    if isinstance(value, (int, float)):
        return len(f"{value:.15g}".partition("e")[0].replace(".", "").strip("-0")) >= 3
    return isinstance(value, (list, tuple)) and len(value) >= 3


def doubles(where: str) -> list[str]:
    """The names of Python's constants, beside a JavaScript constant or in the kit, of its value."""
    value, name = JAVASCRIPT[where], where.partition(" ")[2]
    return [
        f"{module.__name__}.{other}"
        for module in {*beside(where), *modules("dlbook.figures.kit")}
        for other, theirs in vars(module).items()
        if other.isupper() and other.strip("_") != name and is_telling(theirs)
        if (list(theirs) if isinstance(theirs, tuple) else theirs) == value
    ]


JAVASCRIPT = in_javascript()
SAME_NAME = {
    where: value
    for where in JAVASCRIPT
    if where not in APART and (value := in_python(where)) is not None
}


def test_the_constants_are_found():
    assert len(SAME_NAME) >= 15
    assert {
        "grid/grid.js EPOCHS", "pass_fail/pass_fail.js YOU", "shared_batch/dealt.js LEVELS",
        "web/drawing/status.js LONGEST", "web/machine/training.js STATE_BYTES",
    } < set(SAME_NAME)  # fmt: skip


@pytest.mark.parametrize("where", [*SAME_NAME, *NAMED_OTHERWISE])
def test_a_number_is_the_same_in_both_languages(where):
    expected = {**SAME_NAME, **NAMED_OTHERWISE}[where]
    np.testing.assert_allclose(JAVASCRIPT[where], expected, rtol=1e-14)


def test_a_value_of_python_s_has_no_other_name_in_javascript():
    found = {where: doubles(where) for where in JAVASCRIPT if where not in NAMED_OTHERWISE}
    assert {where: names for where, names in found.items() if names} == {}


@pytest.mark.parametrize(
    ("value", "answer"),
    [(1.35, True), (0.05, False), (300, False), (1797, True), (-0.084, False), ([1, 2], False),
     ((1, 2, 3), True), (1e-9, False), ("text", False)],
)  # fmt: skip
def test_what_is_telling(value, answer):
    assert is_telling(value) == answer
