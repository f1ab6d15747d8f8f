"""The playground: a network of the reader's own, trained in the page.

Python hands over data, draws, the states of its random generators and programs; the page's machine
trains, the same step by step as the NumPy engine would.
"""

from __future__ import annotations

import base64
import gzip
from collections.abc import Callable
from typing import Any, ClassVar

import anywidget
import numpy as np
import traitlets

from dlbook import data
from dlbook.data.inputs import INPUTS
from dlbook.figures.kit.display import bundle, card_html, mimebundle, require_bundle
from dlbook.figures.kit.packing import pack
from dlbook.figures.kit.style import book_style
from dlbook.figures.kit.training_programs import OUTPUT_OF
from dlbook.figures.playground import settings, still
from dlbook.figures.playground.challenges import CHALLENGES
from dlbook.figures.playground.presets import PRESETS
from dlbook.figures.playground.programs import SCHEDULES, programs
from dlbook.formulas.activations import ACTIVATIONS
from dlbook.programs.generators import generator_bytes, stream_bytes

N, DATA_SEEDS, SEEDS = 300, 5, 100
CLASSES = {2: "sigmoid_cross_entropy", 3: "softmax_cross_entropy", 4: "softmax_cross_entropy"}

# name, label, function of dlbook.data, its further arguments, classes (0: a number to predict)
SETS = (
    ("circles", "a circle inside another", "circles", {}, 2),
    ("xor", "exclusive or", "xor", {}, 2),
    ("spiral", "two spirals", "spiral", {}, 2),
    ("moons", "two half-moons", "moons", {}, 2),
    ("blobs", "two clouds", "blobs", {}, 2),
    ("blobs_3", "three clouds", "blobs", {"n_classes": 3}, 3),
    ("blobs_4", "four clouds", "blobs", {"n_classes": 4}, 4),
    ("pass_fail", "the pass/fail students", "pass_fail", {}, 2),
    ("plane", "a number: a slanted plane", "plane", {}, 0),
    ("hills", "a number: hills and hollows", "hills", {}, 0),
)

AXES = {"pass_fail": ("x₁: lectures, standardised", "x₂: hours, standardised")}
"""Set -> what its inputs are."""

RATES = {
    "SGD": 0.1, "Momentum": 0.03, "Nesterov": 0.03, "Adagrad": 0.1, "Adadelta": 1.0,
    "RMSProp": 0.003, "Adam": 0.01, "AdamW": 0.01,
}  # fmt: skip
"""Optimiser -> the learning rate that the playground starts it with."""


class Playground(anywidget.AnyWidget):
    """The playground. start: settings that differ from its own first ones, as in its address.

    Raises
    ------
    TypeError
        If a setting is of another kind than it must be.
    ValueError
        If `start` names something that is no setting, or a setting is none that the page has.
    """

    SETTINGS: ClassVar[tuple[str, ...]] = (
        "data", "dataSeed", "noise", "share", "batch", "inputs", "layers", "activation",
        "optimizer", "rate", "schedule", "horizon", "l1", "l2", "dropout", "patience", "seed",
        "epoch", "added", "removed", "challenge",
    )  # fmt: skip

    figure_name = traitlets.Unicode("playground").tag(sync=True)
    start = traitlets.Dict().tag(sync=True)
    choices = traitlets.Dict().tag(sync=True)
    programs = traitlets.List().tag(sync=True)
    programs_data = traitlets.Bytes().tag(sync=True)
    arrays = traitlets.Dict().tag(sync=True)
    arrays_data = traitlets.Bytes().tag(sync=True)

    def __init__(self, **start: Any) -> None:
        unknown = sorted(set(start) - set(self.SETTINGS))
        if unknown:
            raise ValueError(f"start must be among {list(self.SETTINGS)}, got {unknown}")
        self._esm = bundle("playground")
        super().__init__(start=settings.checked(start, _names()), choices=_choices())
        self.programs, self.programs_data = _packed_programs()
        self.arrays, self.arrays_data = pack(_arrays())

    def __repr__(self) -> str:
        return (
            "The playground: choose data, inputs, layers, an activation and an optimiser, train "
            "the network in the page, and see its answer, its losses and what each unit learns."
        )

    @property
    def card(self) -> Playground:
        """What is displayed: the playground is its own card."""
        return self

    def _repr_mimebundle_(self, **_kwargs: Any) -> dict[str, Any]:
        require_bundle("playground")
        return mimebundle(self, repr(self), self._first_picture)

    def _first_picture(self) -> str:
        parts, network, history = still.trained()
        text = (
            f"Points of two classes, a ring around another, and a network that tells them apart "
            f"after {still.EPOCHS} epochs: training loss {history.train_loss[-1]:.3g}, "
            f"test loss {history.val_loss[-1]:.3g}."
        )
        with book_style():
            picture = still.picture(parts, network, history)
            return card_html(
                "playground", "The playground", "Press Train, and see it learn.", picture, text,
                "The network that the playground starts with, trained by the NumPy engine.",
            )  # fmt: skip


