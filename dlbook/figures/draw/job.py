"""What the page computes for a digit on the sheet: it is moved, and the network reads it."""

from functools import partial
from typing import Any

from dlbook.data.strokes import BLOCK, SIDE
from dlbook.figures.kit.steps import evaluate
from dlbook.figures.kit.training_programs import MATRIX, NUMBER, Kind
from dlbook.formulas.images import moved_right
from dlbook.formulas.networks import with_one
from dlbook.programs import trace
from dlbook.programs.operations import Trace

CELLS = SIDE // BLOCK  # of each row of an image


def programs() -> dict[str, Trace]:
    """The shift, and the network's forward pass."""
    return {
        "image": trace(lambda levels, full: levels / full, MATRIX, NUMBER),
        "moved": trace(
            partial(moved_right, width=CELLS), image=MATRIX, pixels=NUMBER, place=MATRIX
        ),
        "input": trace(with_one, MATRIX),
        "network": Kind(2, "relu", "softmax_cross_entropy").predict(),
    }  # fmt: skip


def steps() -> list[dict[str, Any]]:
    """The job; names of arrays are those of the figure's `shared`."""
    on_the_sheet = {"one": [{"row": "images", "of": "image"}, "drawing"], "of": "own"}
    return [
        evaluate("image", {"levels": on_the_sheet, "full": "full"}, "on_the_sheet"),
        evaluate("moved", {"image": "on_the_sheet", "pixels": "shift", "place": "place"}, "seen"),
        evaluate("input", {"a": "seen"}, "x"),
        evaluate("network", ["blocks.0", "blocks.1", "x"], "shares"),
    ]
