"""One optimiser step for many networks at once, in place, on a leading axis.

torch.optim takes one learning rate for a whole tensor; a sweep needs one for each row. Each
function updates the parameters `p` (n_networks, n_parameters) from their gradients `g` of the same
shape. `lr` is (n_networks, 1), `step` counts from 1 (a number, or a tensor of one number when the
step is replayed as a CUDA graph), `state` holds the optimiser's own arrays, shaped like `p` and
zero at first, and `o` is the optimiser's description. The definitions are torch.optim's.
"""

from collections.abc import Callable, Sequence

import torch

from dlbook.torch_engine import optimizers

State = tuple[torch.Tensor, ...]
Update = Callable[..., None]


def sgd(p, g, state, lr, step, o) -> None:
    """p ← p − η g."""
    p.addcmul_(g, lr, value=-1)


def momentum(p, g, state, lr, step, o) -> None:
    """v ← μ v + g; p ← p − η v, or with Nesterov's look-ahead p ← p − η (g + μ v)."""
    (v,) = state
    v.mul_(o.momentum).add_(g)
    p.addcmul_(g.add(v, alpha=o.momentum) if o.nesterov else v, lr, value=-1)


def adagrad(p, g, state, lr, step, o) -> None:
    """s ← s + g²; p ← p − η g / (√s + ε) (Duchi et al. 2011)."""
    (s,) = state
    s.addcmul_(g, g)
    p.addcdiv_(g * lr, s.sqrt().add_(o.eps), value=-1)


def adadelta(p, g, state, lr, step, o) -> None:
    """s ← ρ s + (1−ρ) g²; Δ = √(d + ε) / √(s + ε) · g; d ← ρ d + (1−ρ) Δ² (Zeiler 2012)."""
    s, d = state
    s.mul_(o.rho).addcmul_(g, g, value=1 - o.rho)
    change = d.add(o.eps).sqrt_().div_(s.add(o.eps).sqrt_()).mul_(g)
    d.mul_(o.rho).addcmul_(change, change, value=1 - o.rho)
    p.addcmul_(change, lr, value=-1)


def rmsprop(p, g, state, lr, step, o) -> None:
    """s ← α s + (1−α) g²; p ← p − η g / (√s + ε) (Tieleman and Hinton 2012)."""
    (s,) = state
    s.mul_(o.alpha).addcmul_(g, g, value=1 - o.alpha)
    p.addcdiv_(g * lr, s.sqrt().add_(o.eps), value=-1)


def adam(p, g, state, lr, step, o) -> None:
    """m and v average g and g²; p ← p − η m̂ / (√v̂ + ε), both corrected for their start at 0.

    Kingma and Ba 2015, algorithm 1.
    """
    m, v = state
    beta1, beta2 = o.betas
    m.mul_(beta1).add_(g, alpha=1 - beta1)
    v.mul_(beta2).addcmul_(g, g, value=1 - beta2)
    root = v.sqrt().div_((1 - beta2**step) ** 0.5).add_(o.eps)
    p.addcdiv_(m * (lr / (1 - beta1**step)), root, value=-1)


# for each optimiser: its step, and how many arrays of state it keeps
UPDATES: dict[type, tuple[Update, int]] = {
    optimizers.SGD: (sgd, 0),
    optimizers.Momentum: (momentum, 1),
    optimizers.Adagrad: (adagrad, 1),
    optimizers.Adadelta: (adadelta, 2),
    optimizers.RMSProp: (rmsprop, 1),
    optimizers.Adam: (adam, 2),
    optimizers.AdamW: (adam, 2),
}


def builder(optimizer: optimizers.Optimizer) -> type:
    """The class whose `build` the optimiser has: one of `UPDATES`, or a reader's own."""
    return next(kind for kind in type(optimizer).__mro__ if "build" in vars(kind))


def fresh_state(optimizer: optimizers.Optimizer, p: torch.Tensor) -> State:
    """The zero arrays with which the optimiser starts, shaped like `p`."""
    _, count = UPDATES[builder(optimizer)]
    return tuple(torch.zeros_like(p) for _ in range(count))


def update(
    optimizer: optimizers.Optimizer,
    p: torch.Tensor,
    g: torch.Tensor,
    state: State,
    lr: torch.Tensor,
    step: int | torch.Tensor,
) -> None:
    """One step of `optimizer`, weight decay first; changes `p`, `g` and `state` in place."""
    if optimizer.weight_decay and isinstance(optimizer, optimizers.AdamW):
        p.mul_(1 - lr * optimizer.weight_decay)
    elif optimizer.weight_decay:
        g.add_(p, alpha=optimizer.weight_decay)
    step_rule, _ = UPDATES[builder(optimizer)]
    step_rule(p, g, state, lr, step, optimizer)


class OneByOne:
    """The steps of an optimiser of a reader's own: torch.optim's, built for each network by itself.

    networks: of each the tensors W and b of every layer, as `Network.parameters` has them;
    gradients: the like.
    """

    def __init__(
        self,
        optimizer: optimizers.Optimizer,
        networks: Sequence[list[torch.Tensor]],
        gradients: Sequence[list[torch.Tensor]],
    ) -> None:
        self._optimizers = [optimizer.build(tensors) for tensors in networks]
        for tensors, own in zip(networks, gradients, strict=True):
            for tensor, gradient in zip(tensors, own, strict=True):
                tensor.grad = gradient

    def step(self, rates: Sequence[float]) -> None:
        """One step of every network at its own rate, along what the gradients hold now."""
        for optimizer, lr in zip(self._optimizers, rates, strict=True):
            optimizers.set_lr(optimizer, lr)
            optimizer.step()
