"""Randomness from one seed: three independent streams, and the dropout masks drawn from one.

Nothing in dlbook touches NumPy's global random state. Both engines draw from these streams, so the
same seed gives them the same initial parameters, the same batches and the same masks.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from dlbook import checks

# step (from 1), hidden layer (from 0), (batch, n_units) -> flags of that shape, true = kept
Masks = Callable[[int, int, tuple[int, int]], np.ndarray]

WORD_VALUES = 2**16


class Streams(NamedTuple):
    """Three independent generators: initial parameters, order of the examples, dropout."""

    init: np.random.Generator
    order: np.random.Generator
    dropout: np.random.Generator


def streams(seed: int) -> Streams:
    """The three streams of `seed` (an integer of at least 0), from SeedSequence.spawn(3).

    A change in how one is used never changes what the others give.
    """
    seed = checks.integer("seed", seed, at_least=0)
    children = np.random.SeedSequence(seed).spawn(3)
    return Streams(*(np.random.default_rng(child) for child in children))


def draw_words(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Uniform 16-bit integers of the given shape.

    Four come out of each 64-bit word of the generator: a quarter of the cost of drawing floats,
    and dropout's draws are the dearest random numbers of a training run.
    """
    size = math.prod(shape)
    words = rng.bit_generator.random_raw((size + 3) // 4)
    # "<u8" fixes which quarter comes first, on any machine
    return words.astype("<u8", copy=False).view("<u2")[:size].reshape(shape)


def keep_threshold(p: float) -> int:
    """The smallest 16-bit word that keeps a unit at dropout rate `p`: word / 65536 >= p.

    The rate is thereby rounded up to a multiple of 1/65536 (0.5, 0.25 … are exact), but to no more
    than 65535/65536.
    """
    return min(int(np.ceil(p * WORD_VALUES)), WORD_VALUES - 1)


def dropout_masks(rng: np.random.Generator, p: float) -> Masks:
    """Masks for training with dropout rate `p`, drawn from `rng`.

    Returns a callable (step, layer, shape) -> boolean flags of shape (batch, n_units): True keeps
    the unit for that example. The draw is made units first, (n_units, batch), the order in which
    the NumPy engine holds activations, and handed out transposed.
    """
    if not isinstance(rng, np.random.Generator):  # the older kind does not give its words
        raise TypeError(f"rng must be a NumPy random generator, got {rng!r}")
    threshold = np.array(keep_threshold(checks.share("p", p)), dtype=np.uint16)

    def draw(step: int, layer: int, shape: tuple[int, int]) -> np.ndarray:
        return (draw_words(rng, shape[::-1]) >= threshold).T

    return draw
