"""Losses, from logits where that keeps them finite, with their gradients beside them.

The public functions take rows of examples and return the mean over them; where that is too large
for a float, or an answer is not finite, they give infinity or NaN without a warning.

`LOSSES` tells training, for each loss, which outputs go with it, how its targets are checked, and
its terms.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from dlbook import checks
from dlbook.numpy_engine.activations import sigmoid, softmax


def _floats(name: str, values: ArrayLike, n_axes: tuple[int, ...]) -> np.ndarray:
    """Predictions (n,) or (n, n_out) as floats; they may be NaN, as after a diverged training."""
    array = checks.real_array(name, values, finite=False)
    if array.ndim not in n_axes or array.size == 0:
        shapes = " or ".join({1: "(n,)", 2: "(n, n_out)"}[axes] for axes in n_axes)
        raise ValueError(f"{name} must have shape {shapes}, got {array.shape}")
    # float16 has no room for the terms of a loss
    return array if array.dtype.kind == "f" and array.itemsize > 2 else array.astype(np.float64)


def _mean(terms: np.ndarray) -> float:
    # divided before they are added: terms near the largest float must not overflow the sum
    return float((terms / terms.size).sum(dtype=np.float64))


# Sigmoid cross-entropy: -[y log ŷ + (1 - y) log(1 - ŷ)] with ŷ = 1 / (1 + e^-z)


def sigmoid_terms(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    """max(z, 0) - z y + log(1 + e^-|z|): the cross-entropy from the logit, elementwise."""
    return np.maximum(z, 0.0) - z * y + np.log1p(np.exp(-np.abs(z)))


@checks.quiet_floats()
def sigmoid_cross_entropy(logits: ArrayLike, y: ArrayLike) -> float:
    """Cross-entropy of yes/no answers, mean over examples and outputs.

    logits (n,) or (n, n_out); y of the same shape, in [0, 1]. Finite for every finite logit.
    """
    z = _floats("logits", logits, (1, 2))
    rows = z.reshape(len(z), -1)
    return _mean(sigmoid_terms(rows, checks.probabilities("y", y, *rows.shape)))


@checks.quiet_floats()
def sigmoid_cross_entropy_gradient(logits: ArrayLike, y: ArrayLike) -> np.ndarray:
    """Gradient of `sigmoid_cross_entropy` with respect to the logits: (ŷ - y) / size."""
    z = _floats("logits", logits, (1, 2))
    rows = z.reshape(len(z), -1)
    dz = (sigmoid(rows) - checks.probabilities("y", y, *rows.shape)) / z.size
    return dz.reshape(z.shape)


# Softmax cross-entropy: -log ŷ of the right class, with ŷ = e^z / Σ e^z


def softmax_terms(z: np.ndarray, y: np.ndarray, axis: int) -> np.ndarray:
    """log Σ e^z - z·y for one-hot y: one term an example, without `axis`, which is the classes'.

    With the largest z taken out of both parts nothing overflows.
    """
    top = z.max(axis=axis)
    log_sum = np.log(np.exp(z - np.expand_dims(top, axis)).sum(axis=axis))
    return (top - (z * y).sum(axis=axis)) + log_sum


def one_hot(y: np.ndarray, n_classes: int) -> np.ndarray:
    """Class numbers (n,) as rows (n, n_classes) of zeros with a single 1."""
    return np.eye(n_classes)[y]


@checks.quiet_floats()
def softmax_cross_entropy(logits: ArrayLike, y: ArrayLike) -> float:
    """Cross-entropy of a choice between classes, mean over examples.

    logits (n, n_classes); y (n,) class numbers 0 … n_classes - 1. Finite for every finite logit
    whose loss is below the largest float.
    """
    z = _floats("logits", logits, (2,))
    y = checks.labels("y", y, *z.shape)
    return _mean(softmax_terms(z, one_hot(y, z.shape[1]), axis=1))


@checks.quiet_floats()
def softmax_cross_entropy_gradient(logits: ArrayLike, y: ArrayLike) -> np.ndarray:
    """Gradient of `softmax_cross_entropy` with respect to the logits: (ŷ - one-hot y) / n."""
    z = _floats("logits", logits, (2,))
    y = checks.labels("y", y, *z.shape)
    return (softmax(z) - one_hot(y, z.shape[1])).astype(z.dtype) / len(z)


# Mean squared error: (ŷ - y)², no ½


def mse_terms(y_hat: np.ndarray, y: np.ndarray) -> np.ndarray:
    """(ŷ - y)², elementwise."""
    return np.square(y_hat - y)


@checks.quiet_floats()
def mse(y_hat: ArrayLike, y: ArrayLike) -> float:
    """Mean squared error over examples and outputs, without ½.

    y_hat (n,) or (n, n_out); y of the same shape.
    """
    y_hat = _floats("y_hat", y_hat, (1, 2))
    rows = y_hat.reshape(len(y_hat), -1)
    return _mean(mse_terms(rows, checks.targets("y", y, *rows.shape)))


@checks.quiet_floats()
def mse_gradient(y_hat: ArrayLike, y: ArrayLike) -> np.ndarray:
    """Gradient of `mse` with respect to y_hat: 2 (ŷ - y) / size."""
    y_hat = _floats("y_hat", y_hat, (1, 2))
    rows = y_hat.reshape(len(y_hat), -1)
    difference = rows - checks.targets("y", y, *rows.shape)
    return (2 * difference / y_hat.size).reshape(y_hat.shape)


class Loss(NamedTuple):
    """What training needs of a loss. Arrays inside the engine are features first, (…, n_out, n).

    outputs: the networks it goes with. rows(name, y, n, n_out) -> checked targets (n, n_out).
    terms(logits or ŷ, targets) -> values whose mean over everything is the loss.
    of_logits: whether it takes logits. slope: its gradient with respect to the logits (to ŷ, if
    not of_logits) is slope · (ŷ - y) / number of terms. terms_per_output: whether there is a term
    for each output, or one an example.
    right(logits, targets) -> truth of each answer, or None where answers have none.
    """

    outputs: tuple[str, ...]
    rows: Callable[[str, ArrayLike, int, int], np.ndarray]
    terms: Callable[[np.ndarray, np.ndarray], np.ndarray]
    of_logits: bool
    slope: float
    terms_per_output: bool
    right: Callable[[np.ndarray, np.ndarray], np.ndarray] | None


def _class_rows(name: str, y: ArrayLike, n: int, n_classes: int) -> np.ndarray:
    return one_hot(checks.labels(name, y, n, n_classes), n_classes)


LOSSES = {
    "sigmoid_cross_entropy": Loss(
        outputs=("sigmoid",),
        rows=checks.probabilities,
        terms=sigmoid_terms,
        of_logits=True,
        slope=1.0,
        terms_per_output=True,
        right=lambda z, y: (z > 0) == (y > 0.5),
    ),
    "softmax_cross_entropy": Loss(
        outputs=("softmax",),
        rows=_class_rows,
        terms=lambda z, y: softmax_terms(z, y, axis=-2),
        of_logits=True,
        slope=1.0,
        terms_per_output=False,
        right=lambda z, y: z.argmax(axis=-2) == y.argmax(axis=-2),
    ),
    "mse": Loss(
        outputs=("linear", "sigmoid"),
        rows=checks.targets,
        terms=mse_terms,
        of_logits=False,
        slope=2.0,
        terms_per_output=True,
        right=None,
    ),
}


def loss_for(loss: str, output: str) -> Loss:
    """The `Loss` of that name; an error where it does not go with the network's output."""
    checks.choice("loss", loss, LOSSES)
    if output not in LOSSES[loss].outputs:
        allowed = " or ".join(repr(name) for name in LOSSES[loss].outputs)
        raise ValueError(f"loss {loss!r} needs a network with output={allowed}, got {output!r}")
    return LOSSES[loss]
