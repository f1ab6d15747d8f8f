"""Data and experiments answer for numbers of any size, whatever NumPy was told elsewhere."""

import numpy as np
import pytest

from dlbook import data
from dlbook.data import bending
from dlbook.data.inputs import INPUTS
from dlbook.experiments import (
    batch_noise,
    costs,
    fits,
    landscapes,
    profiles,
    racing,
    signals,
    starts,
    transfer,
)
from dlbook.experiments.terrain import roughness
from dlbook.numpy_engine import Adam, Momentum, Network, normal

DRAWN = np.random.default_rng(0).normal(size=(12, 12))
ROWS = np.stack([DRAWN, -DRAWN, DRAWN * 1e-5])
W = DRAWN[:, :2]
TOYS = ("spiral", "moons", "circles", "blobs", "xor", "plane", "hills")
SURFACES = {**landscapes.SURFACES, "dips": profiles.PROFILES["dips"]}


def sized(array, size):
    with np.errstate(all="ignore"):
        return array * size


def at_all(surface, size):
    path = sized(W, size)
    return [
        *landscapes.verdict(surface, path),
        landscapes.descend(surface, path[0], 0.1, 30),
        racing.path_of(Momentum(0.1), surface, path[0], 30),
        racing.path_of(Adam(0.1), surface, path[0], 30),
        racing.arrival(surface, path),
        profiles.curvatures(surface.gradient, path[0]),
        said(profiles.limit, surface, path[0]),
    ]


def said(function, *arguments):
    """The answer, or the error that says why there is none."""
    try:
        return function(*arguments)
    except ValueError as error:
        return str(error)


def standardised(size):
    made = said(data.standardise, sized(DRAWN, size), sized(ROWS[2], size))
    if isinstance(made, str):
        return made
    scaled, others, scaling = made
    return scaled, others, scaling.undo(scaled), scaling.mean, scaling.std


def deep(gain, activation):
    network = Network(
        (12, *[12] * 20, 3), activation=activation, init=normal(gain), output="softmax"
    )
    found = signals.signals(network, DRAWN, np.arange(12) % 3)
    return [signals.size(part) for part in (*found.activations, *found.gradients)]


def transferred(size):
    given = np.full(13, size), sized(DRAWN.ravel(), size), (2, 3, 1), 1
    return [
        transfer.transferred(*given),
        transfer.mean_var(*given, np.random.default_rng(0)),
        transfer.shuffled(*given, np.random.default_rng(0)),
    ]


def prices(size):
    slow, fast = costs.Device(size, size), costs.Device(2 * size, 4 * size)
    return [
        costs.step_seconds(size, size, slow),
        costs.break_even(size, slow, fast),
        costs.width_for(size, 3, 2, 1),
    ]


CALLS = {
    **{name: lambda size, name=name: getattr(data, name)(9, size).X for name in TOYS},
    **{name: lambda size, s=s: at_all(s, size) for name, s in SURFACES.items()},
    "standardise": standardised,
    "split": lambda size: data.split(sized(DRAWN, size), np.arange(12), validation=0.2, test=0.2),
    "inputs": lambda size: data.inputs(sized(W, size), tuple(INPUTS)),
    "bent_copies": lambda size: data.bent_copies(sized(ROWS, size)),
    "read": lambda size: bending.read(sized(ROWS, size), *np.abs(ROWS.reshape(2, 3, -1))),
    "digit_from_strokes": lambda size: data.digit_from_strokes([sized(np.abs(W), size)]),
    "standard_error": lambda size: [
        batch_noise.standard_error(sized(DRAWN, size), 3, replacement=again)
        for again in (True, False)
    ],
    "signals tanh": lambda size: deep(size, "tanh"),
    "signals relu": lambda size: deep(size, "relu"),
    "expected_sizes": lambda size: [
        signals.expected_sizes(g, size, 30, size) for g in signals.MEAN_SQUARES
    ],
    "sample": lambda size: fits.sample(9, size, 0),
    "truth": lambda size: fits.truth(sized(DRAWN, size)),
    "verdicts": lambda size: [
        fits.middle(sized(np.abs(DRAWN[:, :9]), size)),
        fits.verdicts(sized(np.abs(DRAWN[0]), size), np.arange(12), simplest_first=True),
    ],
    "starts": lambda size: [
        starts.half_width(sized(DRAWN, size)),
        starts.epochs_to(sized(DRAWN.ravel()[:17], size)),
    ],
    "transfer": transferred,
    "roughness": lambda size: [
        of(sized(h, size))
        for of in (roughness.share_curving_down, roughness.pits)
        for h in (DRAWN, DRAWN[0])
    ],
    "costs": prices,
}


@pytest.mark.parametrize("size", [1e-310, 1e-200, 1e-3, 1e200, 1e307])
@pytest.mark.parametrize("name", CALLS)
def test_an_answer_does_not_depend_on_what_numpy_was_told(name, size):
    with np.errstate(all="ignore"):
        expected = CALLS[name](size)
    with np.errstate(all="raise"):
        found = CALLS[name](size)
    assert repr(found) == repr(expected)
