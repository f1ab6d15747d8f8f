"""What the page computes for the race: every optimiser's path on one landscape, and its ending."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from dlbook.experiments.racing import RACERS
from dlbook.figures.kit import descent_job
from dlbook.figures.kit.steps import evaluate, map_places, map_program, pair_program
from dlbook.figures.kit.training_programs import MATRIX, NUMBER, VECTOR
from dlbook.formulas import descent
from dlbook.programs import trace
from dlbook.programs.operations import Trace

Array = np.ndarray
PATHS = np.ones((2, 2, 2))
ENTRANTS = [racer(1.0) for racer in RACERS.values()]  # the rate is given at each step


def programs(names: Sequence[str]) -> dict[str, Trace]:
    """For each landscape its height and a step of all racers; how the race ended."""
    states = [dict.fromkeys(racer.state_names, VECTOR) for racer in ENTRANTS]
    made = {
        "pair": pair_program(),
        "map": map_program(),
        "endings": trace(_endings, paths=PATHS, J=MATRIX, g=PATHS, minima=MATRIX),
    }
    for name in names:
        J, gradient = descent_job.FORMULAS[name]
        made[f"height/{name}"] = trace(J, w=MATRIX)
        made[f"step/{name}"] = trace(
            _step_on(J, gradient), w=[VECTOR] * len(states), states=states, lr=NUMBER, t=NUMBER
        )
    return made


def _step_on(J: Callable[..., Array], gradient: Callable[..., Array]) -> Callable[..., Any]:
    def step(w, states, lr, t):
        new, new_states = [], []
        for at, state, racer in zip(w, states, ENTRANTS, strict=True):
            moved, after = racer.update(at, gradient(at), state, **racer.numbers(lr, t))
            new.append(descent.unless_left(at, moved))
            new_states.append(after)
        all_at = np.stack(w)
        return {
            "w": new, "states": new_states, "t": t + 1,
            "now": all_at, "J": J(all_at), "g": gradient(all_at),
        }  # fmt: skip

    return step


def _endings(paths, J, g, minima):
    """Of each racer, the code of what became of it, its minimum, and when it came to rest; from
    paths and g (n_steps, n_racers, 2) and J (n_steps, n_racers)."""
    paths, g, J = _by_racer(paths), _by_racer(g), np.swapaxes(J, -1, -2)
    code, minimum = descent.verdict(paths, J, g, minima)
    return {"code": code, "minimum": minimum, "arrival": descent.arrival(descent.length(g))}


def _by_racer(a):
    """(n_steps, n_racers, 2) as (n_racers, n_steps, 2)."""
    return np.stack([np.swapaxes(a[..., k], -1, -2) for k in range(2)], axis=-1)


def steps(names: Sequence[str], times: int) -> list[dict[str, Any]]:
    """The job, with "side", "zero" (2,) and the minima among the arrays. It makes heights; paths
    (times + 1, n_racers, 2), J and g of them; code, minimum and arrival (n_racers, 1)."""
    states = [f"states.{k}.{name}" for k, one in enumerate(ENTRANTS) for name in one.state_names]
    places = [f"w.{k}" for k in range(len(ENTRANTS))]
    carried = {name: name for name in (*places, *states, "t")}
    given = dict.fromkeys(places, "start") | dict.fromkeys(states, "zero") | {"t": 1, "lr": "lr"}
    minima = {"one": [f"minima.{name}" for name in names], "of": "surface"}
    return [
        map_places(),
        descent_job.heights(names, "surface", "map", "heights"),
        evaluate("pair", {"first": "w1", "second": "w2"}, "start"),
        {
            "do": "scan", "program": {"one": [f"step/{name}" for name in names], "of": "surface"},
            "inputs": given, "carry": carried, "times": times + 1,
            "into": {"now": "paths", "J": "J", "g": "g"},
        },
        evaluate("endings", {"paths": "paths", "J": "J", "g": "g", "minima": minima},
                 ["code", "minimum", "arrival"]),
    ]  # fmt: skip
