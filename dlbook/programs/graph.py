"""The graph of a trace whose sizes are known: each node one result, with its shape and dtype.

Nodes are made in the order in which they are to be computed. While a node is made, what is known
before any run is worked out (counts, arithmetic of constants), truths that enter arithmetic become
numbers, and the rules of `rules` may put an equal node that costs less in its place.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from dlbook.programs import rules
from dlbook.programs.operations import BINARY, COMPARISONS, UNARY, VIEWS, Trace
from dlbook.programs.shapes import TRUTH, Shape, result_dtype, result_shape

ELEMENTWISE = {*UNARY, *BINARY, "where", "as_number", "as_truth"}


class Given(NamedTuple):
    """What is known of an input's array. by_columns: its last two axes lie the other way round.

    fixed: whether it stays as it is between runs.
    """

    shape: Shape
    dtype: np.dtype
    by_columns: bool = False
    fixed: bool = False


@dataclass(eq=False)
class Node:
    """A result. name: its operation, or "input"; operands: nodes.

    by_columns: whether its last two axes lie in memory the other way round. fixed: whether it is
    the same at every run. label: its name in print.
    """

    name: str
    operands: tuple["Node", ...]
    settings: dict[str, Any]
    shape: Shape
    dtype: np.dtype
    by_columns: bool = False
    fixed: bool = False
    label: str = ""

    @property
    def is_view(self) -> bool:
        return self.name in VIEWS

    @property
    def made_of(self) -> "Node":
        """The node itself, or what it is a view of."""
        return self.operands[0].made_of if self.is_view else self

    @property
    def is_elementwise(self) -> bool:
        return self.name in ELEMENTWISE

    @property
    def size(self) -> int:
        return int(np.prod(self.shape, dtype=np.int64))


@dataclass
class Graph:
    """Nodes in order, and those of them that are asked for. number: the dtype of numbers."""

    number: np.dtype
    nodes: list[Node] = field(default_factory=list)
    outputs: dict[str, Node] = field(default_factory=dict)
    _known: dict[tuple, Node] = field(default_factory=dict)

    def add(self, name: str, operands: Sequence[Node] = (), **settings: Any) -> Node:
        """The node of an operation; the same one where it is there already."""
        operands = tuple(operands)
        shapes = [operand.shape for operand in operands]
        dtype = result_dtype(name, [operand.dtype for operand in operands], self.number)
        operands = self._converted(name, operands, dtype)
        simpler = self._known_before(name, operands, shapes, settings)
        simpler = simpler or rules.simpler(self, name, operands, settings)
        if simpler is not None:
            return simpler
        key = (name, *map(id, operands), repr(settings))
        if key not in self._known:
            shape = result_shape(name, shapes, settings)
            node = Node(name, operands, settings, shape, dtype)
            node.fixed = all(operand.fixed for operand in operands)
            node.by_columns = _by_columns(node)
            self._known[key] = node
            self.nodes.append(node)
        return self._known[key]

    def known(self, name: str, *operands: Node, **settings: Any) -> Node | None:
        """The node of an operation if it is there already."""
        return self._known.get((name, *map(id, operands), repr(settings)))

    def _converted(self, name: str, operands: tuple[Node, ...], dtype: np.dtype) -> tuple:
        """Truths and places as numbers where the operation needs numbers."""
        if name in (*VIEWS, "full_like", "count", "as_number", "as_truth", "contiguous", "argmax"):
            return operands
        if name == "where":
            condition, *rest = operands
            if condition.dtype != TRUTH:
                condition = self.add("as_truth", (condition,))
            return (condition, *self._numbers(rest, dtype))
        if name in COMPARISONS:
            same = len({operand.dtype for operand in operands}) == 1
            return operands if same else tuple(self._numbers(operands, self.number))
        if name == "sum":
            return operands  # adds truths up as numbers itself
        return tuple(self._numbers(operands, dtype))

    def _numbers(self, operands: Sequence[Node], dtype: np.dtype) -> list[Node]:
        return [
            operand if operand.dtype == dtype else self.add("as_number", (operand,))
            for operand in operands
        ]

    def _known_before(
        self, name: str, operands: Sequence[Node], shapes: Sequence[Shape], settings: dict
    ) -> Node | None:
        """A constant in place of what needs no run, or an array that is filled once."""
        if name == "count":
            axes = settings["axes"]
            return self.add("constant", value=float(np.prod([shapes[0][axis] for axis in axes])))
        if name == "full_like":
            return self.add("full", shape=shapes[0], **settings)
        arithmetic = name in (*UNARY, *BINARY) and name not in COMPARISONS
        if arithmetic and all(operand.name == "constant" for operand in operands):
            values = [operand.settings["value"] for operand in operands]
            with np.errstate(all="ignore"):
                return self.add("constant", value=float(getattr(np, name)(*values)))
        return None

    def without_dead(self) -> "Graph":
        """The graph with those nodes alone that an output needs; inputs all stay."""
        needed, waiting = set(), list(self.outputs.values())
        while waiting:
            node = waiting.pop()
            if node not in needed:
                needed.add(node)
                waiting.extend(node.operands)
        nodes = [node for node in self.nodes if node in needed or node.name == "input"]
        return Graph(self.number, nodes, self.outputs)


def _by_columns(node: Node) -> bool:
    """Elementwise results lie as an operand of their shape does that lies by columns.

    So where targets come as rows of examples, the gradient of the logits lies so too, and the
    products with it are faster.
    """
    if node.name == "transpose":
        return not node.operands[0].by_columns
    if node.name == "slice" or (node.is_view and node.settings["axis"] < -2):
        return node.operands[0].by_columns
    if not node.is_elementwise or len(node.shape) < 2 or 1 in node.shape[-2:]:
        return False
    return any(
        operand.by_columns and operand.shape[-2:] == node.shape[-2:] for operand in node.operands
    )


def build(
    trace: Trace,
    given: dict[str, Given],
    number: np.dtype,
    wanted: Collection[str],
    elsewhere: Collection[str] = (),
) -> Graph:
    """The graph of those outputs of `trace` that are `wanted`; `elsewhere` of them are written to
    arrays of the caller's."""
    graph = Graph(number)
    values = []
    for name in trace.inputs:
        known = given[name]
        values.append(Node("input", (), {"name": name}, *known, label=name))
    graph.nodes.extend(values)
    for operation in trace.operations:
        operands = [values[k] for k in operation.operands]
        try:
            values.append(graph.add(operation.name, operands, **operation.settings))
        except ValueError as error:
            raise ValueError(f"{operation.name}: {error}") from None
    for name, k in trace.outputs.items():
        if name in wanted:
            of_input = values[k].made_of.name == "input" and name not in elsewhere
            # the program's own copy: the input's array may be written over
            graph.outputs[name] = graph.add("contiguous", (values[k],)) if of_input else values[k]
    rules.hold_both_ways(graph)
    rules.lay_out_limits(graph)
    return graph.without_dead()
