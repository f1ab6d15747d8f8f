"""Optimisers: a class holds the settings and the state; `updates` has the arithmetic.

Definitions and defaults are those of torch.optim, with ε outside the root. Each update works in
place on the flat vector of all parameters: a few operations for any network. `lr` is a
number or a schedule, evaluated before every step; weight_decay adds weight_decay · θ to the
gradient, biases included.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from dlbook import checks
from dlbook.numpy_engine import updates
from dlbook.numpy_engine.calls import Do, at_once
from dlbook.training.schedules import Schedule, as_schedule

Array = np.ndarray
Rates = Callable[[int], "float | Array"]


class Optimizer(ABC):
    """What all optimisers share: the rate and the order of a step.

    An optimiser given to `train` is a description; training works on a `fresh` copy of it. On its
    own, `step` can be called again and again with the same parameter array.
    """

    lr: float | Schedule
    weight_decay: float = 0.0
    state: dict[str, Array] | None = None
    needs_step_number: ClassVar[bool] = False  # else each step is spared a call

    def __post_init__(self) -> None:
        as_schedule("lr", self.lr)
        self.weight_decay = checks.number("weight_decay", self.weight_decay, at_least=0.0)
        self.check()

    def check(self) -> None:  # noqa: B027 - an optimiser may have nothing more to check
        """Raise an error that names a setting that is not allowed."""

    def fresh(self) -> "Optimizer":
        """The same settings without state."""
        return replace(self)

    def start(self, parameters: Array, rates: Rates | Array | None = None) -> None:
        """Make zero state for `parameters`. rates: in place of `lr`, a rate for each parameter, or
        a function of the steps made that gives them, as a sweep has it."""
        if not isinstance(parameters, np.ndarray) or parameters.dtype.kind != "f":
            raise TypeError("parameters must be an array of floats, to be changed in place")
        if not parameters.flags.writeable:
            raise ValueError("parameters must be writeable, they are changed in place")
        rates = self.lr if rates is None else rates
        self._schedule = rates if callable(rates) else None
        # settings become zero-dimensional arrays: NumPy converts a Python number at every call,
        # which on a small network costs as much as the arithmetic
        self._lr = np.array(rates(0) if callable(rates) else rates, parameters.dtype)
        self._decay = np.array(self.weight_decay, parameters.dtype)
        self._decayed = np.empty_like(parameters) if self.adds_decay else None
        self._work = np.empty_like(parameters)
        self._steps = 0
        self.state = self.make_state(parameters)

    @property
    def adds_decay(self) -> bool:
        """Whether weight_decay · θ is added to the gradient."""
        return self.weight_decay > 0

    def make_state(self, parameters: Array) -> dict[str, Array]:
        """The state's arrays, by name."""
        return {}

    def step(self, parameters: Array, gradient: Array) -> None:
        """One update of `parameters`, in place. gradient: same shape and dtype."""
        if self.state is None:
            self.start(parameters)
        work = self._work
        given = np.asarray(parameters)
        if given.shape != work.shape or given.dtype != work.dtype:
            raise ValueError(
                f"parameters must be those that the state belongs to, {work.dtype} of shape "
                f"{work.shape}, got {given.dtype} of shape {given.shape}; fresh() is for others"
            )
        if np.shape(gradient) != work.shape:
            raise ValueError(
                f"gradient must have the shape of the parameters, {work.shape}, "
                f"got {np.shape(gradient)}"
            )
        with checks.quiet_floats():
            self.write_step(at_once, parameters, gradient)

    def write_step(self, do: Do, parameters: Array, gradient: Array) -> None:
        """`step` after `start` and without checks; with a `Calls`, the training loop can make the
        calls of a step on these two arrays again and again."""
        if self._schedule is not None or self.needs_step_number:
            do(self._begin_step)
        if self._decayed is not None:
            do(np.multiply, parameters, self._decay, self._decayed)
            do(np.add, gradient, self._decayed, self._decayed)
            gradient = self._decayed
        self.update(do, parameters, gradient)

    def _begin_step(self) -> None:
        if self._schedule is not None:
            self._lr[()] = self._schedule(self._steps)
        self._steps += 1

    @abstractmethod
    def update(self, do: Do, parameters: Array, gradient: Array) -> None:
        """The arithmetic of one step, at rate `_lr`, every operation through `do`: training asks
        once, and makes the calls that were written down at every step. The step number `_steps`
        (from 1) is counted where there is a schedule or `needs_step_number`."""


@dataclass
class SGD(Optimizer):
    """Gradient descent: θ ← θ - η ∇J. "Stochastic" when the batches are drawn at random."""

    lr: float | Schedule = 0.01
    weight_decay: float = 0.0

    def update(self, do: Do, parameters: Array, gradient: Array) -> None:
        updates.sgd_update(do, parameters, gradient, self._lr, self._work)


@dataclass
class Momentum(Optimizer):
    """Gradient descent with momentum μ in [0, 1): classical (Polyak 1964) or Nesterov's.

    As torch.optim.SGD has it, the rate multiplies the velocity, which is a sum of gradients;
    Sutskever et al. 2013 put the rate inside, which differs only while it changes.
    """

    lr: float | Schedule = 0.01
    momentum: float = 0.9
    nesterov: bool = False
    weight_decay: float = 0.0

    def check(self) -> None:
        self.momentum = checks.share("momentum", self.momentum)
        self.nesterov = checks.flag("nesterov", self.nesterov)

    def make_state(self, parameters: Array) -> dict[str, Array]:
        self._momentum = np.array(self.momentum, parameters.dtype)
        return {"velocity": np.zeros_like(parameters)}

    def update(self, do: Do, parameters: Array, gradient: Array) -> None:
        updates.momentum_update(
            do,
            parameters,
            gradient,
            self.state["velocity"],
            self._lr,
            self._momentum,
            self.nesterov,
            self._work,
        )


