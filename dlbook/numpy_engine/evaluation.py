"""Measuring a network, or a stack of them, on a data set: mean loss and accuracy, no dropout."""

from typing import NamedTuple

import numpy as np

from dlbook.numpy_engine.calls import at_once
from dlbook.numpy_engine.losses import Loss
from dlbook.numpy_engine.passes import Passes

# Examples that go through at a time, so that the activations of a block stay in the cache. A stack
# takes no more than its batches have, so that measuring needs no more memory than training.
BLOCK = 256
LEAST_STACK_BLOCK = 16


def stack_block(batch_size: int) -> int:
    """How many examples at a time a stack trained with `batch_size` is measured on."""
    return min(BLOCK, max(LEAST_STACK_BLOCK, batch_size))


class Examples(NamedTuple):
    """A data set as the engine holds it: rows x (n, n_in + 1), the last column ones, and targets
    y (n, n_out), both in the network's dtype."""

    x: np.ndarray
    y: np.ndarray


def with_ones(X: np.ndarray, dtype: np.dtype) -> np.ndarray:
    """Rows X (n, n_in) with a column of ones appended, (n, n_in + 1)."""
    x = np.ones((X.shape[0], X.shape[1] + 1), dtype)
    x[:, :-1] = X
    return x


class Evaluator:
    """Mean loss and accuracy of the network, or stack of networks, whose `blocks` are given.

    block: how many examples go through at a time.
    """

    def __init__(
        self,
        blocks: list[np.ndarray],
        *,
        activation: str,
        output: str,
        loss: Loss,
        block: int = BLOCK,
    ) -> None:
        self.blocks = blocks
        self.loss = loss
        self.settings = {"activation": activation, "output": output, "loss": loss}
        self.lead = blocks[0].shape[:-2]
        self.block = block
        self._passes: dict[int, Passes] = {}

    def measure(self, examples: Examples) -> tuple[np.ndarray, np.ndarray]:
        """Mean loss and accuracy; scalars for one network, (R,) for a stack.

        The accuracy is NaN where the loss has none or is not finite.
        """
        n, n_out = examples.y.shape
        total, right = np.zeros(self.lead), np.zeros(self.lead)
        for start in range(0, n, self.block):
            x, y = examples.x[start : start + self.block], examples.y[start : start + self.block]
            values, answers = self._measure_block(x.T, y.T)
            total += values
            right += answers
        terms = n * n_out if self.loss.terms_per_output else n
        loss = total / terms
        accuracy = right / terms if self.loss.right else np.full(self.lead, np.nan)
        return loss, np.where(np.isfinite(loss), accuracy, np.nan)

    def _measure_block(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Summed loss terms and right answers of inputs x (n_in + 1, B), targets y (n_out, B)."""
        passes = self._passes_for(x.shape[1])
        logits = passes.forward(at_once, x[None] if self.lead else x)
        predictions = logits if self.loss.of_logits else passes.predictions(at_once)
        axes = tuple(range(len(self.lead), logits.ndim - (0 if self.loss.terms_per_output else 1)))
        values = self.loss.terms(predictions, y).sum(axis=axes, dtype=np.float64)
        if self.loss.right is None:
            return values, np.zeros(self.lead)
        return values, self.loss.right(logits, y).sum(axis=axes)

    def _passes_for(self, n: int) -> Passes:
        if n not in self._passes:
            self._passes[n] = Passes(self.blocks, None, n, **self.settings)
        return self._passes[n]
