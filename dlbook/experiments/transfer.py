"""Starts made of a trained network: its layers, or random weights with its layers' statistics.

A start is a vector of parameters in the order of `Network.flat`, for `sweep(start=…)`. The layers
are counted from the input; what lies above them is left as it was, so the trained network may have
another number of outputs.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from dlbook import checks

# from a layer's trained weights (n_out, n_in), or biases (n_out,), the ones to start with
Make = Callable[[np.ndarray], np.ndarray]


def transferred(
    start: np.ndarray, trained: np.ndarray, sizes: Sequence[int], layers: int
) -> np.ndarray:
    """`start` with the first `layers` layers, weights and biases, taken from `trained`.

    start: (n_parameters,) of a network of `sizes`. trained: the parameters of a network whose
    first `layers` layers have the same sizes.
    """
    return _filled(start, trained, sizes, layers, lambda known: known)


def mean_var(
    start: np.ndarray,
    trained: np.ndarray,
    sizes: Sequence[int],
    layers: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """`start` with its first `layers` layers drawn from normal distributions that have the mean and
    the variance of the trained layer's weights; likewise for its biases.

    The "mean var init" of M. Raghu et al., "Transfusion", 2019 (arXiv 1902.07208): of a trained
    network the mean and the spread of each layer, without its features. The other arguments are
    those of `transferred`.
    """
    rng = checks.generator("rng", rng)

    def drawn(known: np.ndarray) -> np.ndarray:
        return rng.normal(known.mean(), known.std(), known.shape)

    return _filled(start, trained, sizes, layers, drawn)


def shuffled(
    start: np.ndarray,
    trained: np.ndarray,
    sizes: Sequence[int],
    layers: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """`start` with the trained weights of its first `layers` layers in a random order, layer by
    layer; likewise the biases. The other arguments are those of `transferred`."""
    rng = checks.generator("rng", rng)

    def mixed(known: np.ndarray) -> np.ndarray:
        return rng.permutation(known.ravel()).reshape(known.shape)

    return _filled(start, trained, sizes, layers, mixed)


@checks.quiet_floats()
def _filled(
    start: np.ndarray, trained: np.ndarray, sizes: Sequence[int], layers: int, make: Make
) -> np.ndarray:
    """A copy of `start` whose first `layers` layers are made of the trained ones."""
    sizes = checks.sizes("sizes", sizes)
    layers = checks.integer("layers", layers, at_least=0)
    if layers >= len(sizes):
        raise ValueError(f"layers must be at most {len(sizes) - 1} for {sizes}, got {layers}")
    result = checks.real_array("start", start)
    # whole numbers would cut off what is filled in
    result = np.array(result, result.dtype if result.dtype.kind == "f" else np.float64)
    known = checks.real_array("trained", trained)
    shapes = [(n_out, n_in + 1) for n_in, n_out in pairwise(sizes)]
    ends = np.cumsum([0, *(rows * columns for rows, columns in shapes)])
    if result.shape != (ends[-1],):
        raise ValueError(f"start must have shape ({ends[-1]},) for {sizes}, got {result.shape}")
    if known.ndim != 1 or len(known) < ends[layers]:
        raise ValueError(
            f"trained must be a vector of at least the {ends[layers]} parameters of the first "
            f"{layers} layers, got shape {known.shape}"
        )
    for shape, (first, stop) in zip(shapes[:layers], pairwise(ends), strict=False):
        block, trained_block = (flat[first:stop].reshape(shape) for flat in (result, known))
        for part in (np.s_[:, :-1], np.s_[:, -1]):
            block[part] = make(trained_block[part])
    return result
