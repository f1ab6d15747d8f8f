"""The stacks of a sweep: what the networks share, and how they are split, as memory allows.

An engine hands in its own `train_stack`, which trains the networks of one `Job` in step, and its
`bytes_per_network`; see `dlbook.numpy_engine.sweep`.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise, product
from typing import Any, NamedTuple

import numpy as np

from dlbook import checks
from dlbook.sweeps.axes import Axis
from dlbook.training.history import MEASURES
from dlbook.training.initialisation import DEFAULT_INITIALISATION, Initialiser
from dlbook.training.schedules import Schedule


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
