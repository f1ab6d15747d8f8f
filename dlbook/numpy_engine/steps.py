"""Steps of a training: for one network or a stack of networks, on batches of any size.

One step is: take a batch, forward, backward, update. The programs of the last three are made at the
first step on a batch of a size, with the arrays that hold such batches; later steps run them again.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from dlbook.formulas.objective import terms_and_gradient
from dlbook.numpy_engine.evaluation import Examples, Model, as_columns
from dlbook.numpy_engine.updating import Update
from dlbook.programs import Program, program_of
from dlbook.programs.calls import Call
from dlbook.programs.running import Direct

# (number of the step from 1, for every hidden layer flags (…, units, B)): says which units are kept
FillMasks = Callable[[int, list[np.ndarray]], None]


class Parameters(NamedTuple):
    """All parameters in one array, and every layer's block [W b] (…, n_out, n_in + 1) in it.

    In a stack the blocks have two leading axes: groups of networks, which see the same examples,
    and the networks of a group.
    """

    flat: np.ndarray
    blocks: list[np.ndarray]

    @property
    def lead(self) -> tuple[int, ...]:
        return self.blocks[0].shape[:-2]


class Task(NamedTuple):
    """What is minimised, on which examples. p: the dropout rate of one network, or those of a
    stack, (groups, networks, 1, 1); None without dropout."""

    model: Model
    examples: Examples
    l2: float = 0.0
    p: float | np.ndarray | None = None


class Batch(NamedTuple):
    """Arrays that hold a batch: rows x and y, in a stack one batch for each group, and flags of the
    units that are kept; and the calls of a step on it."""

    x: np.ndarray
    y: np.ndarray
    kept: list[np.ndarray]
    calls: list[Call]


def gradient_program(
    task: Task,
    parameters: Parameters,
    x: np.ndarray,
    y: np.ndarray,
    kept: Sequence[np.ndarray],
    outputs: dict[str, np.ndarray | None],
    fixed: Sequence[str] = (),
) -> Program | Direct:
    """The program of the loss's terms, output "0", and the gradient of block k, output "1.k".

    x, y: batches of rows, (…, B, n_in + 1) and (…, B, n_out).
    """
    dtype, leading = parameters.flat.dtype, len(parameters.lead)
    inputs = {
        "blocks": parameters.blocks,
        "x": as_columns(x, leading),
        "y": as_columns(y, leading),
    }
    if task.p is not None:
        inputs |= {"kept": list(kept), "p": np.array(task.p, dtype)}
    if task.l2:
        inputs["l2"] = np.array(task.l2, dtype)
    formula = partial(terms_and_gradient, **task.model._asdict())
    known = [name for name in ("p", "l2") if name in inputs]
    return program_of(formula, inputs, outputs, fixed=[*known, *fixed], leading=leading)


class Steps:
    """Steps on `parameters`, in place; `gradient` holds the latest gradient, in the same form.

    fill_masks: says which units are kept in a step, for a task with dropout.
    """

    def __init__(
        self,
        task: Task,
        parameters: Parameters,
        gradient: Parameters,
        update: Update,
        fill_masks: FillMasks | None = None,
    ) -> None:
        self.task, self.parameters, self.gradient = task, parameters, gradient
        self.update, self.fill_masks = update, fill_masks
        self.stacked = bool(parameters.lead)
        self.made = 0
        self._batches: dict[int, Batch] = {}

    def make(self, index: Sequence[np.ndarray] | None) -> None:
        """A step on the examples whose numbers are given for each group; None: on all."""
        batch = self._batch(index)
        if self.fill_masks is not None:
            self.fill_masks(self.made + 1, batch.kept)
        for call in batch.calls:
            call()
        self.made += 1

    def make_all(self, times: int) -> None:
        """So many steps on all examples, for a task without dropout."""
        calls = self._batch(None).calls
        for _ in range(times):
            for call in calls:
                call()
            self.made += 1

    def _batch(self, index: Sequence[np.ndarray] | None) -> Batch:
        """The arrays of a batch, holding the examples of `index`."""
        x, y = self.task.examples
        if index is None:  # all examples, where they are
            if 0 not in self._batches:
                whole = (x[None], y[None]) if self.stacked else (x, y)
                self._batches[0] = self._new_batch(*whole, fixed=("x", "y"))
            return self._batches[0]
        n = len(index[0])
        if n not in self._batches:
            groups = (len(index),) if self.stacked else ()
            self._batches[n] = self._new_batch(
                np.zeros((*groups, n, x.shape[1]), x.dtype),
                np.zeros((*groups, n, y.shape[1]), y.dtype),
            )
        batch = self._batches[n]
        # take with "clip" and out is ten times as fast as x[index]; the indices are known good
        if not self.stacked:
            x.take(index[0], 0, batch.x, "clip")
            y.take(index[0], 0, batch.y, "clip")
            return batch
        for group, chosen in enumerate(index):
            x.take(chosen, 0, batch.x[group], "clip")
            y.take(chosen, 0, batch.y[group], "clip")
        return batch

    def _new_batch(self, x: np.ndarray, y: np.ndarray, fixed: Sequence[str] = ()) -> Batch:
        hidden, lead = self.parameters.blocks[:-1], self.parameters.lead
        kept = []
        if self.task.p is not None:
            kept = [np.ones((*lead, block.shape[-2], x.shape[-2]), bool) for block in hidden]
        outputs = {f"1.{k}": block for k, block in enumerate(self.gradient.blocks)}
        program = gradient_program(self.task, self.parameters, x, y, kept, outputs, fixed)
        return Batch(x, y, kept, [*program.calls, *self.update.calls])
