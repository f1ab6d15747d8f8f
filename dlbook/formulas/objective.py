"""What training minimises, J, and its gradient with respect to every block [W b].

J = mean of the loss's terms + l2/2 · ΣW² + l1 · Σ|W|, biases exempt.
"""

from collections.abc import Sequence

import numpy as np

from dlbook.formulas.activations import Activation
from dlbook.formulas.losses import Loss, mean
from dlbook.formulas.networks import backward, bias, forward, weights

Array = np.ndarray


def loss_and_gradient(
    blocks: Sequence[Array],
    x: Array,
    y: Array,
    activation: Activation,
    output: Activation,
    loss: Loss,
    kept: Sequence[Array] | None = None,
    p: float | Array = 0.0,
    l2: float | Array | None = None,
    l1: float | Array | None = None,
) -> tuple[Array, list[Array]]:
    """J (…) and ∂J/∂[W b] for every block.

    The arguments are those of `terms_and_gradient`.
    """
    settings = activation, output, loss, kept, p, l2, l1
    terms, gradients = terms_and_gradient(blocks, x, y, *settings)
    J = mean(terms)
    if l2 is not None:
        J = J + penalty(blocks, l2)
    if l1 is not None:
        J = J + absolute_penalty(blocks, l1)
    return np.squeeze(J, axis=(-2, -1)), gradients


def terms_and_gradient(
    blocks: Sequence[Array],
    x: Array,
    y: Array,
    activation: Activation,
    output: Activation,
    loss: Loss,
    kept: Sequence[Array] | None = None,
    p: float | Array = 0.0,
    l2: float | Array | None = None,
    l1: float | Array | None = None,
) -> tuple[Array, list[Array]]:
    """The terms of the loss, (…, n_out or 1, B), and ∂J/∂[W b] for every block.

    x (…, n_in + 1, B), the last row ones; y (…, n_out, B). kept, p: dropout, see
    `networks.forward`.

    p, l2 and l1 are numbers, or (…, 1, 1) where leading axes have their own.
    """
    z, seen, hidden = forward(blocks, x, activation, kept, p)
    y_hat = output.g(z)
    terms = loss.terms(z if loss.of_logits else y_hat, y)
    gradients = backward(blocks, seen, hidden, activation, last_dz(z, y_hat, y, output, loss))
    if l2 is not None:
        gradients = [with_penalty(*pair, l2) for pair in zip(gradients, blocks, strict=True)]
    if l1 is not None:
        pairs = zip(gradients, blocks, strict=True)
        gradients = [with_absolute_penalty(*pair, l1) for pair in pairs]
    return terms, gradients


def last_dz(z: Array, y_hat: Array, y: Array, output: Activation, loss: Loss) -> Array:
    """∂J/∂z of the logits: the slope of a term, times g'(z) if it is one of ŷ, shared by all."""
    terms = np.size(y, -1) * (np.size(y, -2) if loss.per_output else 1)
    dz = loss.slope(y_hat, y) * (1 / terms)
    return dz if loss.of_logits else dz * output.slope(z, y_hat)


def penalty(blocks: Sequence[Array], l2: float | Array) -> Array:
    """l2/2 · ΣW² over all weights, biases exempt, (…, 1, 1)."""
    squares = [np.sum(weights(W_b) * weights(W_b), axis=(-2, -1), keepdims=True) for W_b in blocks]
    return l2 / 2 * sum(squares)


def with_penalty(gradient: Array, W_b: Array, l2: float | Array) -> Array:
    """∂J/∂[W b] with the penalty's part, l2 · W, added to that of W."""
    return np.concatenate([weights(gradient) + l2 * weights(W_b), bias(gradient)], axis=-1)


def absolute_penalty(blocks: Sequence[Array], l1: float | Array) -> Array:
    """l1 · Σ|W| over all weights, biases exempt, (…, 1, 1)."""
    return l1 * sum(np.sum(np.abs(weights(W_b)), axis=(-2, -1), keepdims=True) for W_b in blocks)


def with_absolute_penalty(gradient: Array, W_b: Array, l1: float | Array) -> Array:
    """∂J/∂[W b] with that penalty's part, l1 · sign W, added to that of W; at 0 it is 0."""
    parts = [weights(gradient) + l1 * np.sign(weights(W_b)), bias(gradient)]
    return np.concatenate(parts, axis=-1)


def measure(
    blocks: Sequence[Array],
    x: Array,
    y: Array,
    activation: Activation,
    output: Activation,
    loss: Loss,
) -> tuple[Array, ...]:
    """The terms of the loss, and the truth of every answer if the loss knows one; no dropout."""
    z, _, _ = forward(blocks, x, activation)
    terms = loss.terms(z if loss.of_logits else output.g(z), y)
    return (terms,) if loss.right is None else (terms, loss.right(z, y))
