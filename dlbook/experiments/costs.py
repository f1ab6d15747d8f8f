"""What a step of gradient descent costs: a fixed price for every call, and the work.

A step asks for some operations, one after the other, on a CPU by calling functions and on a GPU by
launching kernels. Each call costs its price however little there is to do. On top come the
multiplications and additions, and these are what parallel hardware does faster. The formulas are
those of `dlbook.formulas.costs`, with their inputs checked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dlbook import checks
from dlbook.formulas import costs

N_IN, N_OUT = 256, 10
WIDTHS = (16, 32, 64, 128, 256, 512, 1024, 2048, 4096)


@dataclass(frozen=True)
class Device:
    """What does the work: its price of one call in seconds, and its operations a second."""

    call_seconds: float
    rate: float

    def __post_init__(self) -> None:
        checks.number("call_seconds", self.call_seconds, at_least=0.0)
        checks.number("rate", self.rate, above=0.0)


def _check_device(name: str, value: object) -> None:
    if not isinstance(value, Device):
        raise TypeError(f"{name} must be a Device, got {value!r}")


def sizes_for(width: int) -> tuple[int, ...]:
    """The network whose step is worked out and measured: two hidden layers of this width."""
    width = checks.integer("width", width, at_least=1)
    return (N_IN, width, width, N_OUT)


def step_operations(sizes: Sequence[int], batch_size: int) -> int:
    """Multiplications and additions in the matrix products of one step on `batch_size` examples.

    Every weight is used once on the way forward and once for its own slope; those above the first
    layer once more, to pass the slopes back.
    """
    sizes = checks.sizes("sizes", sizes)
    batch_size = checks.integer("batch_size", batch_size, at_least=1)
    return costs.step_operations(sizes, batch_size)


def step_seconds(operations: float, calls: float, device: Device) -> float:
    """Seconds of a step: every call at its price, every operation at the device's rate.

    operations: multiplications and additions, at least 0. calls: how often the device is asked to
    do something, at least 0.
    """
    operations = checks.number("operations", operations, at_least=0.0)
    calls = checks.number("calls", calls, at_least=0.0)
    _check_device("device", device)
    return costs.step_seconds(operations, calls, device.call_seconds, device.rate)


def break_even(calls: float, slow: Device, fast: Device) -> float:
    """The operations in a step of `calls` calls from which on `fast` is faster than `slow`.

    Above this number `step_seconds` of `fast` is smaller, below it that of `slow`, whatever the
    width and the batch. It is 0 where the calls of `fast` are no dearer.

    Raises
    ------
    ValueError
        If `fast` has the lower rate, or the same.
    """
    calls = checks.number("calls", calls, at_least=0.0)
    _check_device("slow", slow)
    _check_device("fast", fast)
    if fast.rate <= slow.rate:
        raise ValueError(
            f"fast must have a higher rate than slow, got {fast.rate:g} and {slow.rate:g}"
        )
    prices = slow.call_seconds, slow.rate, fast.call_seconds, fast.rate
    return float(costs.break_even(calls, *prices))


@checks.quiet_floats()
def width_for(operations: float, batch_size: int, n_in: int, n_out: int) -> float:
    """The width of two hidden layers at which a step takes this many operations.

    The inverse of `step_operations` for sizes (n_in, width, width, n_out); not rounded.
    """
    operations = checks.number("operations", operations, at_least=0.0)
    batch_size = checks.integer("batch_size", batch_size, at_least=1)
    n_in = checks.integer("n_in", n_in, at_least=1)
    n_out = checks.integer("n_out", n_out, at_least=1)
    return float(costs.width_for(operations, batch_size, n_in, n_out))
