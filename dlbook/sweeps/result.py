"""The result of a sweep: the records of many networks, filled by the jobs, on the axes given."""

import math
from dataclasses import dataclass, field

import numpy as np

from dlbook import checks
from dlbook.sweeps.axes import Axis
from dlbook.sweeps.planning import Job, Plan, StackRecords
from dlbook.training.history import MEASURES
from dlbook.training.outcomes import OUTCOMES, classify_many


@dataclass(frozen=True, eq=False)
class SweepResult:
    """The records of many networks on the axes of a sweep.

    axes: name -> values, in the order of the arrays' axes. epochs: (n_records,).
    train_loss, val_loss, train_accuracy, val_accuracy: (*axes, n_records), NaN where a network was
    not trained up to that epoch or the measure does not apply.
    parameters: (*axes, n_records, n_parameters) or None.
    completed: (*axes,), False for networks that an interruption left out or stopped. Of the latter
    there are the records up to the last of `epochs` that they reached; what they learned after it
    is lost, since all networks share `epochs`.
    """

    axes: dict[str, tuple]
    epochs: np.ndarray
    train_loss: np.ndarray
    val_loss: np.ndarray
    train_accuracy: np.ndarray
    val_accuracy: np.ndarray
    completed: np.ndarray
    parameters: np.ndarray | None = None
    interrupted: bool = False
    outcomes: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        codes = classify_many(self.train_loss, self.epochs)
        # -1: not trained
        object.__setattr__(self, "outcomes", np.where(self.completed, codes, -1))

    def outcome(self, *index: int) -> str:
        """The outcome's name for the network at that index of the axes."""
        if len(index) != self.outcomes.ndim:
            raise ValueError(f"index must have a place on each of {list(self.axes)}, got {index}")
        for k, (name, values) in enumerate(self.axes.items()):
            n = len(values)
            if checks.integer(f"index[{k}]", index[k]) not in range(-n, n):
                raise ValueError(
                    f"index[{k}] must be a place on {name}, 0 to {n - 1}, got {index[k]}"
                )
        code = int(self.outcomes[index])
        if code < 0:
            raise ValueError(f"the network at {index} was not trained: the sweep was interrupted")
        return OUTCOMES[code]


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
