"""A stack of networks trained in step: same shape and data, each its own rate, dropout and seed.

Every array of one network gets a leading axis of R networks, and each layer's stack of blocks
[W b] (R, n_out, n_in + 1) is contiguous. The networks are sorted by seed, since those of one seed
see the same batches and the same draws for dropout. No operation mixes networks, so one that
diverges leaves the others alone.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from dlbook import checks
from dlbook.data import batches
from dlbook.numpy_engine.calls import Calls
from dlbook.numpy_engine.evaluation import Evaluator, stack_block
from dlbook.numpy_engine.gradients import add_penalty
from dlbook.numpy_engine.losses import LOSSES
from dlbook.numpy_engine.network import Network, block_shapes
from dlbook.numpy_engine.passes import Passes
from dlbook.sweeps.planning import Members, Plan, StackRecords
from dlbook.training.randomness import draw_words, keep_threshold, streams
from dlbook.training.schedules import Schedule, as_schedule


def train_stack(
    plan: Plan, members: Members, records: StackRecords, tick: Callable[[], None]
) -> None:
    """Train the networks of `members`, writing into `records`; `tick` is called every epoch."""
    # a diverging network overflows by its nature; its records say so, no warning is needed
    with checks.quiet_floats():
        stack = Stack(plan, members)
        row = 0
        for epoch in range(plan.epochs + 1):
            if epoch:
                stack.run_epoch()
                tick()
            if row < len(plan.recorded) and plan.recorded[row] == epoch:
                stack.write(records, row)
                row += 1


@dataclass
class Batch:
    """Buffers of one batch size: inputs x (groups, B, n_in + 1), targets y (groups, B, n_out), the
    passes, and all calls of a step on them. x_t: a copy of x with features first."""

    x: np.ndarray
    y: np.ndarray
    passes: Passes
    calls: Calls = field(default_factory=Calls)

    def __post_init__(self) -> None:
        self.x_t = np.ascontiguousarray(self.x.swapaxes(1, 2))


class Stack:
    """The parameters, buffers and streams of R = seeds × (rate, dropout) pairs networks."""

    def __init__(self, plan: Plan, members: Members) -> None:
        self.plan = plan
        self.members = members
        self.settings = {
            "activation": plan.activation,
            "output": plan.output,
            "loss": LOSSES[plan.loss],
        }
        shapes = block_shapes(plan.sizes)
        n_parameters = sum(rows * columns for rows, columns in shapes)
        self.flat = np.empty(len(members) * n_parameters, plan.dtype)
        self.gradient = np.zeros_like(self.flat)
        self.blocks = _stacked_blocks(self.flat, shapes, len(members))
        self.gradient_blocks = _stacked_blocks(self.gradient, shapes, len(members))
        self._initialise()
        self.streams = [streams(seed) for seed in members.seeds]
        self.optimizer = plan.optimizer.fresh()
        self.optimizer.start(self.flat, self._rates())
        self.evaluator = Evaluator(self.blocks, block=stack_block(plan.batch_size), **self.settings)
        self.drops = any(members.dropouts)
        self._prepare_masks()
        self._batches: dict[int, Batch] = {}

    def _initialise(self) -> None:
        """Each seed's network starts all networks of that seed."""
        plan, n_pairs = self.plan, len(self.members.rates)
        for s, seed in enumerate(self.members.seeds):
            start = Network(plan.sizes, init=plan.init, seed=seed, dtype=plan.dtype)
            if self.members.starts is not None:
                start.flat[:] = self.members.starts[s]
            for stack, layer in zip(self.blocks, start.layers, strict=True):
                stack[s * n_pairs : (s + 1) * n_pairs] = layer.block

    def _rates(self) -> np.ndarray | Callable[[int], np.ndarray]:
        """The learning rate of every single parameter, as an array or as one for each step."""
        schedules = [as_schedule("lr", rate) for rate in self.members.rates]

        every = np.empty_like(self.flat)
        parts = _stacked_blocks(every, block_shapes(self.plan.sizes), len(self.members))
        n_seeds = len(self.members.seeds)

        def rates(step: int) -> np.ndarray:
            each = np.array([schedule(step) for schedule in schedules])
            networks = np.tile(each, n_seeds)
            for part in parts:
                part[...] = networks[:, None, None]
            return every

        changing = any(isinstance(rate, Schedule) for rate in self.members.rates)
        return rates if changing else rates(0)

    def _prepare_masks(self) -> None:
        """Thresholds for each pair, to be compared with a seed's draws; scales for each network."""
        dropouts = self.members.dropouts
        thresholds = [keep_threshold(p) for p in dropouts]
        self.thresholds = np.array(thresholds, np.uint16).reshape(1, -1, 1, 1)
        scales = [1 / (1 - p) for p in dropouts] * len(self.members.seeds)
        self.scales = np.array(scales, self.plan.dtype).reshape(-1, 1, 1)

    def run_epoch(self) -> None:
        """One pass of every network over the data, each seed in its own order."""
        for index in self._orders():
            batch = self._batch(index)
            if self.drops:
                self._fill_masks(batch.passes)
            batch.calls.run()

    def _write_step(self, batch: Batch) -> None:
        """The calls from the batch's examples and masks to the updated parameters."""
        do = batch.calls
        batch.passes.forward(do, batch.x_t)
        batch.passes.backward(do, batch.x, batch.y.swapaxes(1, 2)[:, None])
        if self.plan.l2:
            do(add_penalty, self.plan.l2, self.blocks, self.gradient_blocks)
        self.optimizer.write_step(do, self.flat, self.gradient)

    def _orders(self) -> Iterator[tuple[np.ndarray, ...] | None]:
        """For each step of an epoch the examples of each seed; None for the full batch."""
        n = len(self.plan.examples.x)
        if self.plan.batch_size >= n:
            return iter((None,))
        orders = [batches(n, self.plan.batch_size, stream.order) for stream in self.streams]
        return zip(*orders, strict=True)

    def _batch(self, index: Sequence[np.ndarray] | None) -> Batch:
        """The buffers, holding each seed's examples."""
        x, y = self.plan.examples
        if index is None:
            if 0 not in self._batches:
                self._batches[0] = self._new_batch(x[None], y[None])
            return self._batches[0]
        groups, n = len(index), len(index[0])
        if n not in self._batches:
            x_buffer = np.empty((groups, n, x.shape[1]), x.dtype)
            y_buffer = np.empty((groups, n, y.shape[1]), y.dtype)
            self._batches[n] = self._new_batch(x_buffer, y_buffer)
        batch = self._batches[n]
        for s, chosen in enumerate(index):
            x.take(chosen, 0, batch.x[s], "clip")
            y.take(chosen, 0, batch.y[s], "clip")
        np.copyto(batch.x_t, batch.x.swapaxes(1, 2))
        return batch

    def _new_batch(self, x: np.ndarray, y: np.ndarray) -> Batch:
        passes = Passes(
            self.blocks,
            self.gradient_blocks,
            n=x.shape[1],
            groups=len(x),
            scale=self.scales if self.drops else None,
            **self.settings,
        )
        batch = Batch(x, y, passes)
        self._write_step(batch)
        return batch

    def _fill_masks(self, passes: Passes) -> None:
        """Which units are kept; the networks of one seed share its draws, each with its rate."""
        for layer in passes.hidden:
            shape = layer.keep.shape[1:]
            by_seed = layer.keep.reshape(len(self.streams), -1, *shape)
            words = np.stack([draw_words(stream.dropout, shape) for stream in self.streams])
            np.greater_equal(words[:, None], self.thresholds, by_seed)

    def write(self, records: StackRecords, row: int) -> None:
        """Measure all networks, and keep their parameters if that is planned."""
        measures = records.measures[row]
        measures[0], measures[2] = self.evaluator.measure(self.plan.examples)
        if self.plan.held_out is not None:
            measures[1], measures[3] = self.evaluator.measure(self.plan.held_out)
        if records.parameters is not None:
            rows = [block.reshape(len(self.members), -1) for block in self.blocks]
            np.concatenate(rows, axis=1, out=records.parameters[row])


def _stacked_blocks(
    flat: np.ndarray, shapes: Sequence[tuple[int, int]], n_networks: int
) -> list[np.ndarray]:
    """Views of `flat`: for each layer the stack (n_networks, n_out, n_in + 1) of blocks."""
    ends = np.cumsum([0, *(n_networks * rows * columns for rows, columns in shapes)])
    return [
        flat[start:stop].reshape(n_networks, *shape)
        for (start, stop), shape in zip(pairwise(ends), shapes, strict=True)
    ]
