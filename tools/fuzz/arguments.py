"""For each public function: how to draw right arguments for it.

Arguments are the same for both engines; what belongs to one, such as an optimiser, is given by its
settings. A name with a space in it is no argument, but something that the call needs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from dlbook.formulas.activations import ACTIVATIONS
from dlbook.torch_engine.workers import ALONE
from dlbook.training import schedules
from dlbook.training.early_stopping import EarlyStopping
from dlbook.training.initialisation import DEFAULT_INITIALISATION

Arguments = dict[str, Any]
Draw = Callable[[st.SearchStrategy], Any]

SHAPED = ("linear", "sigmoid", "tanh", "relu", "softmax")
LOSSES = {"mse": "y_hat", "sigmoid_cross_entropy": "logits", "softmax_cross_entropy": "logits"}
OUTPUTS = {"mse": "linear", "sigmoid_cross_entropy": "sigmoid", "softmax_cross_entropy": "softmax"}
share = st.floats(0, 0.99)
rate = st.floats(1e-6, 10)
OPTIMIZERS = {
    "SGD": {},
    "Momentum": {"momentum": share, "nesterov": st.booleans()},
    "Adagrad": {"eps": rate},
    "Adadelta": {"rho": share, "eps": rate},
    "RMSProp": {"alpha": share, "eps": rate},
    "Adam": {"betas": st.tuples(share, share), "eps": rate},
    "AdamW": {"betas": st.tuples(share, share), "eps": rate},
}
activations = st.sampled_from(sorted(ACTIVATIONS))
devices = st.sampled_from(["auto", "cpu"])
every_so_often = st.integers(1, 9)
SCHEDULES = {
    "step_decay": {"every": every_so_often, "factor": st.floats(0.01, 1)},
    "cosine": {"steps": every_so_often, "lowest": st.floats(0, 1e-6)},
    "warm_up": {"steps": every_so_often},
}
made_schedules = st.one_of(
    st.builds(getattr(schedules, name), rate, **settings) for name, settings in SCHEDULES.items()
)
rates = rate | made_schedules
inits = st.sampled_from(["zeros", "normal", "glorot_uniform", "he_normal", "lecun_uniform"])


def numbers(draw: Draw, *shape: int) -> np.ndarray:
    """Real numbers of moderate size."""
    return draw(hnp.arrays(np.float64, shape, elements=st.floats(-100, 100)))


def array(draw: Draw, _name: str) -> Arguments:
    shape = draw(hnp.array_shapes(min_dims=1, max_dims=3, max_side=4))
    return {"z": numbers(draw, *shape)}


def targets(draw: Draw, loss: str, n: int, n_out: int) -> np.ndarray:
    if loss == "softmax_cross_entropy":
        return draw(hnp.arrays(np.int64, n, elements=st.integers(0, n_out - 1)))
    elements = st.floats(0, 1) if loss.startswith("sigmoid") else st.floats(-100, 100)
    return draw(hnp.arrays(np.float64, (n, n_out), elements=elements))


def loss_arguments(draw: Draw, name: str) -> Arguments:
    loss = name.removesuffix("_gradient")
    n, n_out = draw(st.integers(1, 5)), draw(st.integers(2, 4))
    return {LOSSES[loss]: numbers(draw, n, n_out), "y": targets(draw, loss, n, n_out)}


class Described(NamedTuple):
    """An optimiser that each engine makes for itself: its class and the arguments of that."""

    kind: str
    settings: Arguments


def optimizer_arguments(draw: Draw, name: str) -> Arguments:
    settings = {"lr": rates, "weight_decay": share, **OPTIMIZERS[name]}
    return {key: draw(strategy) for key, strategy in settings.items()}


def step_arguments(draw: Draw, _name: str) -> Arguments:
    """Of an optimiser's own step, which is made several times."""
    optimizer = draw(st.sampled_from(sorted(OPTIMIZERS)))
    shape = draw(hnp.array_shapes(min_dims=1, max_dims=2, max_side=3))
    return {"optimizer of the steps": Described(optimizer, optimizer_arguments(draw, optimizer)),
            "parameters": numbers(draw, *shape), "gradient": numbers(draw, *shape)}  # fmt: skip


