"""Measuring a network, or a stack of them, on a data set: mean loss and accuracy, no dropout."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from dlbook.formulas.activations import Activation
from dlbook.formulas.losses import Loss
from dlbook.formulas.objective import measure
from dlbook.programs import Program, program_of
from dlbook.programs.running import Direct

# Examples that go through at a time, so that the activations of a block stay in the cache. A stack
# takes no more than its batches have, so that measuring needs no more memory than training.
BLOCK = 256
LEAST_STACK_BLOCK = 16


def stack_block(batch_size: int) -> int:
    """How many examples at a time a stack trained with `batch_size` is measured on."""
    return min(BLOCK, max(LEAST_STACK_BLOCK, batch_size))


class Model(NamedTuple):
    """What a network computes, but for its parameters: formulas of `dlbook.formulas`."""

    activation: Activation
    output: Activation
    loss: Loss


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


def as_columns(rows: np.ndarray, leading: int) -> np.ndarray:
    """Rows (B, n), in a stack (groups, B, n), as a formula takes them: (n, B), in a stack
    (groups, 1, n, B), the same for all networks of a group."""
    columns = rows.swapaxes(-1, -2)
    return columns[:, None] if leading else columns


class Evaluator:
    """Mean loss and accuracy of the network, or stack of networks, whose `blocks` are given.

    block: how many examples go through at a time.
    """

    def __init__(self, blocks: Sequence[np.ndarray], model: Model, block: int = BLOCK) -> None:
        self.blocks, self.model, self.block = list(blocks), model, block
        self.leading = blocks[0].ndim - 2
        self._programs: dict[int, Program | Direct] = {}
        self._bound: dict[int, list[Program | Direct]] = {}

    def measure(self, examples: Examples) -> tuple[np.ndarray, np.ndarray]:
        """Mean loss and accuracy; scalars for one network, (R,) for a stack.

        The accuracy is NaN where the loss has none or is not finite.
        """
        total, right, terms = 0.0, 0.0, 0
        for program in self._programs_for(examples):
            program.run()
            values = program.outputs["0"]
            total = total + values.sum(axis=(-2, -1), dtype=np.float64)
            terms += values.shape[-2] * values.shape[-1]
            if self.model.loss.right is not None:
                right = right + program.outputs["1"].sum(axis=(-2, -1))
        loss = np.ravel(total / terms)
        accuracy = np.ravel(right / terms) if self.model.loss.right else np.full(loss.shape, np.nan)
        accuracy = np.where(np.isfinite(loss), accuracy, np.nan)
        return (loss, accuracy) if self.leading else (loss[0], accuracy[0])

    def _programs_for(self, examples: Examples) -> list[Program | Direct]:
        """One for each block of a data set, all of a length in the same buffers."""
        if id(examples.x) not in self._bound:
            starts = range(0, len(examples.x), self.block)
            self._bound[id(examples.x)] = [
                self._program(*(part[start : start + self.block] for part in examples))
                for start in starts
            ]
        return self._bound[id(examples.x)]

    def _program(self, *rows: np.ndarray) -> Program | Direct:
        stacked = [part[None] if self.leading else part for part in rows]
        x, y = (as_columns(part, self.leading) for part in stacked)
        n = len(rows[0])
        if n not in self._programs:
            wanted = {"0": None} if self.model.loss.right is None else {"0": None, "1": None}
            self._programs[n] = program_of(
                partial(measure, **self.model._asdict()),
                {"blocks": self.blocks, "x": x, "y": y},
                wanted,
                leading=self.leading,
            )
            found = self._programs[n].outputs["0"].ndim - self.leading
            if found != 2:
                raise ValueError(
                    f"a loss's terms must be (n_out, n) or (1, n), for n examples, got {found} axes"
                )
            return self._programs[n]
        return self._programs[n].on(x=x, y=y)
