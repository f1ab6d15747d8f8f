"""For each public function: how to draw right arguments for it, and how to call it with them.

`CALLS` holds name -> (arguments(draw), call(engine, arguments)). Arguments are the same for both
engines; what belongs to one, such as an optimiser, is made of its settings by the call.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from dlbook.formulas.activations import ACTIVATIONS

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
    settings = {"lr": rate, "weight_decay": share, **OPTIMIZERS[name]}
    return {key: draw(strategy) for key, strategy in settings.items()}


def stopping_arguments(draw: Draw, _name: str) -> Arguments:
    return {"patience": draw(st.integers(1, 9)), "min_delta": draw(share),
            "restore_best": draw(st.booleans())}  # fmt: skip


def network_arguments(draw: Draw, loss: str = "mse") -> Arguments:
    least = 2 if loss == "softmax_cross_entropy" else 1
    hidden = draw(st.lists(st.integers(1, 4), min_size=1, max_size=2))
    return {
        "sizes": (draw(st.integers(1, 3)), *hidden, draw(st.integers(least, 3))),
        "activation": draw(activations), "output": OUTPUTS[loss], "dropout": draw(share),
        "init": draw(inits), "seed": draw(st.integers(0, 2**40)),
        "dtype": draw(st.sampled_from(["float64", "float32"])),
    }  # fmt: skip


def examples_for(draw: Draw, network: Arguments, loss: str) -> Arguments:
    n = draw(st.integers(1, 5))
    sizes = network["sizes"]
    return {"X": numbers(draw, n, sizes[0]), "y": targets(draw, loss, n, sizes[-1])}


def gradient_arguments(draw: Draw, name: str) -> Arguments:
    loss = draw(st.sampled_from(sorted(LOSSES)))
    network = network_arguments(draw, loss)
    if name == "check_gradients":
        network |= {"dtype": "float64", "activation": "tanh"}
    return {"network": network | {"dropout": 0.0}, **examples_for(draw, network, loss),
            "loss": loss, "l2": draw(share)}  # fmt: skip


def training_arguments(draw: Draw, _name: str) -> Arguments:
    given = gradient_arguments(draw, "train")
    optimizer = draw(st.sampled_from(sorted(OPTIMIZERS)))
    return given | {
        "optimizer": Described(optimizer, optimizer_arguments(draw, optimizer)),
        "epochs": draw(st.integers(0, 4)), "batch_size": draw(st.none() | st.integers(1, 6)),
        "clip_norm": draw(st.none() | rate), "seed": draw(st.integers(0, 99)),
        "record": draw(st.integers(1, 3)),
    }  # fmt: skip


def sweep_arguments(draw: Draw, _name: str) -> Arguments:
    given = training_arguments(draw, "sweep")
    del given["network"], given["clip_norm"], given["seed"]
    loss = given["loss"]
    network = network_arguments(draw, loss)
    del network["seed"]
    return given | network | examples_for(draw, network, loss) | {
        "lr": draw(st.lists(rate, min_size=1, max_size=2)), "seeds": draw(st.integers(1, 2)),
        "batch_size": None, "keep_parameters": draw(st.booleans()),
        "max_memory": 2**28, "processes": 1, "progress": False,
    }  # fmt: skip


def weights_arguments(draw: Draw, _name: str) -> Arguments:
    return {"init": draw(inits), "rng": np.random.default_rng(draw(st.integers(0, 9))),
            "n_out": draw(st.integers(1, 4)), "n_in": draw(st.integers(1, 4))}  # fmt: skip


def rule_arguments(draw: Draw, name: str) -> Arguments:
    return {"gain" if name == "scaled" else "scale": draw(rate)}


def method_arguments(draw: Draw, name: str) -> Arguments:
    """Of a method: the network is given with `settings`, which are not what is wrong."""
    settings = network_arguments(draw)
    given = {"state": {}}
    if name != "load_state_dict":
        given = {"X": numbers(draw, draw(st.integers(1, 4)), settings["sizes"][0])}
    return given | {"settings of the network": settings}


def file_arguments(draw: Draw, name: str) -> Arguments:
    """Of `load`, what a damaged file holds: bytes of a right one cut off or changed."""
    settings = network_arguments(draw)
    if name == "save":
        return {"network": settings}
    damage = draw(st.floats(0, 1)), draw(st.integers(0, 255))
    return {"settings of the network": settings, "path": damage}


def plain(engine: Any, name: str, arguments: Arguments) -> Any:
    return getattr(engine, name)(**arguments)


def network_of(engine: Any, settings: Any) -> Any:
    made = isinstance(settings, dict) and "sizes" in settings
    return engine.Network(**settings) if made else settings


def with_network(engine: Any, name: str, arguments: Arguments) -> Any:
    """A call that takes a network and perhaps an optimiser, made of their settings."""
    arguments = dict(arguments)
    if "network" in arguments:
        arguments["network"] = network_of(engine, arguments["network"])
    if isinstance(optimizer := arguments.get("optimizer"), Described):
        arguments["optimizer"] = getattr(engine, optimizer.kind)(**optimizer.settings)
    found = getattr(engine, name)(**arguments)
    return list(found) if name == "training" else found


def method(engine: Any, name: str, arguments: Arguments) -> Any:
    value, settings = arguments.values()
    network = engine.Network(**settings)
    if name == "load_state_dict" and isinstance(value, dict) and not value:
        value = network.state_dict()
    return getattr(network, name)(value)


def to_file(engine: Any, name: str, arguments: Arguments) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "network.npz"
        if name == "save":
            return engine.save(network_of(engine, arguments["network"]), path)
        engine.save(engine.Network(**arguments["settings of the network"]), path)
        damage = arguments["path"]
        if not (isinstance(damage, tuple) and len(damage) == 2):
            return engine.load(damage)
        return engine.load(_damaged(path, *damage))


def _damaged(path: Path, share: float, byte: int) -> Path:
    whole = bytearray(path.read_bytes())
    at = min(int(share * len(whole)), len(whole) - 1)
    if byte % 2:
        whole[at] = byte
    else:
        whole = whole[:at]
    path.write_bytes(io.BytesIO(whole).getvalue())
    return path


CALLS: dict[str, tuple[Callable[[Draw, str], Arguments], Callable[[Any, str, Arguments], Any]]] = {
    **dict.fromkeys(SHAPED, (array, plain)),
    **{loss + end: (loss_arguments, plain) for loss in LOSSES for end in ("", "_gradient")},
    **dict.fromkeys(OPTIMIZERS, (optimizer_arguments, plain)),
    "EarlyStopping": (stopping_arguments, plain),
    "Network": (lambda draw, _: network_arguments(draw), plain),
    "initial_weights": (weights_arguments, plain),
    **dict.fromkeys(("normal", "uniform", "scaled"), (rule_arguments, plain)),
    **dict.fromkeys(("value_and_gradient", "check_gradients"), (gradient_arguments, with_network)),
    **dict.fromkeys(("train", "training"), (training_arguments, with_network)),
    "sweep": (sweep_arguments, with_network),
    **dict.fromkeys(
        ("logits", "predict", "activations", "load_state_dict"), (method_arguments, method)
    ),
    **dict.fromkeys(("save", "load"), (file_arguments, to_file)),
}
