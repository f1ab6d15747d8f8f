"""What all optimisers share, and what one of your own has to bring."""

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np

from dlbook import checks
from dlbook.numpy_engine.updating import Update
from dlbook.training.schedules import Schedule, as_schedule

Array = np.ndarray
State = dict[str, Array]


class Optimizer(ABC):
    """What all optimisers share. One of your own is a subclass with an `update`:

        @dataclass
        class SignDescent(Optimizer):
            lr: float = 0.01
            weight_decay: float = 0.0

            def update(self, theta, g, state, lr):
                return theta - lr * np.sign(g), {}

    It runs as fast as the book's: a program is made of `update`, which is called once for that, so
    it is to be made of NumPy's functions (see `dlbook.programs`). `state_names` are the arrays that
    it keeps from step to step; `numbers` what it is given besides the state.

    An optimiser given to `train` is a description; the state of a training is its own. `step` can
    be called again and again with the same parameter array, and is not to be overridden: training
    does what it does, but does not call it.
    """

    lr: float | Schedule
    weight_decay: float = 0.0
    state: State | None = None
    state_names: ClassVar[tuple[str, ...]] = ()
    decays_gradient: ClassVar[bool] = True  # or else `update` sees to weight_decay itself
    instead_of: ClassVar[dict[str, str]] = {"step": "say in update how it steps"}

    def __post_init__(self) -> None:
        as_schedule("lr", self.lr)
        self.weight_decay = checks.number("weight_decay", self.weight_decay, at_least=0.0)
        self.check()

    def check(self) -> None:  # noqa: B027 - an optimiser may have nothing more to check
        """Raise an error that names a setting that is not allowed."""

    @abstractmethod
    def update(self, theta: Array, g: Array, state: State, **numbers: Any) -> tuple[Array, State]:
        """One step as a formula: from θ, ∇J, the state and `numbers` to the new θ and state."""

    def numbers(self, lr: Any, step: int) -> dict[str, Any]:
        """What `update` is given by name at step 1, 2, …: plain numbers, worked out in float64.

        lr: the rate of this step; in a sweep an array of rates.
        """
        return {"lr": lr}

    def make_state(self, parameters: Array) -> State:
        """The state before the first step: zeros."""
        return {name: np.zeros_like(parameters) for name in self.state_names}

    def fresh(self) -> "Optimizer":
        """The same settings without state."""
        return replace(self)

    def step(self, parameters: Array, gradient: Array) -> None:
        """One update of `parameters`, in place. gradient: same shape and dtype."""
        given = np.asarray(parameters)
        if not hasattr(self, "_update"):
            self._start(parameters)
        theta = self._update.theta
        if given.shape != theta.shape or given.dtype != theta.dtype:
            raise ValueError(
                f"parameters must be those that the state belongs to, {theta.dtype} of shape "
                f"{theta.shape}, got {given.dtype} of shape {given.shape}; fresh() is for others"
            )
        if np.shape(gradient) != theta.shape:
            raise ValueError(
                f"gradient must have the shape of the parameters, {theta.shape}, "
                f"got {np.shape(gradient)}"
            )
        theta[...] = parameters
        self._update.gradient[...] = gradient
        with checks.quiet_floats():
            self._update.make()
        parameters[...] = theta

    def _start(self, parameters: Array) -> None:
        if not isinstance(parameters, np.ndarray) or parameters.dtype.kind != "f":
            raise TypeError("parameters must be an array of floats, to be changed in place")
        if not parameters.flags.writeable:
            raise ValueError("parameters must be writeable, they are changed in place")
        theta, gradient = np.empty_like(parameters), np.empty_like(parameters)
        steps = vars(self).pop("_steps", 0)
        self._update = Update(self, theta, gradient, state=self.state, steps=steps)
        self.state = self._update.state

    def __getstate__(self) -> dict[str, Any]:
        # a copy, or another process, makes a program of its own
        own = dict(vars(self))
        if "_update" in own:
            own["_steps"] = own.pop("_update").steps
        return own
