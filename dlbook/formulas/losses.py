"""Losses, from logits z where that keeps them finite, each with its slope beside it.

z, ŷ and the targets y are (…, n_out, B); for a choice between classes y is one-hot. A loss gives
terms, whose mean is the loss of all the data; its slope is that of a single term.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

Array = np.ndarray


def sigmoid_cross_entropy(z: Array, y: Array) -> Array:
    """max(z, 0) - z y + log(1 + e^-|z|): one term an output.

    It equals -[y log ŷ + (1 - y) log(1 - ŷ)] with ŷ = σ(z), and is finite for every finite z.
    """
    return np.maximum(z, 0.0) - z * y + np.log1p(np.exp(-np.abs(z)))


def sigmoid_cross_entropy_slope(y_hat: Array, y: Array) -> Array:
    """∂/∂z = ŷ - y."""
    return y_hat - y


def softmax_cross_entropy(z: Array, y: Array) -> Array:
    """log Σ e^z - Σ z y over the features: one term an example, (…, 1, B).

    It equals -log ŷ of the right class. With the largest z taken out of both parts nothing
    overflows.
    """
    top = np.max(z, axis=-2, keepdims=True)
    log_sum = np.log(np.sum(np.exp(z - top), axis=-2, keepdims=True))
    return (top - np.sum(z * y, axis=-2, keepdims=True)) + log_sum


def softmax_cross_entropy_slope(y_hat: Array, y: Array) -> Array:
    """∂/∂z = ŷ - y, though every ŷ depends on every z (the chapter on losses derives it)."""
    return y_hat - y


def mean_squared_error(y_hat: Array, y: Array) -> Array:
    """(ŷ - y)², without ½: one term an output."""
    return (y_hat - y) * (y_hat - y)


def mean_squared_error_slope(y_hat: Array, y: Array) -> Array:
    """∂/∂ŷ = 2 (ŷ - y); times the slope of the output function it is ∂/∂z."""
    return 2 * (y_hat - y)


def mean(terms: Array) -> Array:
    """The mean of terms (…, n, B) over their last two axes, kept with length 1.

    They are divided before they are added, so that terms near the largest float do not overflow.
    """
    count = np.size(terms, -2) * np.size(terms, -1)
    return np.sum(terms / count, axis=(-2, -1), keepdims=True)


def sign_is_right(z: Array, y: Array) -> Array:
    """Whether a yes-or-no answer is right: z > 0 for a target above ½; one truth an output."""
    return (z > 0) == (y > 0.5)


def class_is_right(z: Array, y: Array) -> Array:
    """Whether the class with the largest z is the right one: one truth an example, (…, 1, B)."""
    return np.argmax(z, axis=-2, keepdims=True) == np.argmax(y, axis=-2, keepdims=True)


class Loss(NamedTuple):
    """What training needs of a loss.

    terms: of logits and targets if `of_logits`, else of predictions ŷ and targets.
    slope: of a term, from ŷ and targets: ∂/∂z if `of_logits`, else ∂/∂ŷ.
    outputs: names of the output functions that it goes with.
    per_output: whether there is a term for each output, or one an example.
    right: from logits and targets, the truth of each answer; None where answers have none.
    """

    terms: Callable[[Array, Array], Array]
    slope: Callable[[Array, Array], Array]
    outputs: tuple[str, ...] = ("linear", "sigmoid")
    of_logits: bool = False
    per_output: bool = True
    right: Callable[[Array, Array], Array] | None = None


LOSSES: dict[str, Loss] = {
    "sigmoid_cross_entropy": Loss(
        sigmoid_cross_entropy,
        sigmoid_cross_entropy_slope,
        outputs=("sigmoid",),
        of_logits=True,
        right=sign_is_right,
    ),
    "softmax_cross_entropy": Loss(
        softmax_cross_entropy,
        softmax_cross_entropy_slope,
        outputs=("softmax",),
        of_logits=True,
        per_output=False,
        right=class_is_right,
    ),
    "mse": Loss(mean_squared_error, mean_squared_error_slope),
}
"""The losses by name."""
