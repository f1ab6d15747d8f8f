"""Running the stacks of a sweep: one after another, or in several processes (see `parallel`)."""

from collections.abc import Callable
from typing import Any

from dlbook.sweeps.planning import Job, Members, Plan, Results, StackRecords

# trains the members, writes into the records, calls the last argument after every epoch
TrainStack = Callable[[Plan, Members, StackRecords, Callable[[], None]], None]


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
