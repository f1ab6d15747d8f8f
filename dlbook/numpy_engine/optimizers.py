"""Optimisers: a class holds the settings, a formula of `formulas.updates` does the arithmetic.

Definitions and defaults are those of torch.optim, with ε outside the root. An update is a formula
on the flat vector of all parameters, from which a program is made: a few operations for any
network, in place. `lr` is a number or a schedule, evaluated before every step; weight_decay adds
weight_decay · θ to the gradient, biases included.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np

from dlbook import checks
from dlbook.formulas import updates
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
    be called again and again with the same parameter array.
    """

    lr: float | Schedule
    weight_decay: float = 0.0
    state: State | None = None
    state_names: ClassVar[tuple[str, ...]] = ()
    decays_gradient: ClassVar[bool] = True  # or else `update` sees to weight_decay itself

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


@dataclass
class SGD(Optimizer):
    """Gradient descent: θ ← θ - η ∇J. "Stochastic" when the batches are drawn at random."""

    lr: float | Schedule = 0.01
    weight_decay: float = 0.0

    def update(self, theta: Array, g: Array, state: State, lr: Any) -> tuple[Array, State]:
        return updates.sgd(theta, g, state, lr)


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
    state_names: ClassVar[tuple[str, ...]] = ("velocity",)

    def check(self) -> None:
        self.momentum = checks.share("momentum", self.momentum)
        self.nesterov = checks.flag("nesterov", self.nesterov)

    def update(self, theta: Array, g: Array, state: State, lr: Any) -> tuple[Array, State]:
        formula = updates.nesterov if self.nesterov else updates.momentum
        return formula(theta, g, state, lr, self.momentum)


@dataclass
class Adagrad(Optimizer):
    """A rate for each parameter, smaller the larger its gradients so far (Duchi et al. 2011)."""

    lr: float | Schedule = 0.01
    eps: float = 1e-10
    weight_decay: float = 0.0
    state_names: ClassVar[tuple[str, ...]] = ("squares",)

    def check(self) -> None:
        self.eps = checks.number("eps", self.eps, above=0.0)

    def update(self, theta: Array, g: Array, state: State, lr: Any) -> tuple[Array, State]:
        return updates.adagrad(theta, g, state, lr, self.eps)


@dataclass
class Adadelta(Optimizer):
    """Moves in proportion to the moves so far, so that no rate is needed (Zeiler 2012).

    lr multiplies them; rho in [0, 1) is how much of the running means is kept each step.
    """

    lr: float | Schedule = 1.0
    rho: float = 0.9
    eps: float = 1e-6
    weight_decay: float = 0.0
    state_names: ClassVar[tuple[str, ...]] = ("squares", "moves")

    def check(self) -> None:
        self.rho = checks.share("rho", self.rho)
        self.eps = checks.number("eps", self.eps, above=0.0)

    def update(self, theta: Array, g: Array, state: State, lr: Any) -> tuple[Array, State]:
        return updates.adadelta(theta, g, state, lr, self.rho, self.eps)


@dataclass
class RMSProp(Optimizer):
    """Gradients over the root of their running mean square (Tieleman and Hinton 2012).

    alpha in [0, 1) is how much of that mean is kept each step.
    """

    lr: float | Schedule = 0.01
    alpha: float = 0.99
    eps: float = 1e-8
    weight_decay: float = 0.0
    state_names: ClassVar[tuple[str, ...]] = ("squares",)

    def check(self) -> None:
        self.alpha = checks.share("alpha", self.alpha)
        self.eps = checks.number("eps", self.eps, above=0.0)

    def update(self, theta: Array, g: Array, state: State, lr: Any) -> tuple[Array, State]:
        return updates.rmsprop(theta, g, state, lr, self.alpha, self.eps)


@dataclass
class Adam(Optimizer):
    """Running means of the gradient and of its square, corrected for their start at zero.

    Kingma and Ba 2015, as its section 2 ends. betas: two numbers in [0, 1), how much of each is
    kept a step.
    """

    lr: float | Schedule = 0.001
    betas: tuple[float, float] = (0.9, 0.999)
    eps: float = 1e-8
    weight_decay: float = 0.0
    state_names: ClassVar[tuple[str, ...]] = ("m", "v")

    def check(self) -> None:
        if not isinstance(self.betas, tuple | list) or len(self.betas) != 2:
            raise TypeError(f"betas must be a pair of numbers in [0, 1), got {self.betas!r}")
        self.betas = tuple(checks.share(f"betas[{k}]", beta) for k, beta in enumerate(self.betas))
        self.eps = checks.number("eps", self.eps, above=0.0)

    def numbers(self, lr: Any, step: int) -> dict[str, Any]:
        alpha_t, eps_hat = updates.adam_factors(lr, step, *self.betas, self.eps)
        return {"alpha_t": alpha_t, "eps_hat": eps_hat}

    def update(
        self, theta: Array, g: Array, state: State, alpha_t: Any, eps_hat: Any
    ) -> tuple[Array, State]:
        return updates.adam_step(theta, g, state, alpha_t, eps_hat, *self.betas)


@dataclass
class AdamW(Adam):
    """Adam with weight decay apart from the gradient: first θ ← θ - η · weight_decay · θ.

    Loshchilov and Hutter 2019.
    """

    weight_decay: float = 0.01
    decays_gradient: ClassVar[bool] = False

    def numbers(self, lr: Any, step: int) -> dict[str, Any]:
        return {"lr": lr, **super().numbers(lr, step)}

    def update(
        self, theta: Array, g: Array, state: State, lr: Any, alpha_t: Any, eps_hat: Any
    ) -> tuple[Array, State]:
        if self.weight_decay:
            theta = theta - theta * lr * self.weight_decay
        return super().update(theta, g, state, alpha_t, eps_hat)
