"""What the tables have to say below the figures of a descent: see table_truth."""

from __future__ import annotations

import numpy as np
import torch

from dlbook.experiments.landscapes import SURFACES, Surface, descend
from dlbook.experiments.profiles import PROFILES
from dlbook.experiments.racing import RACERS, path_of
from dlbook.experiments.terrain.directions import (
    filter_normalised,
    principal_directions,
    random_direction,
)
from dlbook.experiments.terrain.survey import survey
from dlbook.figures import landscape, race, rate, terrain
from tests.browser.table_trainings import Columns, Tables


def losses_of(surface: Surface, path: np.ndarray) -> Columns:
    return {"step": np.arange(len(path)), "loss J": [surface.value(w) for w in path]}


def of_landscape(surface: int, lr: float, w1: float, w2: float, step: int) -> Tables:
    ground = SURFACES[landscape.NAMES[surface]]
    path = descend(ground, (w1, w2), lr, landscape.STEPS)
    return {
        "the path on the map": {
            "step": np.arange(len(path)), "weight w₁": path[:, 0], "weight w₂": path[:, 1],
        },
        "the loss after every step": losses_of(ground, path),
    }  # fmt: skip


def of_race(surface: int, lr: float, w1: float, w2: float, watch: int, step: int) -> Tables:
    ground = SURFACES[race.NAMES[surface]]
    paths = {name: path_of(make(lr), ground, (w1, w2), race.STEPS) for name, make in RACERS.items()}
    lowest = min(ground.value(place) for place in ground.minima)
    steps = np.arange(race.STEPS + 1)
    watched = race.OPTIMIZERS[watch]
    return {
        f"the path of {watched}": {
            "step": steps, "weight w₁": paths[watched][:, 0], "weight w₂": paths[watched][:, 1],
        },
        "how far above the lowest": {
            "step": steps,
            **{name: [ground.value(w) - lowest for w in path] for name, path in paths.items()},
        },
    }  # fmt: skip


def of_rate(profile: int, lr: float, start: float, step: int) -> Tables:
    ground, is_bowl = PROFILES[rate.NAMES[profile]], rate.NAMES[profile] == "bowl"
    rates = np.geomspace(10 ** rate.DECADES[0], 10 ** rate.DECADES[1], rate.TESTED)

    def path_at(lr: float) -> np.ndarray:
        return descend(ground, (start, start if is_bowl else 0.0), lr, rate.STEPS)

    path = path_at(lr)
    names = ("weight w₁", "weight w₂") if is_bowl else ("weight w",)
    return {
        "the steps along the weights": {
            "step": np.arange(len(path)), **dict(zip(names, path.T, strict=False)),
        },
        "the loss after every step": losses_of(ground, path),
        "the loss after 100 steps, for every η": {
            "learning rate η": rates,
            "loss J after 100 steps": [ground.value(path_at(one)[-1]) for one in rates],
        },
    }  # fmt: skip


def of_terrain(plane: int, **_state: float) -> Tables:
    """The places on the plane from its directions alone: its heights take long, and no table has
    them."""

    def columns(kind: str) -> Columns:
        made = survey(terrain.KINDS[kind])
        away = made.trail.points - made.trail.points[-1]
        if terrain.NAMES[plane] == "along the path":
            directions, _ = principal_directions(made.trail.points)
        else:
            drawn = [random_direction(made.network, 2 * plane + k) for k in (0, 1)]
            directions = torch.stack([filter_normalised(made.network, one) for one in drawn])
        alpha, beta = np.linalg.lstsq(directions.T.numpy(), away.T.numpy(), rcond=None)[0]
        return {
            "epoch": np.arange(len(away)), "α": alpha, "β": beta,
            "training loss": made.trail.losses,
        }  # fmt: skip

    return {
        "plain: the training on the map": columns("plain"),
        "with shortcuts: the training on the map": columns("residual"),
    }
