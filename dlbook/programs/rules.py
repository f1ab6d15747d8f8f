"""Rules that put a cheaper node in the place of an equal one.

Each keeps every bit of the result; `products` has those that may change the order in which BLAS
adds. Where it says "gate", numbers are meant that are made of truths: 0, or one and the same scale.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from dlbook.programs.graph import Graph, Node


def simpler(
    graph: "Graph", name: str, operands: tuple["Node", ...], settings: dict[str, Any]
) -> "Node | None":
    """An equal node that costs less, if a rule knows one."""
    for rule in _RULES.get(name, ()):
        node = rule(graph, *operands)
        if node is not None:
            return node
    return None


def _is(node: "Node", name: str, value: float | None = None) -> bool:
    return node.name == name and (value is None or node.settings["value"] == value)


def _scaled_truth(graph: "Graph", a: "Node", b: "Node") -> "Node | None":
    """A truth over a number is a truth times the number's inverse: 1/c and 0/c have these bits.

    (Not where c is so small that 1/c is infinite.)
    """
    if _is(a, "as_number") and b.size < a.size:
        one = graph.add("constant", value=1.0)
        if b.name == "constant":  # in the dtype of the numbers, as the division would be
            with np.errstate(all="ignore"):
                value = graph.number.type(1) / graph.number.type(b.settings["value"])
            return graph.add("multiply", (a, graph.add("constant", value=float(value))))
        return graph.add("multiply", (a, graph.add("divide", (one, b))))
    return None


def _truth_of_relu(graph: "Graph", z: "Node", zero: "Node") -> "Node | None":
    """z > 0 where max(z, 0) > 0: so z itself need not be kept for the way back."""
    if not _is(zero, "constant", 0.0):
        return None
    largest = graph.known("maximum", z, zero)
    return None if largest is None else graph.add("greater", (largest, zero))


def _truths_of(graph: "Graph", gate: "Node") -> "tuple[Node, Node | None] | None":
    """A gate's truths and its scale: of as_number(t), or of as_number(t) times fewer numbers."""
    if _is(gate, "as_number") and gate.operands[0].dtype == bool:
        return gate.operands[0], None
    if gate.name == "multiply":
        for numbers, scale in (gate.operands, gate.operands[::-1]):
            if _is(numbers, "as_number") and scale.size < numbers.size:
                return numbers.operands[0], scale
    return None


def _one_gate(graph: "Graph", a: "Node", b: "Node") -> "Node | None":
    """(x · gate) · truth = x · (gate · truth), the gate's own truths joined with the new ones."""
    for product, truth in ((a, b), (b, a)):
        if product.name != "multiply" or not _is(truth, "as_number"):
            continue
        for x, gate in (product.operands, product.operands[::-1]):
            parts = _truths_of(graph, gate)
            if parts is not None and truth.shape == gate.shape == x.shape:
                return graph.add("multiply", (x, _joined(graph, *parts, truth.operands[0])))
    return None


def _gate_of_relu(graph: "Graph", a: "Node", b: "Node") -> "Node | None":
    """max(z, 0) · gate: the gate may be closed where z <= 0 too, and is then that of the way back.

    Where max(z, 0) is 0, so is the product, with the same sign; NaN stays NaN.
    """
    for x, gate in ((a, b), (b, a)):
        if x.name != "maximum" or not _is(x.operands[1], "constant", 0.0):
            continue
        parts = _truths_of(graph, gate)
        if parts is None or x.shape != gate.shape:
            continue
        is_on = graph.add("greater", (x, x.operands[1]))
        if parts[0] is is_on or is_on in parts[0].operands:
            continue
        return graph.add("multiply", (x, _joined(graph, *parts, is_on)))
    return None


def _joined(graph: "Graph", truths: "Node", scale: "Node | None", more: "Node") -> "Node":
    both = graph.add("multiply", (truths, more))
    gate = graph.add("as_number", (both,))
    return gate if scale is None else graph.add("multiply", (gate, scale))


_RULES = {
    "divide": (_scaled_truth,),
    "greater": (_truth_of_relu,),
    "multiply": (_one_gate, _gate_of_relu),
}


def hold_both_ways(graph: "Graph") -> None:
    """An input that products take both as it is and transposed is copied the other way round once
    a run (or once for all, if it is fixed): both products are faster than with one layout."""
    for given in [node for node in graph.nodes if node.name == "input" and len(node.shape) > 1]:
        transposed = graph.known("transpose", given)
        for plain, turned in ((given, transposed), (transposed, given)):
            if turned is None or plain is None or not plain.by_columns:
                continue
            products = [node for node in graph.nodes if node.name == "matmul"]
            users = [node for node in products if plain in node.operands]
            if users and any(turned in node.operands for node in products):
                copy = graph.add("contiguous", (plain,))
                graph.nodes.remove(copy)
                graph.nodes.insert(graph.nodes.index(users[0]), copy)
                for node in users:
                    node.operands = tuple(
                        copy if operand is plain else operand for operand in node.operands
                    )


def lay_out_limits(graph: "Graph") -> None:
    """max(z, 0): the constant is laid out as a matrix, once. NumPy is two to three times as fast
    at the larger of two arrays as of an array and a number; leading axes share the matrix."""
    for node in [node for node in graph.nodes if node.name in ("maximum", "minimum")]:
        for k, operand in enumerate(node.operands):
            if operand.name == "constant" and node.shape:
                value = operand.settings["value"]
                limits = graph.add("full", shape=node.shape[-2:], value=value)
                graph.nodes.remove(limits)
                graph.nodes.insert(0, limits)
                node.operands = (*node.operands[:k], limits, *node.operands[k + 1 :])
