"""Optimisers: a class holds the settings, a formula of `formulas.updates` does the arithmetic.

Definitions and defaults are those of torch.optim, with ε outside the root. An update is a formula
on the flat vector of all parameters, from which a program is made: a few operations for any
network, in place. `lr` is a number or a schedule, evaluated before every step; weight_decay adds
weight_decay · θ to the gradient, biases included.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from dlbook.formulas import updates
from dlbook.numpy_engine.optimizer import Array, Optimizer, State
from dlbook.training.schedules import Schedule
from dlbook.training.settings import checking


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
    check = checking("momentum", "nesterov")

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
    check = checking("eps")

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
    check = checking("rho", "eps")

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
    check = checking("alpha", "eps")

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
    check = checking("betas", "eps")

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
            theta = updates.decayed(theta, lr, self.weight_decay)
        return super().update(theta, g, state, alpha_t, eps_hat)
