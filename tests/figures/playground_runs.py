"""A state of the playground, as its scripts read it, and a training of it on the machine."""

import base64
import json
from functools import cache
from itertools import pairwise
from math import ceil

import numpy as np

from dlbook.figures.playground import RATES, _arrays, _choices
from dlbook.figures.playground.programs import programs
from dlbook.programs.generators import generator_bytes
from dlbook.programs.packing import Packed
from dlbook.programs.wasm_training import Training
from dlbook.programs.webassembly import Machine
from dlbook.training.randomness import streams
from tests.figures import javascript
from tools.paths import ROOT

FOLDER = ROOT / "dlbook" / "figures" / "playground"


MODULES = {"s": "state", "c": "code", "h": "challenges", "p": "plane"}
IMPORTS = "\n".join(
    f"import * as {letter} from {json.dumps((FOLDER / name).with_suffix('.js').as_uri())};"
    for letter, name in MODULES.items()
)


def in_node(expression, given):
    """The JSON value of an expression of `given` and of what the `MODULES` export."""
    return javascript.in_node(expression, given, IMPORTS)


choices = cache(_choices)
arrays = cache(_arrays)


def kind_of(state):
    return next(kind for kind in choices()["data"] if kind["name"] == state["data"])


def whole(asked):
    """The state that the page makes of settings."""
    asked = dict(asked)
    if "optimizer" in asked:
        asked.setdefault("rate", RATES[asked["optimizer"]])
    return in_node("s.stateFrom(given.asked, given.choices)",
                   {"asked": asked, "choices": choices()})  # fmt: skip


def sizes_of(state):
    classes = kind_of(state)["classes"]
    return [len(state["inputs"]), *state["layers"], classes if classes > 2 else 1]


def program(name):
    packed = programs()[name]
    words = base64.b64decode(packed["words"])
    return Packed(tuple(packed["inputs"]), tuple(packed["outputs"]), words)


class Run:
    """A training on the machine, put together as `trainer.js` does; draws are NumPy's own."""

    def __init__(self, state):
        self.state, self.kind = state, kind_of(state)
        self.machine = Machine()
        layers = len(state["layers"])
        self.key = f"{layers}/{state['activation'] if layers else 'tanh'}/{self.kind['loss']}"
        self.X = self.points()
        self.train, self.test = self.parts()
        self.training = self.open()

    def evaluate(self, name, **inputs):
        return self.machine.evaluate(program(name), inputs)

    def points(self):
        state, clean = self.state, arrays()[f"clean_{self.state['data']}"]
        noise = state["noise"] if self.kind["noisy"] else 0.0
        draw = arrays()["draws"][state["dataSeed"]][: len(clean)]
        own = self.evaluate("points", clean=clean, draw=draw, noise=noise)[""]
        return np.vstack([own, *([x1, x2] for x1, x2, _ in state["added"])])

    def parts(self):
        state, n = self.state, len(self.X)
        seen = self.evaluate("inputs", x1=self.X[:, 0], x2=self.X[:, 1])
        x = np.array([*(seen[name] for name in state["inputs"]), np.ones(n)])
        added = [label for _, _, label in state["added"]]
        labels = np.append(arrays()[f"labels_{state['data']}"], added)
        classes, own = self.kind["classes"], n - len(added)
        y = np.eye(classes)[labels.astype(int)].T if classes > 2 else labels[None]
        order = np.random.default_rng(state["dataSeed"]).permutation(own)
        kept = own - int(np.floor((1 - state["share"] / 100) * own + 0.5))
        train, test = (
            [i for i in part if i not in state["removed"]] for part in (order[:kept], order[kept:])
        )
        train += range(own, n)
        places = {
            name: {int(i): k for k, i in enumerate(part)}
            for name, part in (("train", order[:kept]), ("test", order[kept:]))
        }
        self.deleted = {
            name: [at[i] for i in at if i in state["removed"]] for name, at in places.items()
        }
        return [(x[:, part], y[:, part]) for part in (train, test)]

    def blocks(self):
        sizes, rng = sizes_of(self.state), streams(self.state["seed"]).init
        for n_in, n_out in pairwise(sizes):
            W = self.evaluate("start", draws=rng.random((n_out, n_in)))[""]
            yield np.column_stack([W, np.zeros(n_out)])

    def open(self):
        state, (x, y) = self.state, self.train
        drops = state["dropout"] > 0 and bool(state["layers"])
        factors = "/factors" if state["optimizer"].startswith("Adam") else ""
        before = program(f"before/{state['schedule']}{factors}")
        horizon = in_node("s.scheduleSteps(...given)", [state, ceil(x.shape[1] / state["batch"])])
        numbers = {"rate": state["rate"], "horizon": horizon, "l1": state["l1"], "l2": state["l2"]}
        return Training(
            program(f"gradient/{self.key}{'/drops' if drops else ''}"),
            program(f"update/{state['optimizer']}"),
            blocks=list(self.blocks()),
            examples={"x": x, "y": y},
            numbers=numbers | ({"p": state["dropout"]} if drops else {}),
            before=before,
            batch_size=state["batch"],
            order=generator_bytes(streams(state["seed"]).order),
            dropout=generator_bytes(streams(state["seed"]).dropout) if drops else None,
            kept=state["layers"] if drops else (),
            machine=self.machine,
        )

    def losses(self):
        measure = program(f"measure/{self.key}")
        parts = ({"x": x, "y": y} for x, y in (self.train, self.test))
        return [self.training.measure(measure, part)["loss"].item() for part in parts]
