"""What is done to data before training: hold some out, and bring the features to one scale."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from dlbook import checks


class Split(NamedTuple):
    """Three disjoint parts of one data set; a part with share 0 is empty."""

    X_train: np.ndarray
    y_train: np.ndarray
    X_val: np.ndarray
    y_val: np.ndarray
    X_test: np.ndarray
    y_test: np.ndarray


def split(
    X: np.ndarray,
    y: np.ndarray,
    *,
    validation: float | int = 0.2,
    test: float | int = 0.2,
    seed: int = 0,
) -> Split:
    """Shuffle the examples and divide them into training, validation and test parts.

    X (n, n_features), y (n, …). validation, test: a share in [0, 1), or a number of examples
    where an integer is given. At least one example must be left for training.
    """
    X = checks.examples("X", X)
    y = checks.array("y", y)
    if y.shape[:1] != X.shape[:1]:
        raise ValueError(f"y must have {len(X)} entries, one for each row of X, got {y.shape}")
    n_val = _count("validation", validation, len(X))
    n_test = _count("test", test, len(X))
    n_train = len(X) - n_val - n_test
    if n_train < 1:
        raise ValueError(
            f"validation ({validation!r}) and test ({test!r}) must leave at least one of the "
            f"{len(X)} examples for training"
        )
    rng = np.random.default_rng(checks.integer("seed", seed, at_least=0))
    train_, val_, test_ = np.split(rng.permutation(len(X)), [n_train, n_train + n_val])
    return Split(X[train_], y[train_], X[val_], y[val_], X[test_], y[test_])


def _count(name: str, value: float | int, n: int) -> int:
    if isinstance(value, int | np.integer) and not isinstance(value, bool):
        return checks.integer(name, value, at_least=0)
    return round(checks.share(name, value) * n)


@dataclass(frozen=True, eq=False)
class Scaling:
    """x -> (x - mean) / std, column by column. mean, std: (n_features,), in float64.

    Examples keep their floating-point type; others come back as float64.
    """

    mean: np.ndarray
    std: np.ndarray

    def __post_init__(self) -> None:
        shape = checks.real_array("mean", self.mean).shape
        std = checks.real_array("std", self.std)
        if std.shape != shape or len(shape) != 1:
            raise ValueError(
                f"mean and std must both have shape (n_features,), got {shape} and {std.shape}"
            )
        if not (std > 0).all():
            raise ValueError(f"std must be above 0 in every column, got {std.min()}")

    def __call__(self, X: np.ndarray) -> np.ndarray:
        """Scale rows of raw features, (n, n_features)."""
        X = checks.examples("X", X, len(self.mean))
        with checks.quiet_floats():
            return _in_type_of(X, (X - self.mean) / self.std)

    def undo(self, X: np.ndarray) -> np.ndarray:
        """Raw features again from scaled ones, (n, n_features)."""
        X = checks.examples("X", X, len(self.mean))
        with checks.quiet_floats():
            return _in_type_of(X, X * self.std + self.mean)


def _in_type_of(X: np.ndarray, result: np.ndarray) -> np.ndarray:
    return checks.in_dtype("X", result, X.dtype) if X.dtype.kind == "f" else result


def standardise(X_train: np.ndarray, *others: np.ndarray) -> tuple:
    """Give every feature of the training data mean 0 and standard deviation 1.

    Returns (X_train, *others, scaling): all scaled with the mean and standard deviation of the
    training data alone, and the `Scaling` to use on whatever comes later. A feature that never
    varies is only shifted.
    """
    X_train = checks.examples("X_train", X_train)
    # float32 would lose most digits of a sum over many examples
    with checks.quiet_floats():
        mean = X_train.mean(axis=0, dtype=np.float64)
        std = X_train.std(axis=0, dtype=np.float64)
    finite = np.isfinite(mean) & np.isfinite(std)
    if not finite.all():
        raise ValueError(
            "X_train must have a mean and a standard deviation in the range of float64, and those "
            f"of feature {np.argmin(finite)} are not: divide it by its largest value first"
        )
    # asked of the values: the mean of equal ones may be rounded, and std is not quite 0 then
    varies = (X_train.max(axis=0) > X_train.min(axis=0)) & (std > 0)
    scaling = Scaling(mean=mean, std=np.where(varies, std, 1.0))
    scaled = [
        scaling(checks.examples(f"others[{k}]", X, X_train.shape[1])) for k, X in enumerate(others)
    ]
    return (scaling(X_train), *scaled, scaling)
