"""Losses for rows of examples, and what training has to know of each.

The public functions return the mean over the examples; where that is too large for a float, or an
answer is not finite, they give infinity or NaN without a warning. `formulas.losses` has the
arithmetic, from logits where that keeps it finite.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from dlbook import checks
from dlbook.formulas import losses as formulas
from dlbook.formulas.activations import sigmoid, softmax
from dlbook.formulas.losses import LOSSES, Loss


def _columns(name: str, values: ArrayLike, n_axes: tuple[int, ...]) -> np.ndarray:
    """Predictions (n,) or (n, n_out) as columns (n_out, n) of floats; they may be NaN, as after a
    diverged training."""
    array = checks.real_array(name, values, finite=False)
    if array.ndim not in n_axes or array.size == 0:
        shapes = " or ".join({1: "(n,)", 2: "(n, n_out)"}[axes] for axes in n_axes)
        raise ValueError(f"{name} must have shape {shapes}, got {array.shape}")
    # float16 has no room for the terms of a loss
    wide = array.dtype.kind == "f" and array.itemsize > 2
    floats = array if wide else array.astype(np.float64)
    return floats.reshape(len(floats), -1).T


def _mean(terms: np.ndarray) -> float:
    # divided before they are added: terms near the largest float must not overflow the sum
    return float((terms / terms.size).sum(dtype=np.float64))


def one_hot(y: np.ndarray, n_classes: int) -> np.ndarray:
    """Class numbers (n,) as rows (n, n_classes) of zeros with a single 1."""
    rows = np.zeros((len(y), n_classes))
    rows[np.arange(len(y)), y] = 1.0
    return rows


def _class_columns(logits: ArrayLike) -> np.ndarray:
    """Logits (n, n_classes) as `_columns` gives them."""
    z = _columns("logits", logits, (2,))
    if len(z) < 2:
        raise ValueError(f"logits must have a column for each of 2 classes or more, got {len(z)}")
    return z


def _class_rows(name: str, y: ArrayLike, n: int, n_classes: int) -> np.ndarray:
    return one_hot(checks.labels(name, y, n, n_classes), n_classes)


# how targets are checked: (name, y, n, n_out) -> rows (n, n_out)
TARGETS: dict[str, Callable[[str, ArrayLike, int, int], np.ndarray]] = {
    "sigmoid_cross_entropy": checks.probabilities,
    "softmax_cross_entropy": _class_rows,
    "mse": checks.targets,
}


@checks.quiet_floats()
def sigmoid_cross_entropy(logits: ArrayLike, y: ArrayLike) -> float:
    """Cross-entropy of yes/no answers, mean over examples and outputs.

    logits (n,) or (n, n_out); y of the same shape, in [0, 1]. Finite for every finite logit; an
    infinite one makes it infinite or NaN, and the engines do not agree which.
    """
    z = _columns("logits", logits, (1, 2))
    return _mean(formulas.sigmoid_cross_entropy(z, checks.probabilities("y", y, *z.T.shape).T))


@checks.quiet_floats()
def sigmoid_cross_entropy_gradient(logits: ArrayLike, y: ArrayLike) -> np.ndarray:
    """Gradient of `sigmoid_cross_entropy` with respect to the logits: (ŷ - y) / size."""
    z = _columns("logits", logits, (1, 2))
    y = checks.probabilities("y", y, *z.T.shape).T
    dz = formulas.sigmoid_cross_entropy_slope(sigmoid(z), y) / z.size
    return dz.T.reshape(np.shape(logits))


@checks.quiet_floats()
def softmax_cross_entropy(logits: ArrayLike, y: ArrayLike) -> float:
    """Cross-entropy of a choice between classes, mean over examples.

    logits (n, n_classes); y (n,) class numbers 0 … n_classes - 1. Finite for every finite logit
    whose loss is below the largest float. A logit of -infinity leaves its class out.
    """
    z = _class_columns(logits)
    y = _class_rows("y", y, *z.T.shape).T
    # the formula multiplies by 0 the logits of the classes that are not right
    left_out = np.isneginf(z) & (y == 0) & np.isfinite(z.max(axis=0))
    z = np.where(left_out, np.finfo(z.dtype).min, z)
    return _mean(formulas.softmax_cross_entropy(z, y))


@checks.quiet_floats()
def softmax_cross_entropy_gradient(logits: ArrayLike, y: ArrayLike) -> np.ndarray:
    """Gradient of `softmax_cross_entropy` with respect to the logits: (ŷ - one-hot y) / n."""
    z = _class_columns(logits)
    y = _class_rows("y", y, *z.T.shape).T
    dz = formulas.softmax_cross_entropy_slope(softmax(z), y)
    return dz.T.astype(z.dtype) / z.shape[1]


@checks.quiet_floats()
def mse(y_hat: ArrayLike, y: ArrayLike) -> float:
    """Mean squared error over examples and outputs, without ½.

    y_hat (n,) or (n, n_out); y of the same shape.
    """
    columns = _columns("y_hat", y_hat, (1, 2))
    return _mean(formulas.mean_squared_error(columns, checks.targets("y", y, *columns.T.shape).T))


@checks.quiet_floats()
def mse_gradient(y_hat: ArrayLike, y: ArrayLike) -> np.ndarray:
    """Gradient of `mse` with respect to y_hat: 2 (ŷ - y) / size."""
    columns = _columns("y_hat", y_hat, (1, 2))
    y = checks.targets("y", y, *columns.T.shape).T
    slope = formulas.mean_squared_error_slope(columns, y) / columns.size
    return slope.T.reshape(np.shape(y_hat))


def loss_of(loss: Any, output: str) -> Loss:
    """The formulas of a loss by name, or a `Loss` of the user's own; an error where it does not go
    with the network's output."""
    if isinstance(loss, Loss):
        found, shown = loss, "this loss"
    elif isinstance(loss, str):
        found, shown = LOSSES[checks.choice("loss", loss, LOSSES)], f"loss {loss!r}"
    else:
        raise TypeError(f"loss must be one of {checks.listed(LOSSES)} or a Loss, got {loss!r}")
    if output not in found.outputs:
        allowed = " or ".join(repr(name) for name in found.outputs)
        raise ValueError(f"{shown} needs a network with output={allowed}, got {output!r}")
    return found


def target_rows(loss: Any, name: str, y: ArrayLike, n: int, n_out: int) -> np.ndarray:
    """Checked targets (n, n_out) for a loss; those of a user's own may be any numbers."""
    check = TARGETS[loss] if isinstance(loss, str) else checks.targets
    return check(name, y, n, n_out)
