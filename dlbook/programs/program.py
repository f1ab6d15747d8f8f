"""A program: a plan's operations, bound to arrays, to be run again and again.

A `Plan` is a graph with the place of each result; it holds no array and can be bound many times.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dlbook.programs.calls import Call, calls_of, copy, part_of, view_of
from dlbook.programs.graph import Graph, Node
from dlbook.programs.joins import parts_of
from dlbook.programs.placing import Places, Spot, Target


@dataclass(frozen=True)
class Plan:
    """A graph, the place of each result, and what is known of the arrays for outputs."""

    graph: Graph
    places: Places
    targets: dict[str, Target]

    @cached_property
    def steps(self) -> list[Node]:
        """The nodes that are computed: no inputs, constants and views."""
        given = ("input", "constant", "full")
        return [node for node in self.graph.nodes if node.name not in given and not node.is_view]

    @property
    def nbytes(self) -> int:
        """Bytes of the buffers, without the arrays for inputs and outputs that are the caller's."""
        return sum(buffer.size * buffer.dtype.itemsize for buffer in self.places.buffers)


class Program:
    """What `plan` makes: `run` computes the outputs anew from what the inputs then hold.

    inputs, outputs: the arrays, by name. Outputs that were given no array lie in the program's own
    buffers, valid until the next run. nbytes: the memory of these buffers.
    """

    def __init__(
        self,
        plan: Plan,
        inputs: Mapping[str, np.ndarray],
        targets: Mapping[str, np.ndarray],
        buffers: list[np.ndarray] | None = None,
    ) -> None:
        self.plan, self.inputs, self.targets = plan, dict(inputs), dict(targets)
        if buffers is None:
            buffers = [np.empty(one.size, one.dtype) for one in plan.places.buffers]
        self._buffers = buffers
        self._arrays: dict[Node, np.ndarray] = {}
        for node in plan.graph.nodes:
            if node.name == "full":
                self._array(node).fill(node.settings["value"])
        for node in plan.steps:
            if node.fixed:
                for call in self._calls(node):
                    call()
        bound = [self._calls(node) for node in plan.steps if not node.fixed]
        self.calls: list[Call] = [call for calls in bound for call in calls] + self._late_copies()
        self.outputs = {
            name: targets[name] if name in targets else self._array(node)
            for name, node in plan.graph.outputs.items()
        }
        del self._arrays

    @property
    def nbytes(self) -> int:
        return self.plan.nbytes

    def run(self, times: int = 1) -> None:
        """Make all calls, so many times."""
        for _ in range(times):
            for call in self.calls:
                call()

    def on(self, **inputs: np.ndarray) -> "Program":
        """The same on other arrays for some inputs, as long and laid out as theirs, in the same
        buffers: of the outputs those of the latest run are there."""
        return Program(self.plan, {**self.inputs, **inputs}, self.targets, self._buffers)

    def __str__(self) -> str:
        from dlbook.programs.printing import listing

        return listing(self.plan)

    def _array(self, node: Node) -> np.ndarray:
        """Where the result of `node` lies."""
        if node not in self._arrays:
            self._arrays[node] = self._found(node, self.plan.places.spots[node])
        return self._arrays[node]

    def _found(self, node: Node, spot: Spot) -> np.ndarray:
        if node.name == "constant":
            return np.array(node.settings["value"], node.dtype)
        if spot.kind == "input":
            return self.inputs[spot.of]
        if spot.kind == "output":
            return self.targets[spot.of]
        if spot.kind == "view":
            return view_of(self._array(spot.of), node.name, node.settings)
        if spot.kind == "place":
            return self._array(spot.of)
        if spot.kind == "part":
            whole, axis = self._array(spot.of), spot.of.settings["axis"]
            if spot.start is None:
                return whole
            return part_of(whole, axis, spot.start, node.shape[axis])
        memory = self._buffers[spot.of][: node.size]
        if node.by_columns:
            return memory.reshape(*node.shape[:-2], *node.shape[:-3:-1]).swapaxes(-1, -2)
        return memory.reshape(node.shape)

    def _calls(self, node: Node) -> list[Call]:
        out = self._array(node)
        if node.name != "concatenate":
            operands = [self._array(operand) for operand in node.operands]
            return calls_of(node.name, operands, node.settings, out)
        calls = []
        for part, start in parts_of(node):
            where = part_of(out, node.settings["axis"], start, part.shape[node.settings["axis"]])
            if not self._lies_in(part, node, start):
                calls += copy(where, self._array(part))
        return calls

    def _lies_in(self, part: Node, join: Node, start: int) -> bool:
        """Whether a part is computed where it lies in the join."""
        spots = self.plan.places.spots
        if part.name == "slice" and spots[part.operands[0]] == Spot("part", join):
            return True
        return spots[part] == Spot("part", join, start)

    def _late_copies(self) -> list[Call]:
        """What is asked for elsewhere than it was computed; inputs that are overwritten by one
        copy and read by another are put aside first."""
        aside, copies = [], []
        for name in self.plan.places.late:
            node, target = self.plan.graph.outputs[name], self.targets[name]
            source = self._array(node)
            if node.name == "input" and node.settings["name"] == self.plan.targets[name].same:
                continue
            if any(
                np.may_share_memory(source, self.targets[late]) for late in self.plan.places.late
            ):
                kept = np.empty(node.shape, node.dtype)
                aside += copy(kept, source)
                source = kept
            copies += copy(target, source)
        return aside + copies
