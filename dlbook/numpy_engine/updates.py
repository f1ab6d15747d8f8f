"""The arithmetic of the optimisers: one function each, in place on flat arrays.

theta θ are the parameters, gradient ∇J; `work` is a buffer. All arrays are as long as θ, or
zero-dimensional for a single number. The order of operations saves passes over the arrays, not
accuracy; each docstring has the plain formula.
"""

import math

import numpy as np

Array = np.ndarray


def sgd_update(theta: Array, gradient: Array, lr: Array, work: Array) -> None:
    """θ ← θ - η ∇J."""
    np.multiply(gradient, lr, work)
    np.subtract(theta, work, theta)


def momentum_update(
    theta: Array,
    gradient: Array,
    velocity: Array,
    lr: Array,
    momentum: Array,
    nesterov: bool,
    work: Array,
) -> None:
    """v ← μ v + ∇J, then θ ← θ - η v; Nesterov's form goes along ∇J + μ v instead of v."""
    np.multiply(velocity, momentum, velocity)
    np.add(velocity, gradient, velocity)
    direction = velocity
    if nesterov:
        np.multiply(velocity, momentum, work)
        direction = np.add(work, gradient, work)
    np.multiply(direction, lr, work)
    np.subtract(theta, work, theta)


def adagrad_update(
    theta: Array, gradient: Array, squares: Array, lr: Array, eps: Array, work: Array
) -> None:
    """s ← s + ∇J², θ ← θ - η ∇J / (√s + ε)."""
    np.multiply(gradient, gradient, work)
    np.add(squares, work, squares)
    np.sqrt(squares, work)
    np.add(work, eps, work)
    np.divide(gradient, work, work)
    np.multiply(work, lr, work)
    np.subtract(theta, work, theta)


def running_mean(mean: Array, new: Array, keep: Array, rest: Array) -> None:
    """m ← keep · m + rest · new; `new` is overwritten. rest is 1 - keep."""
    np.multiply(mean, keep, mean)
    np.multiply(new, rest, new)
    np.add(mean, new, mean)


def rmsprop_update(
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
    running_mean(squares, np.multiply(gradient, gradient, work), alpha, rest)
    np.sqrt(squares, work)
    np.add(work, eps, work)
    np.divide(gradient, work, work)
    np.multiply(work, lr, work)
    np.subtract(theta, work, theta)


def adadelta_update(
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
    running_mean(squares, np.multiply(gradient, gradient, work), rho, rest)
    np.sqrt(np.add(squares, eps, work), work)
    np.sqrt(np.add(moves, eps, move), move)
    np.divide(move, work, move)
    np.multiply(move, gradient, move)
    running_mean(moves, np.multiply(move, move, work), rho, rest)
    np.multiply(move, lr, work)
    np.subtract(theta, work, theta)


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
    np.multiply(m, beta1, m)
    np.add(m, gradient, m)
    np.multiply(v, beta2, v)
    np.add(v, np.multiply(gradient, gradient, work), v)
    np.sqrt(v, work)
    np.add(work, eps, work)
    np.divide(m, work, work)
    np.multiply(work, rate, work)
    np.subtract(theta, work, theta)
