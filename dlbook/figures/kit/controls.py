"""The controls of the figures: ipywidgets that fit what they control.

An amount has a slider, a rate a logarithmic one with a box to type in, a choice among names buttons
or a list. Where runs are recorded, a slider stops only at them; with a kernel, the figure swaps the
step for ``fine_step``, and every value in between is computed when it is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import ipywidgets
import numpy as np

Selection = ipywidgets.SelectionSlider | ipywidgets.ToggleButtons | ipywidgets.Dropdown
"""The controls whose value is one of some names; a figure's trait is its index."""

FINE = 0.01  # decades: the step of a logarithmic slider where any value can be computed
MOST_BUTTONS, MOST_LETTERS = 4, 30  # of a choice by buttons, which fit a telephone's line

TYPED = "dlb-typed"  # the class of controls whose value can be typed in
_WIDE = {"width": "100%"}
_STYLE = {"description_width": "initial"}


class FineFloatSlider(ipywidgets.FloatSlider):
    """A slider with a coarse (recorded) and a fine (live) step."""

    fine_step: float | None = None


class FineLogSlider(ipywidgets.FloatLogSlider):
    """A logarithmic slider with a coarse (recorded) and a fine (live) step, in decades."""

    fine_step: float | None = None


def linear_slider(
    label: str,
    low: float,
    high: float,
    step: float,
    value: float,
    *,
    fine_step: float | None = None,
) -> FineFloatSlider:
    """A slider over ``low, low + step, ..., high``; steps of ``fine_step`` when live."""
    slider = FineFloatSlider(
        value=value, min=low, max=high, step=step, description=label, layout=_WIDE, style=_STYLE,
        readout_format=_decimals(min(step, fine_step or step)),
    )  # fmt: skip
    slider.fine_step = fine_step
    slider.add_class(TYPED)
    return slider


def log_slider(
    label: str,
    low: float,
    high: float,
    step: float,
    value: float,
    *,
    fine_step: float | None = None,
) -> FineLogSlider:
    """A slider over ``10**low, 10**(low + step), ..., 10**high``."""
    slider = FineLogSlider(
        value=value, base=10, min=low, max=high, step=step, description=label, layout=_WIDE,
        style=_STYLE, readout_format=".4",
    )  # fmt: skip
    slider.fine_step = fine_step
    slider.add_class(TYPED)
    return slider


def choice_slider(label: str, labels: Sequence[str], index: int = 0) -> ipywidgets.SelectionSlider:
    """A slider over stops that have an order, such as epochs; the figure's trait is the index."""
    return ipywidgets.SelectionSlider(**_choice(label, labels, index))


def choice(label: str, labels: Sequence[str], index: int = 0) -> Selection:
    """Buttons for a few short names, a list for others; the figure's trait is the index."""
    few = len(labels) <= MOST_BUTTONS and sum(map(len, labels)) <= MOST_LETTERS
    kind = ipywidgets.ToggleButtons if few else ipywidgets.Dropdown
    return kind(**_choice(label, labels, index))


def _choice(label: str, labels: Sequence[str], index: int) -> dict[str, Any]:
    return {
        "options": [(text, i) for i, text in enumerate(labels)], "index": index,
        "description": label, "layout": _WIDE, "style": _STYLE,
    }  # fmt: skip


def bounds_of(control: ipywidgets.Widget) -> list[float]:
    """``[lowest, highest, step]`` of a control's trait; step 0 where its steps are not equal."""
    if isinstance(control, Selection):
        return [0, len(control.options) - 1, 1]
    if isinstance(control, ipywidgets.FloatLogSlider):
        return [control.base**control.min, control.base**control.max, 0]
    return [control.min, control.max, control.step]


def _decimals(step: float) -> str:
    """The format that shows a step of ``step`` and nothing finer."""
    return f".{max(0, -Decimal(repr(step)).normalize().as_tuple().exponent)}f"


def log_values(low: float, high: float, step: float) -> list[float]:
    """The values where `log_slider` stops."""
    return [float(10.0**e) for e in np.linspace(low, high, round((high - low) / step) + 1)]
