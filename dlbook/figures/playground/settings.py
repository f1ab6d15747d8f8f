"""What the settings of the playground may be: what `state.js` keeps an address to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from dlbook import checks
from dlbook.data.inputs import INPUTS
from dlbook.figures.playground.programs import MOST_LAYERS

BOUNDS = {
    "noise": (0, 0.5), "share": (10, 90), "batch": (1, 300), "rate": (1e-5, 100), "l1": (0, 0.1),
    "l2": (0, 1), "dropout": (0, 0.9), "patience": (0, 500), "horizon": (10, 5000),
    "seed": (0, 99), "dataSeed": (0, 4), "epoch": (0, 20000),
}  # fmt: skip
WHOLE = ("share", "batch", "patience", "horizon", "seed", "dataSeed", "epoch")
MOST_UNITS = 8


def checked(start: Mapping[str, Any], names: Mapping[str, Collection[str]]) -> dict[str, Any]:
    """The settings, each as the page takes it. names: setting -> the names to choose from.

    Numbers may be texts, as they are in an address.
    """
    return {name: _checked(name, value, names) for name, value in start.items()}


def _checked(name: str, value: Any, names: Mapping[str, Collection[str]]) -> Any:
    if name in BOUNDS:
        whole = name in WHOLE
        return checks.between(name, _read(value, whole=whole), *BOUNDS[name], whole=whole)
    if name in names:
        return checks.choice(name, value, names[name])
    if name == "layers":
        return _layers(value)
    if name == "inputs":
        items = value.split(",") if isinstance(value, str) else value
        return list(checks.names(name, items, INPUTS))
    return value


def _read(value: Any, *, whole: bool) -> Any:
    """The number that a text says; anything else as it is."""
    try:
        return (int if whole else float)(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _layers(value: Any) -> list[int]:
    """The units of each hidden layer: one number, a sequence or a text such as "4,2"."""
    if isinstance(value, str):
        items = value.split(",") if value else ()
    else:
        items = value if isinstance(value, Collection) else (value,)
    if len(items) > MOST_LAYERS:
        raise ValueError(f"layers must hold at most {MOST_LAYERS} layers, got {value!r}")
    return [
        checks.between(f"layers[{k}]", _read(item, whole=True), 1, MOST_UNITS, whole=True)
        for k, item in enumerate(items)
    ]
