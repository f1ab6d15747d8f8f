"""The closed set of operations that a trace is made of, and the trace itself: data without sizes.

A value is numbered: first the inputs, then the result of each operation in order. Axes are counted
from the end (-1 is the last), so that the same trace serves one network and a stack of them, whose
arrays have one more axis in front. No operation names a size.

| group | operations | settings |
| --- | --- | --- |
| elementwise, one operand | `UNARY` | |
| elementwise, two operands, broadcast | `BINARY` | |
| chosen by truth, broadcast | where (condition, a, b) | |
| over axes, which are kept with length 1 | `REDUCTIONS` | axes: negative integers |
| product of matrices, broadcast in front | matmul | |
| views | transpose (the last two axes) | |
| | slice | axis, start, stop, step (as in Python; None allowed) |
| | expand_dims, squeeze | axis |
| joined | concatenate | axis |
| made of a shape | full_like (of the operand's shape) | value |
| | count (how many entries the axes hold, as a number) | axes |
| a number | constant | value |

Comparisons give truths, which count as 0 and 1 in arithmetic with numbers. Among themselves they
add and multiply as NumPy's do: truth + truth is a truth, true where either is. A sum over an axis
is a number. For machines, which have no truths, `packing` refuses what would count otherwise.
"""

from dataclasses import dataclass, field
from typing import Any

UNARY = (
    "negative", "absolute", "sign", "sqrt", "exp", "log", "log1p", "tanh", "cos", "floor",
)  # fmt: skip
"""Operations on each entry of one operand."""

BINARY = (
    "add", "subtract", "multiply", "divide", "power", "maximum", "minimum",
    "greater", "greater_equal", "less", "less_equal", "equal",
)  # fmt: skip
"""Operations on the entries of two operands, which are broadcast to one shape."""

COMPARISONS = ("greater", "greater_equal", "less", "less_equal", "equal")
"""Those of `BINARY` that give truths."""

REDUCTIONS = ("sum", "max", "argmax")
"""Operations over axes, which are kept with length 1."""

BROADCAST = (*BINARY, "where", "matmul")
"""All whose operands are broadcast."""

VIEWS = ("transpose", "slice", "expand_dims", "squeeze")
"""Operations that show the entries of their operand in another order or shape."""

OPERATIONS = (
    *UNARY, *BINARY, "where", *REDUCTIONS, "matmul", *VIEWS,
    "concatenate", "full_like", "count", "constant",
)  # fmt: skip
"""All of them."""


@dataclass(frozen=True)
class Operation:
    """One operation: its name, the numbers of its operands, its settings (see the table)."""

    name: str
    operands: tuple[int, ...]
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Trace:
    """What a formula does, operation by operation.

    inputs: their names, "x" or, inside a list or a mapping, "blocks.0" or "state.velocity"; input k
    is value k. operations: operation k makes value len(inputs) + k. outputs: the names of the
    results, in the same way (`""` for a single array), and the values that they are.
    """

    inputs: tuple[str, ...]
    operations: tuple[Operation, ...]
    outputs: dict[str, int]
