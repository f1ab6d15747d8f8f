"""The optimisers: descriptions with the NumPy engine's names, which build torch.optim's own.

An instance holds hyper-parameters only; `build` gives the torch.optim optimiser, with fresh state,
that does the work. `lr` is a number or a schedule from `dlbook.training.schedules`.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import torch

from dlbook import checks
from dlbook.torch_engine.devices import in_dtype
from dlbook.training.schedules import Schedule, as_rate, as_schedule
from dlbook.training.settings import changed, checking, kind_of, settings_of

Parameters = Iterable[torch.Tensor]


class Optimizer(ABC):
    """What every description below can do; one of your own is a dataclass with a `build`.

    The history of a training is in the torch.optim optimiser that `build` gives: where the NumPy
    engine's optimisers have `state` and `update`, these have none. `step` and `lr_at` are not to be
    overridden: training and sweeps go by `build` and `lr`.

    lr: above 0, or a schedule, evaluated before every step. weight_decay: at least 0; adds
    weight_decay · θ to the gradient, biases included; of `AdamW`, taken from θ itself. eps: above
    0, added outside the root. A setting outside its range raises ValueError.
    """

    lr: float | Schedule
    weight_decay: float = 0.0
    instead_of: ClassVar[dict[str, str]] = {
        "step": "say in build how it steps",
        "lr_at": "say in lr, with a schedule, how its rate changes",
    }
    _running: torch.optim.Optimizer | None = None
    _history: dict | None = None  # in a copy, until its first step
    _kind: tuple | None = None  # of the parameters that the history belongs to
    _steps: int = 0

    def __post_init__(self) -> None:
        self.lr = as_rate("lr", self.lr)
        self.weight_decay = checks.number("weight_decay", self.weight_decay, at_least=0.0)
        self.check()

    def check(self) -> None:  # noqa: B027 - an optimiser may have nothing more to check
        """Raise an error that names a setting that is not allowed."""

    def lr_at(self, step: int) -> float:
        """The learning rate of the step that follows `step` earlier ones."""
        return float(as_schedule("lr", self.lr)(step))

    @abstractmethod
    def build(self, parameters: Parameters) -> torch.optim.Optimizer:
        """torch.optim's optimiser of these hyper-parameters, over `parameters`, with no history."""

    def fresh(self) -> "Optimizer":
        """The same hyper-parameters with no history."""
        return replace(self)

    def step(self, parameters: torch.Tensor, gradient: torch.Tensor) -> None:
        """Change `parameters`, a floating-point tensor, in place by one step along `gradient`, with
        the settings as they are now.

        The first call starts the history; go on with the same tensor, or take a `fresh()` one. A
        copy goes on with any tensor of that shape and dtype. On an error nothing has changed.
        """
        if not isinstance(parameters, torch.Tensor) or not parameters.is_floating_point():
            raise TypeError("parameters must be a tensor of floats, to be changed in place")
        gradient = in_dtype("gradient", gradient, parameters.device, parameters.dtype)
        if gradient.shape != parameters.shape:
            raise ValueError(
                f"gradient must have the shape of the parameters, {tuple(parameters.shape)}, "
                f"got {tuple(gradient.shape)}"
            )
        running = self._running
        if running is not None and running.param_groups[0]["params"][0] is not parameters:
            raise ValueError("parameters must be the tensor of the first step; see fresh()")
        if running is None or changed(settings_of(self), self._made_with):
            self._start(parameters)
        parameters.grad = gradient
        set_lr(self._running, self.lr_at(self._steps))
        self._running.step()
        self._steps += 1

    def _start(self, parameters: torch.Tensor) -> None:
        """torch.optim's optimiser of the settings as they are now, with the history so far."""
        Optimizer.__post_init__(self)
        checks.steps_within(self, torch.finfo(parameters.dtype))
        kind = kind_of(parameters, self._kind)
        built, history = self.build([parameters]), self._history_so_far()
        if history is not None:
            built.load_state_dict({**built.state_dict(), "state": history})
        self._running, self._history, self._kind = built, None, kind
        self._made_with = settings_of(self)

    def _history_so_far(self) -> dict | None:
        """What torch.optim's optimiser keeps from step to step, or None before the first."""
        return self._history if self._running is None else self._running.state_dict()["state"]

    def __getstate__(self) -> dict[str, Any]:
        # the history of a copy is its own, and goes on with the tensor of its next step
        return {**vars(self), "_running": None, "_history": deepcopy(self._history_so_far())}


