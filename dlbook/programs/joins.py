"""Joined arrays: which results can be computed as part of one, where they will lie."""

from collections.abc import Iterator

from dlbook.programs.graph import Graph, Node


def joined(graph: Graph) -> dict[Node, tuple[Node, int | None]]:
    """The results that are computed as a part of a join, each of one at most: the join and where
    along its axis, None for a result that is the whole join before its parts are changed."""
    found: dict[Node, tuple[Node, int | None]] = {}
    for join in [node for node in graph.nodes if node.name == "concatenate"]:
        whole = whole_of(join, graph)
        if whole is not None:
            found.setdefault(whole, (join, None))
        for part, start in parts_of(join):
            if not (part.is_view or part.by_columns or part.name in ("input", "constant")):
                found.setdefault(part, (join, start))
    return found


def parts_of(join: Node) -> Iterator[tuple[Node, int]]:
    """The parts of a join and where each starts along its axis."""
    start = 0
    for part in join.operands:
        yield part, start
        start += part.shape[join.settings["axis"]]


def whole_of(join: Node, graph: Graph) -> Node | None:
    """A result v that the join is made of, as [v[:, :-1] + w, v[:, -1:]] is, or None.

    v is computed where the join lies: its slices are then in their places, and what is computed
    from one alone, entry by entry, takes its place. So nothing else may read v.
    """
    axis = join.settings["axis"]
    regions = {}  # slices of v at the place of the part that they make
    for part, start in parts_of(join):
        for piece in (part, *part.operands):
            of_whole = piece.name == "slice" and piece.operands[0].shape == join.shape
            if of_whole and _region(piece, axis) == (start, start + part.shape[axis]):
                regions.setdefault(piece.operands[0], {})[piece] = part
    for whole in regions:
        if _made_here(whole, join) and _read_by_parts_alone(whole, regions[whole], join, graph):
            return whole
    return None


def _region(piece: Node, axis: int) -> tuple[int, int] | None:
    if piece.settings["axis"] != axis or piece.settings["step"] not in (None, 1):
        return None
    length = piece.operands[0].shape[axis]
    bounds = range(*slice(piece.settings["start"], piece.settings["stop"]).indices(length))
    return (bounds.start, bounds.stop)


def _made_here(whole: Node, join: Node) -> bool:
    return (
        not whole.is_view
        and whole.name not in ("input", "constant", "full", "concatenate")
        and whole.dtype == join.dtype
        and whole.fixed == join.fixed
    )


def _read_by_parts_alone(whole: Node, pieces: dict[Node, Node], join: Node, graph: Graph) -> bool:
    if whole in graph.outputs.values():
        return False
    for node in graph.nodes:
        if whole in node.operands and node not in pieces:
            return False
        for piece in set(node.operands) & set(pieces):
            part = pieces[piece]
            if piece is part and node is join:
                continue
            in_place = node is part and node.is_elementwise and node.name != "where"
            if not in_place or part.shape != piece.shape or part.dtype != piece.dtype:
                return False
    return not any(piece in graph.outputs.values() for piece in pieces)
