"""A stack of networks trained in step: same shape and data, each its own rate, dropout and seed.

Every array of one network gets two leading axes: seeds, whose networks see the same batches and the
same draws for dropout, and the (rate, dropout) pairs. No operation mixes networks, so one that
diverges leaves the others alone.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from dlbook import checks
from dlbook.formulas.activations import OUTPUTS
from dlbook.numpy_engine.activations import formula_of
from dlbook.numpy_engine.evaluation import Evaluator, Model, stack_block
from dlbook.numpy_engine.losses import loss_of
from dlbook.numpy_engine.network import Network, block_shapes
from dlbook.numpy_engine.steps import FillMasks, Parameters, Steps, Task
from dlbook.numpy_engine.updating import Update, is_elementwise
from dlbook.sweeps.planning import Members, Plan, StackRecords
from dlbook.sweeps.running import train_recorded
from dlbook.training.batches import batches
from dlbook.training.randomness import Streams, draw_words, keep_threshold, streams
from dlbook.training.schedules import Schedule, as_schedule


def train_stack(
    plan: Plan, members: Members, records: StackRecords, tick: Callable[[], None]
) -> None:
    """Train the networks of `members`, writing into `records`; `tick` is called every epoch."""
    # a diverging network overflows by its nature; its records say so, no warning is needed
    with checks.quiet_floats():
        train_recorded(Stack(plan, members), plan, records, tick)


def model_of(plan: Plan) -> Model:
    """The formulas of a sweep's networks."""
    return Model(formula_of(plan.activation), OUTPUTS[plan.output], loss_of(plan.loss, plan.output))


class Stack:
    """The parameters, programs and streams of R = seeds × (rate, dropout) pairs networks."""

    def __init__(self, plan: Plan, members: Members) -> None:
        self.plan, self.members = plan, members
        lead = len(members.seeds), len(members.rates)
        apart = not is_elementwise(plan.optimizer)
        self.parameters = stacked(plan, lead, apart)
        self._initialise()
        gradient = stacked(plan, lead, apart)
        update = Update(
            plan.optimizer,
            self.parameters.flat,
            gradient.flat,
            rates=self._rates(apart),
            leading=2 if apart else 0,
        )
        self.streams = [streams(seed) for seed in members.seeds]
        dropouts = np.array(members.dropouts)
        p = np.broadcast_to(dropouts[None, :, None, None], (*lead, 1, 1))
        task = Task(model_of(plan), plan.examples, plan.l2, p if dropouts.any() else None)
        fill = filling(self.streams, members.dropouts) if dropouts.any() else None
        self.steps = Steps(task, self.parameters, gradient, update, fill)
        evaluator = Evaluator(
            self.parameters.blocks, task.model, block=stack_block(plan.batch_size)
        )
        self.measure = evaluator.measure

    def _initialise(self) -> None:
        """Each seed's network starts all networks of that seed."""
        plan = self.plan
        for s, seed in enumerate(self.members.seeds):
            start = Network(plan.sizes, init=plan.init, seed=seed, dtype=plan.dtype)
            if self.members.starts is not None:
                start.flat[:] = self.members.starts[s]
            for stack, layer in zip(self.parameters.blocks, start.layers, strict=True):
                stack[s] = layer.block

    def _rates(self, apart: bool) -> np.ndarray | float | Callable[[int], np.ndarray]:
        """The learning rate of every parameter: as an array, as a function of the steps made where
        it changes, as a number where all are the same."""
        rates = self.members.rates
        if len(set(rates)) == 1:
            return rates[0]
        schedules = [as_schedule("lr", rate) for rate in rates]
        lead = self.parameters.lead
        if apart:
            every = np.empty((*lead, 1), self.plan.dtype)
            parts = [every]
        else:
            every = stacked(self.plan, lead, apart)
            every, parts = every.flat, [block.reshape(*lead, -1) for block in every.blocks]

        def of_step(step: int) -> np.ndarray:
            each = np.array([schedule(step) for schedule in schedules])
            for part in parts:
                part[...] = each[:, None]
            return every

        return of_step if any(isinstance(rate, Schedule) for rate in rates) else of_step(0)

    def run_epoch(self) -> None:
        """One pass of every network over the data, each seed in its own order."""
        n = len(self.plan.examples.x)
        if self.plan.batch_size >= n:
            self.steps.make(None)
            return
        for index in self._orders(n):
            self.steps.make(index)

    def _orders(self, n: int) -> Iterator[tuple[np.ndarray, ...]]:
        """For each step of an epoch the examples of each seed."""
        orders = [batches(n, self.plan.batch_size, stream.order) for stream in self.streams]
        return zip(*orders, strict=True)

    def copy_parameters(self, rows: np.ndarray) -> None:
        """Fill `rows`, (R, n_parameters), with the parameters as they are now."""
        blocks = [block.reshape(len(self.members), -1) for block in self.parameters.blocks]
        np.concatenate(blocks, axis=1, out=rows)


def filling(seeds: Sequence[Streams], dropouts: Sequence[float]) -> FillMasks:
    """What draws which units are kept; the networks of one seed share its draws, each with its own
    rate."""
    thresholds = np.array([keep_threshold(p) for p in dropouts], np.uint16).reshape(1, -1, 1, 1)

    def fill(step: int, kept: list[np.ndarray]) -> None:
        for flags in kept:
            shape = flags.shape[-2:]
            words = np.stack([draw_words(stream.dropout, shape) for stream in seeds])
            np.greater_equal(words[:, None], thresholds, flags)

    return fill


def stacked(plan: Plan, lead: tuple[int, int], apart: bool) -> Parameters:
    """Zeros for a stack of networks. Layer after layer, all networks' blocks one after the other,
    so that one product serves those that see the same inputs; or network after network, `apart`,
    (*lead, n_parameters), where an update looks at more than one parameter of a network at a time.
    """
    shapes = block_shapes(plan.sizes)
    ends = np.cumsum([0, *(rows * columns for rows, columns in shapes)])
    if apart:
        flat = np.zeros((*lead, ends[-1]), plan.dtype)
        parts = [flat[..., start:stop] for start, stop in pairwise(ends)]
    else:
        n = lead[0] * lead[1]
        flat = np.zeros(n * ends[-1], plan.dtype)
        parts = [flat[n * start : n * stop] for start, stop in pairwise(ends)]
    blocks = [part.reshape(*lead, *shape) for part, shape in zip(parts, shapes, strict=True)]
    return Parameters(flat, blocks)
