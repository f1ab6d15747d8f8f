"""What figures on landscapes compute: a ball's path by gradient descent, heights, and a verdict."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from dlbook.experiments.landscapes import students
from dlbook.figures.kit.steps import evaluate, pair_program
from dlbook.figures.kit.training_programs import MATRIX, NUMBER, VECTOR
from dlbook.formulas import descent, landscapes
from dlbook.programs import trace
from dlbook.programs.operations import Trace

Array = np.ndarray
SIDE = np.linspace(-descent.EDGE, descent.EDGE, 81)
"""The places along a map's side."""
FORMULAS: dict[str, tuple[Callable[..., Array], Callable[..., Array]]] = {
    "valleys": (landscapes.valleys, landscapes.valleys_gradient),
    "bowl": (landscapes.bowl, landscapes.bowl_gradient),
    "saddle": (landscapes.saddle, landscapes.saddle_gradient),
    "dips": (landscapes.dips, landscapes.dips_gradient),
    "neuron": (landscapes.neuron, landscapes.neuron_gradient),
}
"""Landscape -> J and its gradient, of w and, for the neuron, of examples X and y."""


def programs(names: Sequence[str]) -> dict[str, Trace]:
    """For each landscape its height and a step on it; the start; the rules of the verdict."""
    made = {
        "pair": pair_program(),
        "verdict": trace(descent.verdict, path=MATRIX, J=VECTOR, g=MATRIX, minima=MATRIX),
        "moments": trace(_moments, path=MATRIX, slope=VECTOR),
    }
    for name in names:
        J, gradient = FORMULAS[name]
        examples = {"X": MATRIX, "y": VECTOR} if name == "neuron" else {}
        made[f"height/{name}"] = trace(J, w=MATRIX, **examples)
        made[f"move/{name}"] = trace(_move_on(gradient), w=MATRIX, lr=MATRIX, **examples)
        made[f"step/{name}"] = trace(_step_on(J, gradient), w=VECTOR, lr=NUMBER, **examples)
    return made


def _step_on(J: Callable[..., Array], gradient: Callable[..., Array]) -> Callable[..., Any]:
    def step(w, lr, X=None, y=None):
        examples = () if X is None else (X, y)
        g = gradient(w, *examples)
        return {
            "next": descent.step(w, g, lr), "now": w + 0.0, "J": J(w, *examples), "g": g,
            "slope": descent.length(g),
        }  # fmt: skip

    return step


def _move_on(gradient: Callable[..., Array]) -> Callable[..., Array]:
    def move(w, lr, X=None, y=None):
        return descent.step(w, gradient(w, *(() if X is None else (X, y))), lr)

    return move


def _moments(path, slope):
    """The first steps at which the ball is at rest, and off the map; -1 for never."""
    return {
        "resting": descent.first_step(slope < descent.REST),
        "left": descent.first_step(descent.reach(path)[..., 0] > descent.EDGE),
    }


def arrays(minima: dict[str, Array]) -> dict[str, Array]:
    """The minima (m, 2) of each landscape, and the examples of the real neuron where it is one."""
    made = {f"minima.{name}": at for name, at in minima.items()}
    if "neuron" in minima:
        X, y = students()
        made |= {"X": X, "y": y.astype(float)}
    return made


def steps(names: Sequence[str], by: str, start: tuple[Any, Any], times: int) -> list[dict]:
    """The job: a path of `times` steps on the landscape chosen by the trait `by`, and what became
    of the ball. It makes path, J, g, slope, code, minimum, resting, left."""
    one = {"one": [f"step/{name}" for name in names], "of": by}
    minima = {"one": [f"minima.{name}" for name in names], "of": by}
    return [
        evaluate("pair", {"first": start[0], "second": start[1]}, "start_at"),
        {
            "do": "scan", "program": one, "carry": {"w": "next"}, "times": times + 1,
            "inputs": {"w": "start_at", "lr": "lr", **_examples(names)},
            "into": {"now": "path", "J": "J", "g": "g", "slope": "slope"},
        },
        evaluate("verdict", {"path": "path", "J": "J", "g": "g", "minima": minima},
                 {"0": "code", "1": "minimum"}),
        evaluate("moments", ["path", "slope"], ["resting", "left"]),
    ]  # fmt: skip


def _examples(names: Sequence[str]) -> dict[str, str]:
    """The inputs that only the real neuron has."""
    return {"X": "X", "y": "y"} if "neuron" in names else {}


def endings(
    names: Sequence[str], by: str, times: int, into: str, once_for: list[str]
) -> list[dict[str, Any]]:
    """Steps of a job: J after `times` steps from "starts" (n, 2) at each of "rates" (n, 1)."""
    return [
        {
            "do": "scan", "program": {"one": [f"move/{name}" for name in names], "of": by},
            "carry": {"w": ""}, "times": times, "into": {"": "ends"}, "once_for": once_for,
            "inputs": {"w": "starts", "lr": "rates", **_examples(names)},
        },
        heights(names, by, {"row": "ends", "of": times - 1}, into) | {"once_for": once_for},
    ]  # fmt: skip


def heights(
    names: Sequence[str], by: str, points: Any, into: str, *, once: bool = True
) -> dict[str, Any]:
    """A step of a job: J at points (…, 2) of the landscape chosen by `by`; once, where the points
    are always the same."""
    chosen = {"one": [f"height/{name}" for name in names], "of": by}
    more = {"once_for": [by]} if once else {}
    return evaluate(chosen, {"w": points, **_examples(names)}, into, **more)