def schedule_arguments(draw: Draw, name: str) -> Arguments:
    lr = draw(rates if name == "warm_up" else rate)
    return {"lr": lr} | {key: draw(strategy) for key, strategy in SCHEDULES[name].items()}


def own_schedule_arguments(draw: Draw, _name: str) -> Arguments:
    return {"description": draw(st.text(max_size=5)), "rate": draw(made_schedules)}


def stopping_arguments(draw: Draw, _name: str) -> Arguments:
    return {"patience": draw(st.integers(1, 9)), "min_delta": draw(share),
            "restore_best": draw(st.booleans())}  # fmt: skip


def network_arguments(draw: Draw, loss: str | None = None) -> Arguments:
    """Of a network that goes with `loss`, or with any."""
    loss = loss or draw(st.sampled_from(sorted(LOSSES)))
    least = 2 if loss == "softmax_cross_entropy" else 1
    hidden = draw(st.lists(st.integers(1, 4), min_size=1, max_size=2))
    return {
        "sizes": (draw(st.integers(1, 3)), *hidden, draw(st.integers(least, 3))),
        "activation": draw(activations), "output": OUTPUTS[loss], "dropout": draw(share),
        "init": draw(inits), "seed": draw(st.integers(0, 2**40)),
        "dtype": draw(st.sampled_from(["float64", "float32"])), "device": draw(devices),
    }  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """Which units are kept, the same for the same step and layer; flags in one of their forms."""

    seed: int
    form: str

    def __call__(self, step: int, layer: int, shape: tuple[int, int]) -> Any:
        flags = np.random.default_rng((self.seed, step, layer)).random(shape) < 0.5
        return flags.tolist() if self.form == "list" else flags.astype(self.form)


kept_units = st.builds(Kept, st.integers(0, 99), st.sampled_from(["bool", "float64", "list"]))


def precision_for(draw: Draw, dtype: str) -> str:
    return draw(st.sampled_from(["full", "bf16"] if dtype == "float32" else ["full"]))


def examples_for(draw: Draw, network: Arguments, loss: str) -> Arguments:
    n = draw(st.integers(1, 5))
    sizes = network["sizes"]
    return {"X": numbers(draw, n, sizes[0]), "y": targets(draw, loss, n, sizes[-1])}


def gradient_arguments(draw: Draw, name: str) -> Arguments:
    loss = draw(st.sampled_from(sorted(LOSSES)))
    network = network_arguments(draw, loss)
    if name == "check_gradients":
        network |= {"dtype": "float64", "activation": "tanh"}
    given = {"network": network, **examples_for(draw, network, loss), "loss": loss,
             "l2": draw(share)}  # fmt: skip
    if name == "check_gradients":
        return given | {"eps": draw(st.floats(1e-8, 1e-5))}
    return given | {"precision": precision_for(draw, network["dtype"])}


def mask_arguments(draw: Draw, name: str) -> Arguments:
    """Of `value_and_gradient`: with masks too, where units are switched off."""
    given = gradient_arguments(draw, name)
    mask, network = None, given["network"]
    if network["dropout"] and draw(st.booleans()):
        kept, n = draw(kept_units), len(given["X"])
        mask = [kept(1, k, (n, width)) for k, width in enumerate(network["sizes"][1:-1])]
    return given | {"mask": mask}


def validation_for(draw: Draw, network: Arguments, loss: str) -> tuple | None:
    if draw(st.booleans()):
        return None
    return tuple(examples_for(draw, network, loss).values())


def training_arguments(draw: Draw, name: str) -> Arguments:
    given = gradient_arguments(draw, name)
    network, loss = given["network"], given["loss"]
    optimizer = draw(st.sampled_from(sorted(OPTIMIZERS)))
    epochs = draw(st.integers(0, 4))
    given |= {
        "optimizer": Described(optimizer, optimizer_arguments(draw, optimizer)),
        "epochs": epochs, "batch_size": draw(st.none() | st.integers(1, 6)),
        "clip_norm": draw(st.none() | rate), "seed": draw(st.integers(0, 99)),
        "record": draw(st.just("step") | record_for(epochs)),
        "validation": validation_for(draw, network, loss),
        "masks": draw(st.none() | kept_units) if network["dropout"] else None,
        "workers": draw(st.sampled_from([None, ALONE])),
    }  # fmt: skip
    if name == "train":
        given |= {"early_stopping": stopping_for(draw, given), "progress": draw(st.booleans())}
    return given


