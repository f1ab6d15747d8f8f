"""A plan as text: one operation a line, with names, shapes and where each result lies."""

from typing import TYPE_CHECKING

from dlbook.programs.graph import Node

if TYPE_CHECKING:
    from dlbook.programs.program import Plan


def listing(plan: "Plan") -> str:
    """Lines such as "v3 (12, 100) = tanh v2, in place of v2"."""
    names = _names(plan)
    inputs = [names[node] for node in plan.graph.nodes if node.name == "input"]
    lines = ["given " + ", ".join(inputs)]
    for node in plan.steps:
        operands = ", ".join(names[operand] for operand in node.operands)
        when = "once: " if node.fixed else ""
        where = _where(plan, node, names)
        shape = _shape(node)
        lines.append(f"{when}{names[node]}{shape} = {node.name} {operands}{where}")
    for name in plan.places.late:
        lines.append(f"{name or 'result'} = copy {names[plan.graph.outputs[name]]}")
    return "\n".join(lines)


def _names(plan: "Plan") -> dict[Node, str]:
    names: dict[Node, str] = {}
    wanted = {node: name for name, node in plan.graph.outputs.items()}
    number = 0
    for node in plan.graph.nodes:
        if node.name == "input":
            names[node] = f"{node.settings['name']}{_shape(node)}"
        elif node.name in ("constant", "full"):
            names[node] = f"{node.settings['value']:g}{_shape(node)}"
        elif node.is_view:
            names[node] = _view(node, names)
        else:
            number += 1
            names[node] = f"v{number}" + (f" [{wanted[node]}]" if wanted.get(node) else "")
    return names


def _shape(node: Node) -> str:
    if not node.shape:
        return ""
    return " (" + " × ".join(map(str, node.shape)) + ")"


def _view(node: Node, names: dict[Node, str]) -> str:
    of, settings = names[node.operands[0]], node.settings
    if node.name == "transpose":
        return f"{of}ᵀ"
    if node.name == "slice":
        bounds = ":".join(
            "" if bound is None else str(bound)
            for bound in (settings["start"], settings["stop"], settings["step"])
        )
        return f"{of}[axis {settings['axis']}, {bounds.removesuffix(':') or ':'}]"
    return f"{node.name}({of})"


def _where(plan: "Plan", node: Node, names: dict[Node, str]) -> str:
    spot = plan.places.spots[node]
    if spot.kind == "output":
        return f", into {spot.of or 'the result'}"
    if spot.kind == "place":
        return f", in place of {names[spot.of]}"
    if spot.kind == "part":
        return f", as part of {names[spot.of]}"
    return ""
