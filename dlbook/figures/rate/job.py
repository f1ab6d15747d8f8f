"""What the page computes for the figure of rates: the ball's path, the cuts through the landscape,
and the loss after the last step at every rate."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from dlbook.figures.kit import descent_job
from dlbook.figures.kit.steps import evaluate
from dlbook.figures.kit.training_programs import MATRIX, VECTOR
from dlbook.programs import trace
from dlbook.programs.operations import Trace

Array = np.ndarray


def first(path: Array) -> Array:
    """The path's places along w1, on the cut where w2 is 0."""
    return np.stack([path[..., 0], 0.0 * path[..., 0]], axis=-1)


def second(path: Array) -> Array:
    """The path's places along w2, on the cut where w1 is 0."""
    return np.stack([0.0 * path[..., 1], path[..., 1]], axis=-1)


def programs(names: Sequence[str]) -> dict[str, Trace]:
    """Those of landscapes, and the cuts."""
    return {
        **descent_job.programs(names),
        "first": trace(first, MATRIX),
        "second": trace(second, MATRIX),
        "spread": trace(lambda start, rates: start + 0.0 * rates, VECTOR, MATRIX),
    }


def steps(names: Sequence[str], n_steps: int) -> list[dict[str, Any]]:
    """The job. The curve is cut along w1; the bowl along w2, its main cut, and along w1."""

    def by_profile(*values: Any) -> dict[str, Any]:
        return {"one": list(values), "of": "profile"}

    def height(points: Any, into: str) -> dict[str, Any]:
        return descent_job.heights(names, "profile", points, into, once=False)

    minima = by_profile(*(f"minima.{name}" for name in names))
    return [
        *descent_job.steps(names, "profile", ("start", by_profile(0, "start")), n_steps),
        evaluate(by_profile("first", "second"), ["path"], "main_path"),
        evaluate("first", ["path"], "flat_path"),
        height(by_profile("along_first", "along_second"), "main_line_J"),
        height("along_first", "flat_line_J"),
        height("main_path", "main_J"),
        height("flat_path", "flat_J"),
        height(minima, "minima_J"),
        evaluate("spread", {"start": "start_at", "rates": "rates"}, "starts"),
        *descent_job.endings(names, "profile", n_steps, "endings", ["profile", "start"]),
    ]
