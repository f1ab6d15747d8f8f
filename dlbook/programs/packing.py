"""A trace as the few bytes in which it travels to a machine.

16-bit words, little-endian, then the numbers that operations name as float64:

| words | |
| --- | --- |
| 6 | the mark, `VERSION`, how many inputs, operations, outputs, numbers |
| for each operation | its place in `OPERATIONS`, how many operands, how many settings, these |
| | an operand is how many values back it is, so that like layers have like words |
| for each output | the value that it is |
| 0 to 3 | zeros, up to a multiple of eight bytes |

Settings are in the order of the table in `operations`; None is `NONE`, a number is its place among
the numbers. `web/machine/engine/traces.h` reads this.
"""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from dlbook.programs.operations import OPERATIONS, REDUCTIONS, Operation, Trace
from dlbook.programs.shapes import TRUTH, result_dtype

MARK = 0x6C64
VERSION = 1
NONE = -(2**15)
MOST_VALUES = 4096

_AXIS = ("expand_dims", "squeeze", "concatenate")


@dataclass(frozen=True)
class Packed:
    """A trace ready to travel: the names of its inputs and outputs, and the bytes."""

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    words: bytes

    def as_json(self) -> dict[str, Any]:
        """The same for JSON, as `web/machine` reads it."""
        return {
            "inputs": list(self.inputs),
            "outputs": list(self.outputs),
            "words": base64.b64encode(self.words).decode(),
        }


def pack(trace: Trace) -> Packed:
    """The trace in the form that machines take. More than 4,096 values are a ValueError, and so is
    a setting that does not fit 16 bits, or a sum of truths, which machines do not have."""
    if not isinstance(trace, Trace):
        raise TypeError(f"trace must be a Trace, as trace() makes one, got {trace!r}")
    n_values = len(trace.inputs) + len(trace.operations)
    if n_values > MOST_VALUES:
        raise ValueError(f"a trace may have at most {MOST_VALUES} values, this one has {n_values}")
    _check_truths(trace)
    numbers: list[float] = []
    body: list[int] = []
    for value, operation in enumerate(trace.operations, len(trace.inputs)):
        settings = list(_settings(operation, numbers))
        code = OPERATIONS.index(operation.name)
        back = [value - operand for operand in operation.operands]
        body += [code, len(back), len(settings), *back, *settings]
    counts = [len(trace.inputs), len(trace.operations), len(trace.outputs), len(numbers)]
    words = [MARK, VERSION, *counts, *body, *trace.outputs.values()]
    words += [0] * (-len(words) % 4)
    data = np.array(words, "<i2").tobytes() + np.array(numbers, "<f8").tobytes()
    return Packed(tuple(trace.inputs), tuple(trace.outputs), data)


def _check_truths(trace: Trace) -> None:
    """An error where a machine, whose truths are the numbers 0 and 1, would add or multiply them
    into other numbers than NumPy does; the inputs are taken for numbers."""
    number = np.dtype(float)
    dtypes = [number] * len(trace.inputs)
    for operation in trace.operations:
        operands = [dtypes[k] for k in operation.operands]
        dtypes.append(result_dtype(operation.name, operands, number))
        if operation.name in ("add", "matmul") and dtypes[-1] == TRUTH:
            raise ValueError(
                f"{operation.name} of truths has no place in a machine that counts them as 0 and "
                "1: make numbers of them first, such as 1.0 * (z > 0)"
            )


def _settings(operation: Operation, numbers: list[float]) -> Iterator[int]:
    """The settings as words; a number is appended to `numbers`, unless it stands there already."""
    name, settings = operation.name, operation.settings
    if name in REDUCTIONS or name == "count":
        axes = settings["axes"]
        yield from (axes,) if isinstance(axes, int) else axes
    elif name == "slice":
        for part in ("axis", "start", "stop", "step"):
            yield _word(f"{part} of a slice", settings[part])
    elif name in _AXIS:
        yield settings["axis"]
    elif name in ("full_like", "constant"):
        value = float(settings["value"])
        places = [k for k, number in enumerate(numbers) if _same(number, value)]
        if not places:
            numbers.append(value)
        yield places[0] if places else len(numbers) - 1


def _same(a: float, b: float) -> bool:
    """Whether two numbers have the same bits, so that -0 is not 0 and NaN is NaN."""
    return np.float64(a).tobytes() == np.float64(b).tobytes()


def _word(name: str, value: int | None) -> int:
    if value is None:
        return NONE
    if not NONE < value < -NONE:
        raise ValueError(f"{name} must be between {NONE + 1} and {-NONE - 1}, got {value}")
    return int(value)
