"""How long each result is needed: the position of the operation that reads it last."""

from dlbook.programs.graph import Graph, Node

NEVER = 10**9


def ends_of(graph: Graph, keep_joins: bool) -> dict[Node, int]:
    """The position in `graph.nodes` of the last read of each node, through views too; NEVER for
    what outlasts a run.

    keep_joins: whether joins outlast a run, since their ones are filled once.
    """
    at = {node: k for k, node in enumerate(graph.nodes)}
    reads = {node: [k] for node, k in at.items()}
    for node in graph.nodes:
        for operand in node.operands:
            reads[operand].append(at[node])
    for node in graph.outputs.values():
        reads[node].append(NEVER)
    ends = {}
    for node in reversed(graph.nodes):
        ends[node] = max(reads[node])
        if node.fixed or (node.name == "concatenate" and keep_joins):
            ends[node] = NEVER
        for operand in node.operands if node.is_view else ():
            reads[operand].append(ends[node])
    return ends