def _names() -> dict[str, list[str]]:
    """The settings that are one of some names."""
    return {
        "data": [name for name, *_ in SETS],
        "activation": list(ACTIVATIONS),
        "optimizer": list(RATES),
        "schedule": list(SCHEDULES),
        "challenge": ["", *(challenge["name"] for challenge in CHALLENGES)],
    }


def _choices() -> dict[str, Any]:
    """What the controls offer."""
    sets = [
        {
            "name": name,
            "label": label,
            "function": function,
            "code": ", ".join(f"{key}={value}" for key, value in more.items()),
            "classes": classes,
            "noisy": name != "pass_fail",
            "loss": CLASSES.get(classes, "mse"),
            "output": OUTPUT_OF[CLASSES.get(classes, "mse")],
            "axes": AXES.get(name, ("x₁", "x₂")),
            "names": list(_points(function, more).target_names),
        }
        for name, label, function, more, classes in SETS
    ]
    return {
        "data": sets,
        "inputs": list(INPUTS),
        "activations": list(ACTIVATIONS),
        "optimizers": [{"name": name, "label": name, "rate": rate} for name, rate in RATES.items()],
        "schedules": list(SCHEDULES),
        "presets": PRESETS,
        "challenges": CHALLENGES,
        "reach": still.REACH,
    }


def _points(function: str, more: dict[str, int]) -> data.Dataset:
    """A set without noise."""
    make: Callable[..., data.Dataset] = getattr(data, function)
    return make() if function == "pass_fail" else make(N, noise=0.0, **more)


def _arrays() -> dict[str, np.ndarray]:
    """Points without noise, labels, noise to be scaled, and states of the generators."""
    arrays: dict[str, np.ndarray] = {}
    for name, _, function, more, _ in SETS:
        points = _points(function, more)
        X = data.standardise(points.X)[0] if function == "pass_fail" else points.X
        arrays[f"clean_{name}"] = X
        arrays[f"labels_{name}"] = np.asarray(points.y, np.float64)
    rngs = [np.random.default_rng(seed) for seed in range(DATA_SEEDS)]
    arrays["split"] = np.array([list(generator_bytes(rng)) for rng in rngs], np.uint8)
    arrays["draws"] = np.array([rng.standard_normal((N, 2)) for rng in rngs])
    streams = stream_bytes(range(SEEDS))
    for k, name in enumerate(("init", "order", "dropout")):
        arrays[name] = np.ascontiguousarray(streams[:, k])
    return arrays


def _packed_programs() -> tuple[list, bytes]:
    """All programs end to end, compressed; and of each its name, length, inputs and outputs."""
    names, blob = [], []
    for name, program in sorted(programs().items()):
        words = base64.b64decode(program["words"])
        names.append([name, len(words), program["inputs"], program["outputs"]])
        blob.append(words)
    return names, gzip.compress(b"".join(blob), mtime=0)
