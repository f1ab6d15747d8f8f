"""What every sweep does, whichever engine trains: axes, stacks, results, interruption, processes.

An engine hands in its own `train_stack`, which trains the networks of one `Job` in step, and its
`bytes_per_network`; see `dlbook.numpy_engine.sweep`.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise, product
from typing import Any, NamedTuple

import numpy as np

from dlbook import checks
from dlbook.sweeps.result import SweepResult
from dlbook.training.history import MEASURES
from dlbook.training.initialisation import DEFAULT_INITIALISATION, Initialiser
from dlbook.training.schedules import Schedule, as_rate


class Axis(NamedTuple):
    """One argument of a sweep: its values, and whether it was given as a sequence."""

    values: tuple
    given: bool


@dataclass(frozen=True)
class Plan:
    """What all networks of a sweep share, but for the optimiser and the batch size of a stack.

    batch_size: at most the number of examples. recorded: the epochs after which to record.
    examples, held_out: training and validation data as the engine holds them; n_examples: how many.
    """

    sizes: tuple[int, ...]
    activation: str
    output: str
    init: str | Initialiser
    loss: str
    optimizer: Any
    epochs: int
    batch_size: int
    l2: float
    dtype: np.dtype
    recorded: np.ndarray
    keep_parameters: bool
    n_examples: int
    examples: Any
    held_out: Any

    @property
    def n_parameters(self) -> int:
        return sum(rows * (n_in + 1) for n_in, rows in pairwise(self.sizes))


@dataclass(frozen=True)
class Members:
    """The networks of a stack: every seed with every pair of a rate and a dropout rate.

    starts: the parameters that each seed's networks start from, (n_seeds, n_parameters), or None
    where they are drawn.
    """

    seeds: tuple[int, ...]
    rates: tuple[float | Schedule, ...]
    dropouts: tuple[float, ...]
    starts: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.seeds) * len(self.rates)


@dataclass
class StackRecords:
    """Records of a stack: measures (n_records, 4, R), in the order of `training.history.MEASURES`;
    parameters (n_records, R, n_parameters) or None. NaN until they are written."""

    measures: np.ndarray
    parameters: np.ndarray | None

    @classmethod
    def empty(cls, plan: Plan, n_networks: int) -> "StackRecords":
        """Nothing recorded yet for `n_networks` networks."""
        n_records = len(plan.recorded)
        shape = (n_records, n_networks, plan.n_parameters)
        return cls(
            measures=np.full((n_records, len(MEASURES), n_networks), np.nan),
            parameters=np.full(shape, np.nan, plan.dtype) if plan.keep_parameters else None,
        )


def sweep_axes(
    *, lr: Any, dropout: Any, seeds: Any, optimizer: Any, batch_size: Any, optimizer_type: type
) -> dict[str, Axis]:
    """The checked axes, by name, in the order of the result.

    optimizer_type: the class of the engine's optimisers.
    """
    axes = {}
    given = {
        "dropout": (dropout, checks.share),
        "seeds": (seeds, as_seed),
        "optimizer": (optimizer, partial(checks.optimizer, kind=optimizer_type)),
        "batch_size": (batch_size, as_batch_size),
    }
    for name, (value, check) in given.items():
        values, is_axis = checks.values(name, value)
        label = f"{name}[{{}}]" if is_axis else name
        checked = tuple(check(label.format(k), item) for k, item in enumerate(values))
        axes[name] = Axis(checked, is_axis)
    return {"lr": _rates(lr, axes["optimizer"].values), **axes}


def _rates(lr: Any, optimizers: tuple) -> Axis:
    """The rates: where none are given, the optimiser's own, and None if there are several."""
    if lr is None:
        own = optimizers[0].lr
        return Axis((own if all(o.lr == own for o in optimizers) else None,), True)
    values, is_axis = checks.values("lr", lr)
    names = [f"lr[{k}]" if is_axis else "lr" for k in range(len(values))]
    return Axis(tuple(map(as_rate, names, values)), is_axis)


def check_steps(axes: dict[str, Axis], limits: Any) -> None:
    """`checks.steps_within` for every optimiser with every rate."""
    for optimizer, lr in product(axes["optimizer"].values, axes["lr"].values):
        checks.steps_within(optimizer, limits, lr)


def as_seed(name: str, value: Any) -> int:
    """An integer of at least 0."""
    return checks.integer(name, value, at_least=0)


def as_batch_size(name: str, value: Any) -> int | None:
    """An integer of at least 1, or None for the full batch."""
    return None if value is None else checks.integer(name, value, at_least=1)


def as_starts(start: Any, init: Any, n_seeds: int, plan: Plan) -> np.ndarray | None:
    """`start`, one row of parameters for all seeds or one for each, as (n_seeds, n_parameters)."""
    if start is None:
        return None
    if init != DEFAULT_INITIALISATION:
        raise ValueError(
            f"start takes the place of what init draws: give one of them, got init={init!r} too"
        )
    n_parameters = plan.n_parameters
    array = checks.real_array("start", start)
    if array.shape not in ((n_parameters,), (n_seeds, n_parameters)):
        raise ValueError(
            f"start must have shape ({n_parameters},) or ({n_seeds}, {n_parameters}), a row of "
            f"parameters for each seed, got {array.shape}"
        )
    return np.broadcast_to(checks.in_dtype("start", array, plan.dtype), (n_seeds, n_parameters))


class Job(NamedTuple):
    """One stack to train. where: index of its networks in (optimizer, batch_size, seed, pair)."""

    plan: Plan
    members: Members
    where: tuple[int, int, slice, slice]


