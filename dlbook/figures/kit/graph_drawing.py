"""A trace drawn as a graph: inputs on the left, each operation to the right of what it reads."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from dlbook.figures.kit.style import colour
from dlbook.programs import Trace
from dlbook.programs.operations import VIEWS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIGNS = {
    "add": "+", "subtract": "−", "multiply": "×", "divide": "÷", "negative": "−a", "matmul": "@",
    "concatenate": "join", "maximum": "max", "greater": ">",
}  # fmt: skip
LEFT_OUT = (*VIEWS, "constant", "count", "full_like")


def draw_trace(trace: Trace, axes: Axes) -> None:
    """Draw `trace` on matplotlib's `axes`; numbers and views are left out, arrows go past them.

    Square boxes are inputs, round ones operations; those that make an output have a thick edge.
    """
    sources = _sources(trace)
    columns = _columns(sources)
    places = {}
    for column, values in columns.items():
        for row, value in enumerate(values):
            places[value] = (column, (row + 0.5) / len(values))
    axes.axis("off")
    for value, read in sources.items():
        for operand in read:
            axes.annotate(
                "", xy=places[value], xytext=places[operand], zorder=1,
                arrowprops={"arrowstyle": "->", "color": colour("muted"), "lw": 0.7,
                            "shrinkA": 8, "shrinkB": 9},
            )  # fmt: skip
    ends = set(trace.outputs.values())
    for value, place in places.items():
        is_input = value < len(trace.inputs)
        axes.text(
            *place, _label(trace, value), ha="center", va="center", zorder=2,
            bbox={"boxstyle": "square,pad=0.2" if is_input else "round,pad=0.2",
                  "facecolor": colour("surface"), "edgecolor": colour("ink"),
                  "linewidth": 2.0 if value in ends else 0.7},
        )  # fmt: skip
    axes.set(xlim=(-0.6, max(columns) + 0.6), ylim=(0, 1))


def _sources(trace: Trace) -> dict[int, list[int]]:
    """For each value that is drawn those that it reads, past views and without mere numbers."""
    n = len(trace.inputs)
    drawn: dict[int, list[int]] = {value: [] for value in range(n)}

    def seen(value: int) -> list[int]:
        if value >= n and trace.operations[value - n].name in VIEWS:
            return seen(trace.operations[value - n].operands[0])
        return [value] if value in drawn else []

    for k, operation in enumerate(trace.operations):
        read = [one for operand in operation.operands for one in seen(operand)]
        if read and operation.name not in LEFT_OUT:
            drawn[n + k] = sorted(set(read))
    return drawn


def _columns(sources: dict[int, list[int]]) -> dict[int, list[int]]:
    """The values by how many operations lead to each."""
    depth: dict[int, int] = {}
    for value, read in sources.items():
        depth[value] = max((depth[one] + 1 for one in read), default=0)
    columns = defaultdict(list)
    for value in sources:
        columns[depth[value]].append(value)
    return columns


def _label(trace: Trace, value: int) -> str:
    if value < len(trace.inputs):
        return trace.inputs[value]
    name = trace.operations[value - len(trace.inputs)].name
    return SIGNS.get(name, name)
