"""One step of each optimiser: from θ, ∇J and a state to the new θ and the new state.

θ and g = ∇J are (…, n_parameters), and so is every array of the state, zero at first. Settings are
numbers, or (…, 1) where leading axes have their own. Definitions are torch.optim's, whose defaults
the engine's optimisers have too.
"""

import numpy as np

Array = np.ndarray
State = dict[str, Array]
Number = float | Array


def with_decay(theta: Array, g: Array, weight_decay: Number) -> Array:
    """∇J + weight_decay · θ, the gradient with a penalty on all parameters, biases included."""
    return g + theta * weight_decay


def decayed(theta: Array, lr: Number, weight_decay: Number) -> Array:
    """θ - η · weight_decay · θ, the decay apart from the gradient (Loshchilov and Hutter 2019)."""
    return theta - theta * lr * weight_decay


def clip(g: Array, largest: Number) -> Array:
    """g scaled so that its norm ‖g‖ is at most `largest` (Pascanu et al. 2013).

    1e-6 is added to the norm as in torch.nn.utils.clip_grad_norm_; a norm of NaN gives NaN.
    """
    norm = np.sqrt(np.sum(g * g, axis=-1, keepdims=True))
    return g * np.minimum(1.0, largest / (norm + 1e-6))


def sgd(theta: Array, g: Array, state: State, lr: Number) -> tuple[Array, State]:
    """θ ← θ - η ∇J."""
    return theta - g * lr, {}


def momentum(
    theta: Array, g: Array, state: State, lr: Number, momentum: Number
) -> tuple[Array, State]:
    """v ← μ v + ∇J, θ ← θ - η v (Polyak 1964)."""
    v = state["velocity"] * momentum + g
    return theta - v * lr, {"velocity": v}


def nesterov(
    theta: Array, g: Array, state: State, lr: Number, momentum: Number
) -> tuple[Array, State]:
    """v ← μ v + ∇J, θ ← θ - η (∇J + μ v) (Sutskever et al. 2013, in torch.optim.SGD's form).

    θ here is the point that the next velocity leads to, so that ∇J is already the gradient there.
    """
    v = state["velocity"] * momentum + g
    return theta - (v * momentum + g) * lr, {"velocity": v}


def adagrad(theta: Array, g: Array, state: State, lr: Number, eps: Number) -> tuple[Array, State]:
    """s ← s + ∇J², θ ← θ - η ∇J / (√s + ε) (Duchi et al. 2011)."""
    s = state["squares"] + g * g
    return theta - g / (np.sqrt(s) + eps) * lr, {"squares": s}


def rmsprop(
    theta: Array, g: Array, state: State, lr: Number, alpha: Number, eps: Number
) -> tuple[Array, State]:
    """s ← α s + (1 - α) ∇J², θ ← θ - η ∇J / (√s + ε) (Tieleman and Hinton 2012)."""
    s = running_mean(state["squares"], g * g, alpha)
    return theta - g / (np.sqrt(s) + eps) * lr, {"squares": s}


def adadelta(
    theta: Array, g: Array, state: State, lr: Number, rho: Number, eps: Number
) -> tuple[Array, State]:
    """s ← ρ s + (1 - ρ) ∇J²; Δ = √(d + ε) / √(s + ε) ∇J; d ← ρ d + (1 - ρ) Δ²; θ ← θ - η Δ.

    s holds the squares of gradients, d those of moves (Zeiler 2012, algorithm 1).
    """
    s = running_mean(state["squares"], g * g, rho)
    move = np.sqrt(state["moves"] + eps) / np.sqrt(s + eps) * g
    d = running_mean(state["moves"], move * move, rho)
    return theta - move * lr, {"squares": s, "moves": d}


def running_mean(mean: Array, new: Array, keep: Number) -> Array:
    """keep · mean + (1 - keep) · new."""
    return mean * keep + new * (1 - keep)


def adam(
    theta: Array, g: Array, state: State, lr: Number, t: Number,
    beta1: Number, beta2: Number, eps: Number,
) -> tuple[Array, State]:  # fmt: skip
    """Step t = 1, 2, … with αₜ and ε̂ of `adam_factors`, as section 2 of Kingma and Ba 2015 ends.

    `adam_algorithm_1` is the same with m̂ and v̂.
    """
    return adam_step(theta, g, state, *adam_factors(lr, t, beta1, beta2, eps), beta1, beta2)


def adam_factors(
    lr: Number, t: Number, beta1: Number, beta2: Number, eps: Number
) -> tuple[Number, Number]:
    """αₜ = η √(1 - β₂ᵗ) / (1 - β₁ᵗ) and ε̂ = ε √(1 - β₂ᵗ): the bias corrections, as two numbers.

    1 - β₂ᵗ has few digits in float32: these are to be worked out in float64.
    """
    root = (1 - beta2**t) ** 0.5
    return lr * (root / (1 - beta1**t)), eps * root


def adam_step(
    theta: Array, g: Array, state: State, alpha_t: Number, eps_hat: Number,
    beta1: Number, beta2: Number,
) -> tuple[Array, State]:  # fmt: skip
    """m ← β₁ m + (1 - β₁) ∇J, v ← β₂ v + (1 - β₂) ∇J², θ ← θ - αₜ m / (√v + ε̂)."""
    m = running_mean(state["m"], g, beta1)
    v = running_mean(state["v"], g * g, beta2)
    return theta - m / (np.sqrt(v) + eps_hat) * alpha_t, {"m": m, "v": v}


def adam_algorithm_1(
    theta: Array, g: Array, state: State, lr: Number, t: Number,
    beta1: Number, beta2: Number, eps: Number,
) -> tuple[Array, State]:  # fmt: skip
    """m and v as in `adam`; m̂ = m / (1 - β₁ᵗ), v̂ = v / (1 - β₂ᵗ), θ ← θ - η m̂ / (√v̂ + ε).

    Kingma and Ba 2015, algorithm 1: what the chapter derives.
    """
    m = running_mean(state["m"], g, beta1)
    v = running_mean(state["v"], g * g, beta2)
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return theta - m_hat / (np.sqrt(v_hat) + eps) * lr, {"m": m, "v": v}
