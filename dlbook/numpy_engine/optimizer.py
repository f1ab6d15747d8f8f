"""What all optimisers share, and what one of your own has to bring."""

from abc import ABC, abstractmethod
from copy import deepcopy
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np

from dlbook import checks
from dlbook.numpy_engine.updating import Update
from dlbook.training.schedules import Schedule, as_rate
from dlbook.training.settings import changed, kind_of, settings_of

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

    lr: above 0, or a schedule, evaluated before every step. weight_decay: at least 0; adds
    weight_decay · θ to the gradient, biases included; of `AdamW`, taken from θ itself. eps: above
    0, added outside the root. A setting outside its range raises ValueError.
    """

    lr: float | Schedule
    weight_decay: float = 0.0
    state: State | None = None
    _update: Update | None = None
    _kind: tuple | None = None  # of the parameters that the state belongs to
    _steps: int = 0
    state_names: ClassVar[tuple[str, ...]] = ()
    decays_gradient: ClassVar[bool] = True  # or else `update` sees to weight_decay itself
    instead_of: ClassVar[dict[str, str]] = {"step": "say in update how it steps"}

    def __post_init__(self) -> None:
        self.lr = as_rate("lr", self.lr)
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
        """One update of `parameters`, in place, with the settings as they are now. gradient: of the
        same shape. On an error nothing has changed."""
        self._check_parameters(parameters)
        g = checks.real_array("gradient", gradient, finite=False)
        if g.shape != parameters.shape:
            raise ValueError(
                f"gradient must have the shape of the parameters, {parameters.shape}, got {g.shape}"
            )
        g = checks.in_dtype("gradient", g, parameters.dtype)
        if self._update is None or changed(settings_of(self), self._made_with):
            self._start(parameters)
        update = self._update
        update.theta[...], update.gradient[...] = parameters, g
        with checks.quiet_floats():
            update.make()
        self._steps = update.steps
        parameters[...] = update.theta

    def _check_parameters(self, parameters: Array) -> None:
        if not isinstance(parameters, np.ndarray) or parameters.dtype.kind != "f":
            raise TypeError("parameters must be an array of floats, to be changed in place")
        if not parameters.flags.writeable:
            raise ValueError("parameters must be writeable, they are changed in place")
        kind_of(parameters, self._kind)

    def _start(self, parameters: Array) -> None:
        """A program for the settings as they are now, which goes on with the state so far."""
        Optimizer.__post_init__(self)
        checks.steps_within(self, np.finfo(parameters.dtype))
        arrays = np.empty_like(parameters), np.empty_like(parameters)
        self._update = Update(self, *arrays, state=self.state, steps=self._steps)
        self.state, self._made_with = self._update.state, settings_of(self)
        self._kind = kind_of(parameters, self._kind)

    def __getstate__(self) -> dict[str, Any]:
        # a copy, or another process, makes a program of its own, and its state is its own
        return {**vars(self), "_update": None, "state": deepcopy(self.state)}