def set_lr(optimizer: torch.optim.Optimizer, lr: float) -> None:
    """Give every group of a torch.optim optimiser the learning rate `lr`."""
    for group in optimizer.param_groups:
        group["lr"] = lr


@dataclass
class SGD(Optimizer):
    """Gradient descent: p ← p − η g."""

    lr: float | Schedule = 0.01
    weight_decay: float = 0.0

    def build(self, parameters: Parameters) -> torch.optim.Optimizer:
        """See `Optimizer.build`."""
        return torch.optim.SGD(parameters, self.lr_at(0), weight_decay=self.weight_decay)


@dataclass
class Momentum(Optimizer):
    """Gradient descent with a velocity: v ← μ v + g; p ← p − η v (Sutskever et al. 2013)."""

    lr: float | Schedule = 0.01
    momentum: float = 0.9
    nesterov: bool = False
    weight_decay: float = 0.0
    check = checking("momentum", "nesterov")

    def build(self, parameters: Parameters) -> torch.optim.Optimizer:
        """See `Optimizer.build`."""
        return torch.optim.SGD(
            parameters,
            self.lr_at(0),
            momentum=self.momentum,
            nesterov=self.nesterov and self.momentum > 0,  # torch refuses it without momentum
            weight_decay=self.weight_decay,
        )


@dataclass
class Adagrad(Optimizer):
    """Each parameter's rate falls with its gradients so far (Duchi et al. 2011)."""

    lr: float | Schedule = 0.01
    eps: float = 1e-10
    weight_decay: float = 0.0
    check = checking("eps")

    def build(self, parameters: Parameters) -> torch.optim.Optimizer:
        """See `Optimizer.build`."""
        return torch.optim.Adagrad(
            parameters, self.lr_at(0), eps=self.eps, weight_decay=self.weight_decay
        )


@dataclass
class Adadelta(Optimizer):
    """Steps scaled by the size of the recent steps (Zeiler 2012)."""

    lr: float | Schedule = 1.0
    rho: float = 0.9
    eps: float = 1e-6
    weight_decay: float = 0.0
    check = checking("rho", "eps")

    def build(self, parameters: Parameters) -> torch.optim.Optimizer:
        """See `Optimizer.build`."""
        return torch.optim.Adadelta(
            parameters, self.lr_at(0), rho=self.rho, eps=self.eps, weight_decay=self.weight_decay
        )


@dataclass
class RMSProp(Optimizer):
    """Gradients divided by the root of their running mean square (Tieleman and Hinton 2012)."""

    lr: float | Schedule = 0.01
    alpha: float = 0.99
    eps: float = 1e-8
    weight_decay: float = 0.0
    check = checking("alpha", "eps")

    def build(self, parameters: Parameters) -> torch.optim.Optimizer:
        """See `Optimizer.build`."""
        return torch.optim.RMSprop(
            parameters,
            self.lr_at(0),
            alpha=self.alpha,
            eps=self.eps,
            weight_decay=self.weight_decay,
        )


@dataclass
class Adam(Optimizer):
    """Momentum over a running root mean square (Kingma and Ba 2015)."""

    lr: float | Schedule = 0.001
    betas: tuple[float, float] = (0.9, 0.999)
    eps: float = 1e-8
    weight_decay: float = 0.0
    check = checking("betas", "eps")

    def build(self, parameters: Parameters) -> torch.optim.Optimizer:
        """See `Optimizer.build`."""
        return torch.optim.Adam(
            parameters,
            self.lr_at(0),
            betas=self.betas,
            eps=self.eps,
            weight_decay=self.weight_decay,
        )


@dataclass
class AdamW(Adam):
    """Adam, with the weights shrunk apart from the gradient (Loshchilov and Hutter 2019)."""

    weight_decay: float = 0.01

    def build(self, parameters: Parameters) -> torch.optim.Optimizer:
        """See `Optimizer.build`."""
        return torch.optim.AdamW(
            parameters,
            self.lr_at(0),
            betas=self.betas,
            eps=self.eps,
            weight_decay=self.weight_decay,
        )
