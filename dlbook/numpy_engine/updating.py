"""The program of an optimiser's step: clipping, weight decay and the update, in place."""

from collections.abc import Callable, Hashable
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from dlbook.formulas.updates import clip, with_decay
from dlbook.programs import program_of, trace_of
from dlbook.programs.calls import Call
from dlbook.programs.operations import BINARY, UNARY
from dlbook.programs.tracing import leaves
from dlbook.training.settings import settings_of

if TYPE_CHECKING:
    from dlbook.numpy_engine.optimizer import Optimizer

Array = np.ndarray
Rates = Callable[[int], "float | Array"]


def updated(
    theta: Array,
    g: Array,
    state: dict[str, Array],
    numbers: dict[str, Array],
    update: Callable,
    weight_decay: float,
    clip_norm: float | None,
) -> tuple[Array, dict[str, Array]]:
    """The new parameters and state: the gradient clipped, then with weight decay, then used."""
    if clip_norm is not None:
        g = clip(g, clip_norm)
    if weight_decay:
        g = with_decay(theta, g, weight_decay)
    new = update(theta, g, state, **numbers)
    if not _is_step(new, state):
        raise TypeError(
            "update must return a pair, the new theta and the new state, a mapping with arrays for "
            f"{sorted(state)}, got {new!r}"
        )
    return new


def _is_step(new: Any, state: dict[str, Array]) -> bool:
    """Whether an update returned parameters and all of the state."""
    pair = isinstance(new, tuple | list) and len(new) == 2
    return pair and (not state or (isinstance(new[1], dict) and state.keys() <= new[1].keys()))


class Update:
    """An optimiser's steps on the flat array `theta`, from what the array `gradient` holds.

    rates: in place of the optimiser's `lr`, rates that broadcast against theta, or a function of
    the steps made that gives them, as a sweep has it. leading: axes of theta in front of those that
    one network has. state: the arrays that the optimiser keeps, by name, zeros if None; steps: how
    many steps have led to it.
    """

    def __init__(
        self,
        optimizer: "Optimizer",
        theta: Array,
        gradient: Array,
        *,
        rates: Rates | Array | None = None,
        clip_norm: float | None = None,
        leading: int = 0,
        state: dict[str, Array] | None = None,
        steps: int = 0,
    ) -> None:
        self.optimizer, self.theta, self.gradient = optimizer, theta, gradient
        self.rates = optimizer.lr if rates is None else rates
        self.steps = steps
        self.state = optimizer.make_state(theta) if state is None else state
        self.numbers = {
            name: np.array(value, theta.dtype) for name, value in self._numbers(1).items()
        }
        inputs = {"theta": theta, "g": gradient, "state": self.state, "numbers": self.numbers}
        self.program = program_of(
            formula(optimizer, clip_norm),
            inputs,
            {"0": theta, **leaves(self.state, "1")},
            leading=leading,
            key=key_of(optimizer, clip_norm),
        )

    @property
    def changes(self) -> bool:
        """Whether the numbers change from step to step."""
        from dlbook.numpy_engine.optimizer import Optimizer

        return callable(self.rates) or type(self.optimizer).numbers is not Optimizer.numbers

    def _numbers(self, step: int) -> dict[str, Any]:
        rate = self.rates(step - 1) if callable(self.rates) else self.rates
        return self.optimizer.numbers(rate, step)

    def begin(self) -> None:
        """Set the numbers of the next step."""
        self.steps += 1
        for name, value in self._numbers(self.steps).items():
            self.numbers[name][...] = value

    @property
    def calls(self) -> list[Call]:
        """The calls of a step."""
        return [self.begin, *self.program.calls] if self.changes else self.program.calls

    def make(self) -> None:
        """One step."""
        for call in self.calls:
            call()


def formula(optimizer: "Optimizer", clip_norm: float | None = None) -> Callable:
    """`updated` with the optimiser's settings."""
    decay = optimizer.weight_decay if optimizer.decays_gradient else 0.0
    return partial(updated, update=optimizer.update, weight_decay=decay, clip_norm=clip_norm)


def is_elementwise(optimizer: "Optimizer") -> bool:
    """Whether an update changes each parameter by its own gradient and state alone, so that it
    does not matter which network's parameters lie where."""
    thin = np.zeros(1)
    numbers = {name: np.zeros(1) for name in optimizer.numbers(0.1, 1)}
    inputs = {"theta": thin, "g": thin, "state": optimizer.make_state(thin), "numbers": numbers}
    known = trace_of(formula(optimizer), inputs, key=key_of(optimizer))
    allowed = (*UNARY, *BINARY, "where", "constant", "full_like")
    return known is not None and all(one.name in allowed for one in known[0].operations)


def key_of(optimizer: "Optimizer", clip_norm: float | None = None) -> Hashable:
    """What the trace of an update depends on."""
    settings = tuple((name, v) for name, v in settings_of(optimizer).items() if name != "lr")
    key = type(optimizer), settings, clip_norm
    try:
        hash(key)
    except TypeError:
        return object()
    return key
