"""Running the stacks of a sweep: one after another, or in several processes (see `parallel`)."""

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np

from dlbook.sweeps.planning import Job, Members, Plan, StackRecords
from dlbook.sweeps.result import Results

# trains the members, writes into the records, calls the last argument after every epoch
TrainStack = Callable[[Plan, Members, StackRecords, Callable[[], None]], None]


class Stack(Protocol):
    """R networks in training, as each engine has them."""

    def run_epoch(self) -> None: ...
    def measure(self, examples: Any) -> tuple[np.ndarray, np.ndarray]: ...
    def copy_parameters(self, rows: np.ndarray) -> None: ...


def train_recorded(
    stack: Stack, plan: Plan, records: StackRecords, tick: Callable[[], None]
) -> None:
    """Train `stack`, writing into `records` as planned; `tick` is called every epoch."""
    row = 0
    for epoch in range(plan.epochs + 1):
        if epoch:
            stack.run_epoch()
            tick()
        if row < len(plan.recorded) and plan.recorded[row] == epoch:
            measures = records.measures[row]
            measures[0], measures[2] = stack.measure(plan.examples)
            if plan.held_out is not None:
                measures[1], measures[3] = stack.measure(plan.held_out)
            if records.parameters is not None:
                stack.copy_parameters(records.parameters[row])
            row += 1


def run_jobs(
    train_stack: TrainStack, jobs: list[Job], results: Results, bar: Any, processes: int = 1
) -> bool:
    """Train all stacks into `results`; whether the keyboard interrupted it.

    bar: a progress bar over networks × epochs, or None. With more than one process `train_stack`
    must be a function of a module, since the other processes import it.
    """
    try:
        if processes > 1 and len(jobs) > 1:
            # what processes need is slow to import, and most sweeps need none
            from dlbook.sweeps.parallel import run_in_processes

            return run_in_processes(train_stack, jobs, results, bar, processes)
        for job in jobs:

            def tick(job: Job = job) -> None:
                if bar is not None:
                    bar.update(len(job.members))

            records, completed = run_job(train_stack, job, tick)
            results.put(job, records, completed)
            if not completed:
                return True
    except KeyboardInterrupt:  # between two stacks, or while processes are made ready
        return True
    return False


def run_job(
    train_stack: TrainStack, job: Job, tick: Callable[[], None]
) -> tuple[StackRecords, bool]:
    """One stack's records, and whether it came to its end."""
    records = StackRecords.empty(job.plan, len(job.members))
    try:
        train_stack(job.plan, job.members, records, tick)
    except KeyboardInterrupt:
        return records, False
    return records, True
