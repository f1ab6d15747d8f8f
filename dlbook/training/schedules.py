"""Learning-rate schedules: functions of the number of steps already made.

Each returns a `Schedule`, to be given to an optimiser as its `lr`. Training evaluates it before
every step: the first update uses schedule(0). Their functions are a module's own, so that they can
be sent to the processes of a sweep.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from dlbook import checks
from dlbook.formulas import schedules as formulas


@dataclass(frozen=True, eq=False)
class Schedule:
    """A learning rate that changes: called with the steps already made, gives the rate.

    Two that this module's functions made with the same arguments are equal.

    A rate that is not finite, or below 0, is a ValueError at the step that asks for it; so is a
    step below 0.
    """

    description: str
    rate: Callable[[int], float]

    def __post_init__(self) -> None:
        if not isinstance(self.description, str):
            raise TypeError(f"description must be a text, got {self.description!r}")
        if not isinstance(self.rate, partial):  # of this module: made anew for each step
            checks.takes("rate", self.rate, "step")

    def __call__(self, step: int) -> float:
        if type(step) is not int or step < 0:
            step = checks.integer("step", step, at_least=0)
        rate = self.rate(step)
        if isinstance(rate, float) and 0.0 <= rate < math.inf:
            return rate
        return checks.number(f"lr, {self.description} at step {step},", rate, at_least=0.0)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Schedule) and self._made_of() == other._made_of()

    def __hash__(self) -> int:
        return hash(self.description)

    def _made_of(self) -> tuple:
        rate = self.rate
        own = isinstance(rate, partial) and rate.func.__module__ == __name__
        return self.description, (rate.func, rate.args) if own else rate

    def __repr__(self) -> str:
        return self.description


def step_decay(lr: float, *, every: int, factor: float = 0.1) -> Schedule:
    """lr times `factor` (in (0, 1]) after every `every` steps."""
    lr = checks.rate("lr", lr)
    every = checks.integer("every", every, at_least=1)
    factor = checks.number("factor", factor, above=0.0)
    if factor > 1:
        raise ValueError(f"factor must be at most 1, got {factor!r}")
    return Schedule(
        f"step_decay({lr:g}, every={every}, factor={factor:g})",
        partial(_stepped, lr, every, factor),
    )


def _stepped(lr: float, every: int, factor: float, step: int) -> float:
    return float(formulas.step_decay(step, lr, every, factor))


def cosine(lr: float, *, steps: int, lowest: float = 0.0) -> Schedule:
    """From lr down to `lowest` along half a cosine within `steps` steps, then `lowest`.

    Loshchilov and Hutter 2017, SGDR, eq. 5, without restarts.
    """
    lr = checks.rate("lr", lr)
    steps = checks.integer("steps", steps, at_least=1)
    lowest = checks.number("lowest", lowest, at_least=0.0)
    if lowest > lr:
        raise ValueError(f"lowest must be at most lr = {lr:g}, got {lowest!r}")

    return Schedule(
        f"cosine({lr:g}, steps={steps}, lowest={lowest:g})",
        partial(_along_cosine, lr, steps, lowest),
    )


def _along_cosine(lr: float, steps: int, lowest: float, step: int) -> float:
    return float(formulas.cosine(step, lr, steps, lowest))


def warm_up(lr: "float | Schedule", *, steps: int) -> Schedule:
    """Rise evenly from lr/steps to lr within the first `steps` steps, then follow `lr`.

    lr may itself be a schedule, which then starts after the rise.
    """
    steps = checks.integer("steps", steps, at_least=1)
    after = as_schedule("lr", lr)
    return Schedule(f"warm_up({lr!r}, steps={steps})", partial(_warming_up, after(0), steps, after))


def _warming_up(first: float, steps: int, after: "Schedule", step: int) -> float:
    return float(formulas.warm_up(step, first, steps, after(max(step - steps, 0))))


def as_schedule(name: str, lr: "float | Schedule") -> Schedule:
    """A schedule as it is; a number as the schedule that never changes."""
    rate = as_rate(name, lr)
    if isinstance(rate, Schedule):
        return rate
    return Schedule(f"{rate:g}", partial(_constant, rate))


def as_rate(name: str, value: Any) -> "float | Schedule":
    """A learning rate or a schedule."""
    if isinstance(value, Schedule):
        return value
    try:
        return checks.rate(name, value)
    except TypeError:
        raise TypeError(
            f"{name} must be a finite number above 0 or a Schedule, got {value!r}"
        ) from None


def _constant(lr: float, step: int) -> float:
    return lr
