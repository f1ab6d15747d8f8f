"""For each public function: how its arguments are drawn, and how to call it with them.

`CALLS` holds name -> (arguments(draw, name), call(engine, name, arguments)).
"""

from __future__ import annotations

import contextlib
import io
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch

from dlbook import torch_engine
from dlbook.training import schedules
from tools.fuzz import arguments as draws
from tools.fuzz.arguments import Arguments, Damage, Described, Draw, Name

TORCH_ONLY = {"device", "precision", "workers"}  # what the NumPy engine has not


def function_of(engine: Any, name: str) -> Callable:
    """What a call of `name` calls: a function of the engine, or a method, or a schedule."""
    if name in engine.__all__:
        return getattr(engine, name)
    homes = (schedules, engine.Network, engine.Optimizer)
    return next(getattr(home, name) for home in homes if hasattr(home, name))


def taken(engine: Any, arguments: Arguments) -> Arguments:
    """The arguments that the engine has."""
    left_out = set() if engine is torch_engine else TORCH_ONLY
    return {name: value for name, value in arguments.items() if name not in left_out}


def plain(engine: Any, name: str, arguments: Arguments) -> Any:
    return function_of(engine, name)(**taken(engine, arguments))


def network_of(engine: Any, settings: Any) -> Any:
    made = isinstance(settings, dict) and "sizes" in settings
    return engine.Network(**taken(engine, settings)) if made else settings


def optimizer_of(engine: Any, described: Any) -> Any:
    made = isinstance(described, Described)
    return getattr(engine, described.kind)(**described.settings) if made else described


def with_network(engine: Any, name: str, arguments: Arguments) -> Any:
    """A call that takes a network and perhaps an optimiser, made of their settings."""
    makers = {"network": network_of, "optimizer": optimizer_of}
    made = {
        argument: makers[argument](engine, value) if argument in makers else value
        for argument, value in taken(engine, arguments).items()
    }
    with contextlib.redirect_stderr(io.StringIO()):  # of a progress bar
        found = getattr(engine, name)(**made)
        return list(found) if name == "training" else found


def checked(engine: Any, name: str, arguments: Arguments) -> Any:
    """A check of gradients; what it leaves out with a warning need not be a number."""
    with warnings.catch_warnings(record=True) as noticed:
        warnings.filterwarnings("always", ".* at a kink")
        found = with_network(engine, name, arguments)
    return None if noticed else found


def method(engine: Any, name: str, arguments: Arguments) -> Any:
    """A method of a network."""
    given = dict(arguments)
    network = network_of(engine, given.pop("settings of the network"))
    if isinstance(state := given.get("state"), dict):
        given["state"] = {**network.state_dict(), **state}
    found = getattr(network, name)(*given.values())
    return list(found.values()) if name == "state_dict" else found


def copied(engine: Any, name: str, arguments: Arguments) -> Any:
    """The parameters of a copy, which are those of the network, and stay what they are."""
    network = network_of(engine, arguments["settings of the network"])
    twin = network.copy()
    before = [float(number) for number in network.flat]
    network.flat[:] = 7
    after = [float(number) for number in twin.flat]
    assert after == before, f"the copy has {after}, the network had {before}"
    return after


def steps(engine: Any, name: str, arguments: Arguments) -> Any:
    """Three steps of an optimiser, and one of a fresh one."""
    optimizer = optimizer_of(engine, arguments["optimizer of the steps"])
    theta, gradient = arguments["parameters"], arguments["gradient"]
    if isinstance(theta, np.ndarray) and theta.dtype.kind == "f":
        theta = torch.tensor(theta) if engine is torch_engine else theta.copy()
    for _ in range(3):
        optimizer.step(theta, gradient)
    optimizer.fresh().step(theta, gradient)
    return theta


def rates_of(engine: Any, name: str, arguments: Arguments) -> list[float]:
    """The rates of a schedule at its beginning and far beyond its end."""
    schedule = plain(engine, name, arguments)
    assert isinstance(repr(schedule), str)
    assert hash(schedule) == hash(plain(engine, name, arguments))
    return [schedule(step) for step in (0, 1, 5, 10, 10**6)]


def to_file(engine: Any, name: str, arguments: Arguments) -> Any:
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        given = taken(engine, arguments)
        whole = Path(folder) / "whole.npz"
        if name == "save":
            path = given["path"]
            network = network_of(engine, given["network"])
            return engine.save(network, path.text if isinstance(path, Name) else path)
        network = network_of(engine, given.pop("settings of the network"))
        engine.save(network, whole)
        path = given.pop("path")
        if isinstance(path, Damage):
            _damage(whole, path)
        return engine.load(whole if isinstance(path, Damage | Name) else path, **given)


def _damage(path: Path, damage: Damage) -> None:
    whole = bytearray(path.read_bytes())
    at = min(int(damage.share * len(whole)), len(whole) - 1)
    if damage.byte is None:
        whole = whole[:at]
    else:
        whole[at] = damage.byte
    path.write_bytes(whole)


CALLS: dict[str, tuple[Callable[[Draw, str], Arguments], Callable[[Any, str, Arguments], Any]]] = {
    **dict.fromkeys(draws.SHAPED, (draws.array, plain)),
    **{
        loss + end: (draws.loss_arguments, plain)
        for loss in draws.LOSSES
        for end in ("", "_gradient")
    },
    **dict.fromkeys(draws.OPTIMIZERS, (draws.optimizer_arguments, plain)),
    "step": (draws.step_arguments, steps),
    **dict.fromkeys(draws.SCHEDULES, (draws.schedule_arguments, rates_of)),
    "Schedule": (draws.own_schedule_arguments, rates_of),
    "EarlyStopping": (draws.stopping_arguments, plain),
    "Network": (lambda draw, _: draws.network_arguments(draw), plain),
    "initial_weights": (draws.weights_arguments, plain),
    **dict.fromkeys(("normal", "uniform", "scaled"), (draws.rule_arguments, plain)),
    "value_and_gradient": (draws.mask_arguments, with_network),
    "check_gradients": (draws.gradient_arguments, checked),
    **dict.fromkeys(("train", "training"), (draws.training_arguments, with_network)),
    "sweep": (draws.sweep_arguments, with_network),
    **dict.fromkeys(
        ("logits", "predict", "activations", "state_dict", "load_state_dict"),
        (draws.method_arguments, method),
    ),
    "copy": (draws.method_arguments, copied),
    **dict.fromkeys(("save", "load"), (draws.file_arguments, to_file)),
}
