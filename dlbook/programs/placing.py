"""Where each result of a graph lies: in which buffer, in place of what, as which part of what.

A buffer is used again once nothing reads it any more; an elementwise result takes the place of an
operand that dies with it; the parts of a joined array are computed where they lie in it; a result
that is asked for in an array of the caller's is computed there, over an input too if that is not
read later. Without `reuse` every result has a buffer of its own, and what is asked for is copied.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from dlbook.programs.graph import Graph, Node
from dlbook.programs.joins import joined
from dlbook.programs.lifetimes import NEVER, ends_of


class Spot(NamedTuple):
    """Where a result lies.

    kind: "constant"; "input" or "output" (name), "buffer" (number), "place" (of another node),
    "part" (of a join; start: where along its axis, None for all of it), "view" (of the operand).
    """

    kind: str
    of: "str | int | Node"
    start: int | None = None


class Target(NamedTuple):
    """What is known of an array of the caller's that takes an output. over: the inputs that share
    its memory; same: the one of them that is the same array, if one is."""

    over: tuple[str, ...] = ()
    same: str | None = None


@dataclass
class Buffer:
    """Memory for `size` entries. end: the last position at which what it holds is read."""

    size: int
    dtype: object
    end: int


@dataclass
class Places:
    """The spots of all nodes, the buffers, and the outputs to be copied when all is computed."""

    spots: dict[Node, Spot] = field(default_factory=dict)
    buffers: list[Buffer] = field(default_factory=list)
    late: list[str] = field(default_factory=list)


def place(graph: Graph, targets: dict[str, Target], reuse: bool = True) -> Places:
    """The places of all nodes of `graph`; targets: for outputs that have an array already."""
    return _Placing(graph, targets, reuse).place()


class _Placing:
    def __init__(self, graph: Graph, targets: dict[str, Target], reuse: bool) -> None:
        self.graph, self.targets, self.reuse = graph, targets, reuse
        self.at = {node: k for k, node in enumerate(graph.nodes)}
        self.places = Places()
        self.free: dict[object, list[int]] = {}
        self.ending: dict[int, list[int]] = {}
        self.joins = joined(graph) if reuse else {}
        self.ends = ends_of(graph, keep_joins=reuse)
        self.wanted: dict[Node, str] = {}
        for name in targets:
            self.wanted.setdefault(graph.outputs[name], name)
        self._want_on_the_way()

    def _want_on_the_way(self) -> None:
        """What only becomes a wanted result, entry by entry, may lie where that is wanted."""
        for node in reversed(self.graph.nodes):
            name = self.wanted.get(node)
            for operand in self._replaceable(node) if name is not None else ():
                made = not (operand.is_view or operand.fixed or operand.name == "input")
                if made and operand not in self.wanted and self.ends[operand] == self.at[node]:
                    self.wanted[operand] = name
                    break

    def place(self) -> Places:
        for position, node in enumerate(self.graph.nodes):
            self._spot(node, position)
            for number in self.ending.pop(position, ()):
                if self.places.buffers[number].end == position:
                    buffer = self.places.buffers[number]
                    self.free.setdefault(buffer.dtype, []).append(number)
        for name in self.targets:
            if self._root(self.graph.outputs[name]) != Spot("output", name):
                self.places.late.append(name)
        return self.places

    def _spot(self, node: Node, position: int) -> Spot:
        if node not in self.places.spots:
            self.places.spots[node] = self._chosen(node, position)
        return self.places.spots[node]

    def _chosen(self, node: Node, position: int) -> Spot:
        if node.name == "input":
            return Spot("input", node.settings["name"])
        if node.name == "constant":
            return Spot("constant", 0)
        if node.is_view:
            return Spot("view", node.operands[0])
        if self.reuse and self._may_write(node, position):
            return Spot("output", self.wanted[node])
        if node in self.joins:
            join, start = self.joins[node]
            self._spot(join, position)
            return Spot("part", join, start)
        for operand in self._replaceable(node) if self.reuse else ():
            number = self._dying(node, operand, position)
            if number is not None:
                self._ends_at(number, self.ends[node])
                return Spot("place", operand)
        return Spot("buffer", self._buffer(node))

    def _may_write(self, node: Node, position: int) -> bool:
        """Whether `node` can be computed where it is wanted, with nothing read there later."""
        if node not in self.wanted or node.fixed:
            return False
        target = self.targets[self.wanted[node]]
        if node.name == "concatenate":
            # parts that are filled once would not outlast what the caller writes there
            return not target.over and not any(part.fixed for part in node.operands)
        if node in self.joins:
            return not target.over
        for name in target.over:
            given = next(one for one in self.graph.nodes if one.settings.get("name") == name)
            if self.ends[given] > position:
                return False
            if self.ends[given] == position:
                direct = [operand for operand in self._replaceable(node) if operand is given]
                others = [one for one in node.operands if one is not given and one.made_of is given]
                if not direct or others or name != target.same:
                    return False
                if node.name == "where" and given in node.operands[:2]:
                    return False
        return True

    def _replaceable(self, node: Node) -> tuple[Node, ...]:
        """The operands that `node` may take the place of: it reads each entry before it is gone."""
        if not node.is_elementwise:
            return ()
        # np.where is made of two copies: what lies below is copied first
        operands = node.operands[2:] if node.name == "where" else node.operands
        return tuple(
            one for one in operands if one.shape == node.shape and one.dtype == node.dtype
            and one.by_columns == node.by_columns
        )  # fmt: skip

    def _dying(self, node: Node, operand: Node, position: int) -> int | None:
        """The buffer of `operand` if nothing is read from it after `position`."""
        root = self._root(operand)
        if root.kind != "buffer" or self.places.buffers[root.of].end > position:
            return None
        shared = [one for one in node.operands if one is not operand and self._root(one) == root]
        return None if shared else root.of

    def _root(self, node: Node) -> Spot:
        """The buffer, input or output that a node lies in."""
        spot = self.places.spots[node]
        while spot.kind in ("view", "place", "part"):
            spot = self.places.spots[spot.of]
        return spot

    def _buffer(self, node: Node) -> int:
        """A buffer for `node`: the smallest free one that is large enough, or a new one."""
        buffers, free = self.places.buffers, self.free.get(node.dtype, [])
        fitting = [number for number in free if buffers[number].size >= node.size]
        end = self.ends[node]
        if fitting and self.reuse and end < NEVER:
            number = min(fitting, key=lambda number: buffers[number].size)
            free.remove(number)
        else:
            number = len(buffers)
            buffers.append(Buffer(node.size, node.dtype, end))
        self._ends_at(number, end)
        return number

    def _ends_at(self, number: int, end: int) -> None:
        self.places.buffers[number].end = end
        if end < NEVER and self.reuse:
            self.ending.setdefault(end, []).append(number)