def record_for(epochs: int) -> st.SearchStrategy:
    some = st.sets(st.integers(0, epochs)).map(sorted)
    return st.integers(1, 3) | some


def stopping_for(draw: Draw, given: Arguments) -> EarlyStopping | None:
    record, epochs = given["record"], given["epochs"]
    unseen_end = isinstance(record, list) and max(record, default=0) < epochs
    if given["validation"] is None or unseen_end or draw(st.booleans()):
        return None
    return EarlyStopping(**stopping_arguments(draw, "EarlyStopping"))


def sweep_arguments(draw: Draw, _name: str) -> Arguments:
    loss = draw(st.sampled_from(sorted(LOSSES)))
    network = network_arguments(draw, loss)
    del network["seed"]
    epochs = draw(st.integers(0, 4))
    seeds = draw(st.sampled_from([0, 1, [0], [3, 1]]))
    n_seeds = len(seeds) if isinstance(seeds, list) else 1
    optimizer = draw(st.sampled_from(sorted(OPTIMIZERS)))
    given = network | examples_for(draw, network, loss) | {
        "loss": loss, "l2": draw(share), "epochs": epochs, "record": draw(record_for(epochs)),
        "optimizer": Described(optimizer, optimizer_arguments(draw, optimizer)),
        "lr": draw(st.none() | rates | st.lists(rates, min_size=1, max_size=2)),
        "seeds": seeds,
        "batch_size": draw(st.none() | st.integers(1, 6) | st.just([None, 2])),
        "validation": validation_for(draw, network, loss),
        "start": start_for(draw, network["sizes"], n_seeds),
        "precision": precision_for(draw, network["dtype"]),
        "keep_parameters": draw(st.booleans()), "progress": draw(st.booleans()),
        "max_memory": draw(st.sampled_from([2**24, 2**28])),
        "processes": draw(st.sampled_from([1] * 9 + [2])),
    }  # fmt: skip
    return given if given["start"] is None else given | {"init": DEFAULT_INITIALISATION}


def start_for(draw: Draw, sizes: tuple[int, ...], n_seeds: int) -> np.ndarray | None:
    """Parameters to start from, for all seeds or for each; seldom, for `init` is another way."""
    n_parameters = sum((n_in + 1) * n_out for n_in, n_out in pairwise(sizes))
    shape = draw(st.sampled_from([None, None, (n_parameters,), (n_seeds, n_parameters)]))
    return (
        None
        if shape is None
        else np.random.default_rng(draw(st.integers(0, 99))).normal(size=shape)
    )


def weights_arguments(draw: Draw, _name: str) -> Arguments:
    return {"init": draw(inits), "rng": np.random.default_rng(draw(st.integers(0, 9))),
            "n_out": draw(st.integers(1, 4)), "n_in": draw(st.integers(1, 4))}  # fmt: skip


def rule_arguments(draw: Draw, name: str) -> Arguments:
    return {"gain" if name == "scaled" else "scale": draw(rate)}


def method_arguments(draw: Draw, name: str) -> Arguments:
    """Of a method: the network is given with `settings`, which are not what is wrong."""
    settings = network_arguments(draw)
    given = {}
    if name == "load_state_dict":
        given = {"state": {"layers.0.bias": numbers(draw, settings["sizes"][1])}}
    elif name in ("logits", "predict", "activations"):
        given = {"X": numbers(draw, draw(st.integers(1, 4)), settings["sizes"][0])}
    return given | {"settings of the network": settings}


class Damage(NamedTuple):
    """What a file has gone through: at that share of its length a byte changed, or cut off."""

    share: float
    byte: int | None


class Name(NamedTuple):
    """A file in the folder of a call."""

    text: str


def file_arguments(draw: Draw, name: str) -> Arguments:
    """Of `load`, what a damaged file holds: bytes of a right one cut off or changed."""
    settings = network_arguments(draw)
    if name == "save":
        return {"network": settings, "path": draw(st.sampled_from([Name("a.npz"), Name("b")]))}
    damage = st.builds(Damage, st.floats(0, 1), st.none() | st.integers(0, 255))
    return {"settings of the network": settings, "path": draw(st.just(Name("whole")) | damage),
            "device": draw(devices)}  # fmt: skip
