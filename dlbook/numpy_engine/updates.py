"""The arithmetic of the optimisers: one function each, in place on flat arrays.

theta θ are the parameters, gradient ∇J; `work` is a buffer; `do` makes the calls or writes them
down (see `calls`). All arrays are as long as θ, or zero-dimensional for a single number. The order
of operations saves passes over the arrays, not accuracy; each docstring has the plain formula.
"""

import math

import numpy as np

from dlbook.numpy_engine.calls import Do

Array = np.ndarray


def sgd_update(do: Do, theta: Array, gradient: Array, lr: Array, work: Array) -> None:
    """θ ← θ - η ∇J."""
    do(np.multiply, gradient, lr, work)
    do(np.subtract, theta, work, theta)


def momentum_update(
    do: Do,
    theta: Array,
    gradient: Array,
    velocity: Array,
    lr: Array,
    momentum: Array,
    nesterov: bool,
    work: Array,
) -> None:
    """v ← μ v + ∇J, then θ ← θ - η v; Nesterov's form goes along ∇J + μ v instead of v."""
    do(np.multiply, velocity, momentum, velocity)
    do(np.add, velocity, gradient, velocity)
    direction = velocity
    if nesterov:
        do(np.multiply, velocity, momentum, work)
        do(np.add, work, gradient, work)
        direction = work
    do(np.multiply, direction, lr, work)
    do(np.subtract, theta, work, theta)


def scaled_step(
    do: Do, theta: Array, direction: Array, squares: Array, lr: Array, eps: Array, work: Array
) -> None:
    """θ ← θ - η direction / (√s + ε): each parameter's step by the size of its own gradients."""
    do(np.sqrt, squares, work)
    do(np.add, work, eps, work)
    do(np.divide, direction, work, work)
    do(np.multiply, work, lr, work)
    do(np.subtract, theta, work, theta)


def adagrad_update(
    do: Do, theta: Array, gradient: Array, squares: Array, lr: Array, eps: Array, work: Array
) -> None:
    """s ← s + ∇J², θ ← θ - η ∇J / (√s + ε)."""
    do(np.multiply, gradient, gradient, work)
    do(np.add, squares, work, squares)
    scaled_step(do, theta, gradient, squares, lr, eps, work)


def running_mean(do: Do, mean: Array, new: Array, keep: Array, rest: Array) -> None:
    """m ← keep · m + rest · new; `new` is overwritten. rest is 1 - keep."""
    do(np.multiply, mean, keep, mean)
    do(np.multiply, new, rest, new)
    do(np.add, mean, new, mean)


def rmsprop_update(
    do: Do,
    theta: Array,
    gradient: Array,
    squares: Array,
    lr: Array,
    alpha: Array,
    rest: Array,
    eps: Array,
    work: Array,
) -> None:
    """s ← α s + (1 - α) ∇J², θ ← θ - η ∇J / (√s + ε)."""
    do(np.multiply, gradient, gradient, work)
    running_mean(do, squares, work, alpha, rest)
    scaled_step(do, theta, gradient, squares, lr, eps, work)


def adadelta_update(
    do: Do,
    theta: Array,
    gradient: Array,
    squares: Array,
    moves: Array,
    lr: Array,
    rho: Array,
    rest: Array,
    eps: Array,
    work: Array,
    move: Array,
) -> None:
    """s ← ρ s + (1 - ρ) ∇J²; Δ = √(d + ε) / √(s + ε) ∇J; d ← ρ d + (1 - ρ) Δ²; θ ← θ - η Δ.

    s holds the squares of gradients, d those of moves.
    """
    do(np.multiply, gradient, gradient, work)
    running_mean(do, squares, work, rho, rest)
    do(np.add, squares, eps, work)
    do(np.sqrt, work, work)
    do(np.add, moves, eps, move)
    do(np.sqrt, move, move)
    do(np.divide, move, work, move)
    do(np.multiply, move, gradient, move)
    do(np.multiply, move, move, work)
    running_mean(do, moves, work, rho, rest)
    do(np.multiply, move, lr, work)
    do(np.subtract, theta, work, theta)


def adam_factors(step: int, betas: tuple[float, float], eps: float) -> tuple[float, float]:
    """What Adam's step number `step` (from 1) multiplies η by, and its ε, for `adam_update`.

    m and v are kept there without the factors 1 - β, so these and the bias corrections 1 - βᵗ come
    in here, as two plain numbers instead of three passes over the parameters.
    """
    beta1, beta2 = betas
    m_factor = (1 - beta1) / (1 - beta1**step)
    v_factor = math.sqrt((1 - beta2) / (1 - beta2**step))
    return m_factor / v_factor, eps / v_factor


def adam_update(
    do: Do,
    theta: Array,
    gradient: Array,
    m: Array,
    v: Array,
    rate: Array,
    beta1: Array,
    beta2: Array,
    eps: Array,
    work: Array,
) -> None:
    """m ← β₁ m + (1 - β₁) ∇J, v ← β₂ v + (1 - β₂) ∇J², θ ← θ - η m̂ / (√v̂ + ε).

    Without the factors 1 - β in m and v, and with `rate` and `eps` from `adam_factors`.
    """
    do(np.multiply, m, beta1, m)
    do(np.add, m, gradient, m)
    do(np.multiply, v, beta2, v)
    do(np.multiply, gradient, gradient, work)
    do(np.add, v, work, v)
    scaled_step(do, theta, m, v, rate, eps, work)
