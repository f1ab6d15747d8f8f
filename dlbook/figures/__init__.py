"""The live figures of the book: one folder a figure, its class beside the module that draws it.

The palette and the style need no widgets; a figure's class is imported when it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from dlbook.figures.in_page import IS_IN_PAGE, stand_in
from dlbook.figures.kit.style import PALETTE, book_style, colour, weight_colours

if TYPE_CHECKING:
    from dlbook.figures.kit.base import Figure

_MODULES = {
    "Activation": "activation",
    "Batches": "batches",
    "Bend": "bend",
    "Capacity": "capacity",
    "ChainRule": "chain_rule",
    "Crossover": "crossover",
    "Depth": "depth",
    "Draw": "draw",
    "Dropout": "dropout",
    "Features": "features",
    "ForwardPass": "forward_pass",
    "Grid": "grid",
    "Landscape": "landscape",
    "LossCurve": "loss_curve",
    "Neuron": "neuron",
    "PassFail": "pass_fail",
    "Penalty": "penalty",
    "Race": "race",
    "Rate": "rate",
    "SharedBatch": "shared_batch",
    "StoppingPoint": "stopping_point",
    "Terrain": "terrain",
    "Transfer": "transfer",
    "Predict": "predict",
    "Quiz": "predict",
    "Playground": "playground",
    "Figure": "kit.base",
}
"""Class -> the module that holds it, below this package."""

_NOT_FIGURES = ("Predict", "Quiz", "Playground", "Figure")

__all__ = ["FIGURES", "PALETTE", *_MODULES, "book_style", "colour", "weight_colours"]


def __getattr__(name: str) -> Any:
    """The class ``name``, or `FIGURES`, imported when it is first asked for."""
    if name == "FIGURES":
        return _figures()
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return stand_in(name) if IS_IN_PAGE else getattr(_module(name), name)


def _module(name: str) -> Any:
    try:
        return import_module(f"{__name__}.{_MODULES[name]}")
    except ModuleNotFoundError as error:
        if error.name in ("anywidget", "ipywidgets", "traitlets", "matplotlib"):
            raise ModuleNotFoundError(
                f"the figure {name} needs {error.name}: pip install dlbook[figures]",
                name=error.name,
            ) from error
        raise


def _figures() -> dict[str, type[Figure]]:
    """Every figure of the book by its ``name``, for links, tests and the API page."""
    classes = [__getattr__(name) for name in _MODULES if name not in _NOT_FIGURES]
    return {cls.name: cls for cls in classes}


def __dir__() -> list[str]:
    return sorted(__all__)
