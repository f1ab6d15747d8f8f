"""What every data set of the book comes as."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Dataset:
    """Examples and their targets, with the words to describe them.

    X: (n_examples, n_features) float64. y: (n_examples,) integers, the class of each example, or
    floats, a number to predict. feature_names: one name for each column of X. target_names: one
    name for each class; empty for numbers.
    description: where the data come from. images: (n_examples, height, width) or None.
    """

    X: np.ndarray
    y: np.ndarray
    feature_names: tuple[str, ...]
    target_names: tuple[str, ...]
    description: str
    images: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.X)