@dataclass
class Adagrad(Optimizer):
    """A rate for each parameter, smaller the larger its gradients so far (Duchi et al. 2011)."""

    lr: float | Schedule = 0.01
    eps: float = 1e-10
    weight_decay: float = 0.0

    def check(self) -> None:
        self.eps = checks.number("eps", self.eps, above=0.0)

    def make_state(self, parameters: Array) -> dict[str, Array]:
        self._eps = np.array(self.eps, parameters.dtype)
        return {"squares": np.zeros_like(parameters)}

    def update(self, do: Do, parameters: Array, gradient: Array) -> None:
        squares = self.state["squares"]
        updates.adagrad_update(do, parameters, gradient, squares, self._lr, self._eps, self._work)


@dataclass
class Adadelta(Optimizer):
    """Moves in proportion to the moves so far, so that no rate is needed (Zeiler 2012).

    lr multiplies them; rho in [0, 1) is how much of the running means is kept each step.
    """

    lr: float | Schedule = 1.0
    rho: float = 0.9
    eps: float = 1e-6
    weight_decay: float = 0.0

    def check(self) -> None:
        self.rho = checks.share("rho", self.rho)
        self.eps = checks.number("eps", self.eps, above=0.0)

    def make_state(self, parameters: Array) -> dict[str, Array]:
        settings = (self.rho, 1 - self.rho, self.eps)
        self._settings = [np.array(value, parameters.dtype) for value in settings]
        self._move = np.empty_like(parameters)
        return {"squares": np.zeros_like(parameters), "moves": np.zeros_like(parameters)}

    def update(self, do: Do, parameters: Array, gradient: Array) -> None:
        state = self.state["squares"], self.state["moves"]
        buffers = self._work, self._move
        updates.adadelta_update(
            do, parameters, gradient, *state, self._lr, *self._settings, *buffers
        )


@dataclass
class RMSProp(Optimizer):
    """Gradients over the root of their running mean square (Tieleman and Hinton 2012).

    alpha in [0, 1) is how much of that mean is kept each step.
    """

    lr: float | Schedule = 0.01
    alpha: float = 0.99
    eps: float = 1e-8
    weight_decay: float = 0.0

    def check(self) -> None:
        self.alpha = checks.share("alpha", self.alpha)
        self.eps = checks.number("eps", self.eps, above=0.0)

    def make_state(self, parameters: Array) -> dict[str, Array]:
        settings = (self.alpha, 1 - self.alpha, self.eps)
        self._settings = [np.array(value, parameters.dtype) for value in settings]
        return {"squares": np.zeros_like(parameters)}

    def update(self, do: Do, parameters: Array, gradient: Array) -> None:
        squares = self.state["squares"]
        settings = self._settings
        updates.rmsprop_update(do, parameters, gradient, squares, self._lr, *settings, self._work)


@dataclass
class Adam(Optimizer):
    """Running means of the gradient and of its square, corrected for their start at zero.

    Kingma and Ba 2015, algorithm 1. betas: two numbers in [0, 1), how much of each is kept a step.
    """

    lr: float | Schedule = 0.001
    betas: tuple[float, float] = (0.9, 0.999)
    eps: float = 1e-8
    weight_decay: float = 0.0
    needs_step_number: ClassVar[bool] = True

    def check(self) -> None:
        if not isinstance(self.betas, tuple | list) or len(self.betas) != 2:
            raise TypeError(f"betas must be a pair of numbers in [0, 1), got {self.betas!r}")
        self.betas = tuple(checks.share(f"betas[{k}]", beta) for k, beta in enumerate(self.betas))
        self.eps = checks.number("eps", self.eps, above=0.0)

    def make_state(self, parameters: Array) -> dict[str, Array]:
        self._betas = [np.array(beta, parameters.dtype) for beta in self.betas]
        self._rate = np.empty_like(self._lr)
        self._eps = np.empty((), parameters.dtype)
        return {"m": np.zeros_like(parameters), "v": np.zeros_like(parameters)}

    def update(self, do: Do, parameters: Array, gradient: Array) -> None:
        do(self._set_factors)
        state = self.state["m"], self.state["v"]
        settings = self._rate, *self._betas, self._eps
        updates.adam_update(do, parameters, gradient, *state, *settings, self._work)

    def _set_factors(self) -> None:
        factor, eps = updates.adam_factors(self._steps, self.betas, self.eps)
        if self._lr.ndim:
            np.multiply(self._lr, factor, self._rate)
        else:
            self._rate[()] = self._lr.item() * factor
        self._eps[()] = eps


@dataclass
class AdamW(Adam):
    """Adam with weight decay apart from the gradient: first θ ← θ - η · weight_decay · θ.

    Loshchilov and Hutter 2019.
    """

    weight_decay: float = 0.01

    @property
    def adds_decay(self) -> bool:
        return False

    def update(self, do: Do, parameters: Array, gradient: Array) -> None:
        if self.weight_decay:
            do(np.multiply, parameters, self._lr, self._work)
            do(np.multiply, self._work, self._decay, self._work)
            do(np.subtract, parameters, self._work, parameters)
        super().update(do, parameters, gradient)