def split_into_jobs(
    plan: Plan,
    axes: dict[str, Axis],
    bytes_per_network: Callable[[Plan, bool], int],
    *,
    max_memory: int,
    fastest: int | None = None,
    bytes_in_a_step: Callable[[Plan, bool], int] | None = None,
    overhead: int = 0,
    processes: int = 1,
    starts: np.ndarray | None = None,
) -> Iterator[Job]:
    """Stacks of seeds × (rate, dropout) pairs, each within `max_memory` bytes / processes.

    bytes_per_network(plan, drops) is what one network takes; drops: whether any has dropout.
    fastest: the bytes at which a stack runs fastest, the processor's cache, if there is such.
    bytes_in_a_step(plan, drops): what of a network has to be in there, if that is not all.
    overhead: bytes that a stack takes besides, however many networks it has.
    starts: see `Members`, for all seeds.
    """
    pairs = list(product(axes["lr"].values, axes["dropout"].values))
    seeds = axes["seeds"].values
    drops = any(axes["dropout"].values)
    settings = product(enumerate(axes["optimizer"].values), enumerate(axes["batch_size"].values))
    for (i, optimizer), (j, batch_size) in settings:
        n = plan.n_examples if batch_size is None else min(batch_size, plan.n_examples)
        own = replace(plan, optimizer=optimizer, batch_size=n)
        allowed = networks_allowed(
            own, bytes_per_network(own, drops), overhead, max_memory // processes
        )
        largest = min(allowed, math.ceil(len(seeds) * len(pairs) / processes))
        if fastest is not None:
            touched = (bytes_in_a_step or bytes_per_network)(own, drops)
            largest = min(largest, max(1, fastest // touched))
        seed_step = max(1, largest // len(pairs))
        for s, g in product(range(0, len(seeds), seed_step), range(0, len(pairs), largest)):
            chosen_seeds, chosen = slice(s, s + seed_step), slice(g, g + largest)
            members = Members(
                seeds=seeds[chosen_seeds],
                rates=tuple(optimizer.lr if rate is None else rate for rate, _ in pairs[chosen]),
                dropouts=tuple(p for _, p in pairs[chosen]),
                starts=None if starts is None else starts[chosen_seeds],
            )
            yield Job(own, members, (i, j, chosen_seeds, chosen))


def networks_allowed(plan: Plan, needed: int, overhead: int, max_memory: int) -> int:
    """How many networks of `needed` bytes each fit into `max_memory`, `overhead` taken off; an
    error if none does."""
    if needed + overhead > max_memory:
        raise ValueError(
            f"max_memory must leave each process at least {needed + overhead} bytes, what one "
            f"network of sizes {plan.sizes} takes with batches of {plan.batch_size}, "
            f"got {max_memory}"
        )
    return (max_memory - overhead) // needed


class Results:
    """The arrays that the jobs fill: measures (n_records, 4, optimisers, batch sizes, seeds, pairs)
    and, if kept, parameters (n_records, optimisers, batch sizes, seeds, pairs, n_parameters)."""

    def __init__(self, plan: Plan, axes: dict[str, Axis]) -> None:
        self.plan, self.axes = plan, axes
        lengths = {name: len(axis.values) for name, axis in axes.items()}
        self.networks = (
            lengths["optimizer"],
            lengths["batch_size"],
            lengths["seeds"],
            lengths["lr"] * lengths["dropout"],
        )
        self.n_networks = math.prod(self.networks)
        empty = StackRecords.empty(plan, self.n_networks)
        n_records = len(plan.recorded)
        self.measures = empty.measures.reshape(n_records, len(MEASURES), *self.networks)
        self.parameters = None
        if empty.parameters is not None:
            self.parameters = empty.parameters.reshape(n_records, *self.networks, -1)
        self.completed = np.zeros(self.networks, bool)

    def put(self, job: Job, records: StackRecords, completed: bool) -> None:
        """Take over a stack's records."""
        shape = self.completed[job.where].shape
        n_records = len(self.plan.recorded)
        self.measures[:, :, *job.where] = records.measures.reshape(n_records, -1, *shape)
        if self.parameters is not None:
            self.parameters[:, *job.where] = records.parameters.reshape(n_records, *shape, -1)
        self.completed[job.where] = completed

    def finish(self, interrupted: bool) -> SweepResult:
        """The result on the axes that were given, in their order."""
        measures = {
            name: self._on_axes(np.moveaxis(self.measures[:, k], 0, -1))
            for k, name in enumerate(MEASURES)
        }
        parameters = self.parameters
        if parameters is not None:
            parameters = self._on_axes(np.moveaxis(parameters, 0, -2))
        return SweepResult(
            axes={name: axis.values for name, axis in self.axes.items() if axis.given},
            epochs=self.plan.recorded,
            **measures,
            completed=self._on_axes(self.completed),
            parameters=parameters,
            interrupted=interrupted,
        )

    def _on_axes(self, array: np.ndarray) -> np.ndarray:
        """(optimisers, batch sizes, seeds, pairs, …) as (lr, dropout, seeds, optimizer,
        batch_size, …), without the axes that were single values."""
        lengths = {name: len(axis.values) for name, axis in self.axes.items()}
        split = array.reshape(*array.shape[:3], lengths["lr"], lengths["dropout"], *array.shape[4:])
        ordered = np.moveaxis(split, (3, 4, 2, 0, 1), (0, 1, 2, 3, 4))
        single = tuple(k for k, axis in enumerate(self.axes.values()) if not axis.given)
        return ordered.squeeze(axis=single).copy()
