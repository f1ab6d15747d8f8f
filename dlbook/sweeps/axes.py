"""The axes of a sweep: the checked values of the arguments that may be sequences."""

from functools import partial
from itertools import product
from typing import Any, NamedTuple

from dlbook import checks
from dlbook.training.schedules import as_rate


class Axis(NamedTuple):
    """One argument of a sweep: its values, and whether it was given as a sequence."""

    values: tuple
    given: bool


def sweep_axes(
    *, lr: Any, dropout: Any, seeds: Any, optimizer: Any, batch_size: Any, optimizer_type: type
) -> dict[str, Axis]:
    """The checked axes, by name, in the order of the result.

    optimizer_type: the class of the engine's optimisers.
    """
    axes = {}
    given = {
        "dropout": (dropout, checks.share),
        "seeds": (seeds, as_seed),
        "optimizer": (optimizer, partial(checks.optimizer, kind=optimizer_type)),
        "batch_size": (batch_size, as_batch_size),
    }
    for name, (value, check) in given.items():
        values, is_axis = checks.values(name, value)
        label = f"{name}[{{}}]" if is_axis else name
        checked = tuple(check(label.format(k), item) for k, item in enumerate(values))
        axes[name] = Axis(checked, is_axis)
    return {"lr": _rates(lr, axes["optimizer"].values), **axes}


def _rates(lr: Any, optimizers: tuple) -> Axis:
    """The rates: where none are given, the optimiser's own, and None if there are several."""
    if lr is None:
        own = optimizers[0].lr
        return Axis((own if all(o.lr == own for o in optimizers) else None,), True)
    values, is_axis = checks.values("lr", lr)
    names = [f"lr[{k}]" if is_axis else "lr" for k in range(len(values))]
    return Axis(tuple(map(as_rate, names, values)), is_axis)


def check_steps(axes: dict[str, Axis], limits: Any) -> None:
    """`checks.steps_within` for every optimiser with every rate."""
    for optimizer, lr in product(axes["optimizer"].values, axes["lr"].values):
        checks.steps_within(optimizer, limits, lr)


def as_seed(name: str, value: Any) -> int:
    """An integer of at least 0."""
    return checks.integer(name, value, at_least=0)


def as_batch_size(name: str, value: Any) -> int | None:
    """An integer of at least 1, or None for the full batch."""
    return None if value is None else checks.integer(name, value, at_least=1)
