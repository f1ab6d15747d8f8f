"""Running the stacks of a sweep in several processes at a time."""

import io
import pickle
import sys
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from typing import Any

from dlbook.sweeps.planning import Job, StackRecords
from dlbook.sweeps.processes import (
    Pool,
    count_done,
    interruptions_held_back,
    one_thread_each,
    pool_of,
    stopped,
)
from dlbook.sweeps.result import Results
from dlbook.sweeps.running import TrainStack, run_job

PROCESS_ENDED = (
    "a process of this sweep has ended before its work: it was killed, or it could not import what "
    "it was sent. An init, schedule, optimizer, activation or loss of your own must stand in a "
    "module, not in a cell of a notebook; a script must call sweep under "
    '`if __name__ == "__main__":`'
)
SECONDS_BETWEEN_LOOKS = 0.1  # at what the processes have done, for the progress bar
STANDING_PACKAGES = {"dlbook", "numpy"} | sys.stdlib_module_names


class _Modules(pickle.Unpickler):
    """Notes which packages the pickled things come from."""

    def __init__(self, pickled: bytes) -> None:
        super().__init__(io.BytesIO(pickled))
        self.packages: set[str] = set()

    def find_class(self, module: str, name: str) -> Any:
        self.packages.add(module.partition(".")[0])
        return super().find_class(module, name)


def _packages_sent(jobs: list[Job]) -> set[str]:
    """The packages of the functions and classes that other processes have to import.

    Raises ValueError, naming it, where something cannot be sent to them.
    """
    # each thing once, though many jobs share it
    rates = {id(rate): rate for job in jobs for rate in job.members.rates if callable(rate)}
    optimizers = {id(job.plan.optimizer): job.plan.optimizer for job in jobs}
    plan = jobs[0].plan
    sent = [(name, getattr(plan, name)) for name in ("init", "activation", "loss")]
    sent += [("lr", rate) for rate in rates.values()]
    sent += [("optimizer", optimizer) for optimizer in optimizers.values()]
    packages = set()
    for name, value in sent:
        try:
            modules = _Modules(pickle.dumps(value))
        except (pickle.PicklingError, AttributeError, TypeError) as error:
            raise ValueError(
                f"{name} must be made of functions of a module to be sent to other processes, "
                f"got {value!r}: {error}"
            ) from None
        modules.load()
        packages |= modules.packages
    return packages


def run_in_processes(
    train_stack: TrainStack, jobs: list[Job], results: Results, bar: Any, processes: int
) -> bool:
    """`run_jobs` in so many processes."""
    # what else they have imported may have been changed meanwhile: fresh processes read it anew
    keep = _packages_sent(jobs) <= STANDING_PACKAGES
    with pool_of(processes, keep=keep) as pool:
        futures = {}
        pool.done.value = 0  # a kept pool has counted another sweep's work
        try:
            with interruptions_held_back(), one_thread_each():
                for job in jobs:
                    futures[pool.executor.submit(_work, train_stack, job)] = job
            _take_results(futures, results, pool, bar)
        except BrokenProcessPool as error:
            raise RuntimeError(PROCESS_ENDED) from error
        except KeyboardInterrupt:
            pool.stop.set()
            for future in futures:
                future.cancel()
            # on Windows an interruption ends a process that is starting, and the pool with it
            with suppress(BrokenProcessPool):
                not_cancelled = {f: job for f, job in futures.items() if not f.cancelled()}
                _take_results(not_cancelled, results, pool, None)
            return True
    return False


def _take_results(futures: dict[Future, Job], results: Results, pool: Pool, bar: Any) -> None:
    waiting, shown = set(futures), 0
    timeout = None if bar is None else SECONDS_BETWEEN_LOOKS
    while waiting:
        ended, waiting = wait(waiting, timeout, FIRST_COMPLETED)
        for future in ended:
            results.put(futures[future], *future.result())
        if bar is not None:
            done = pool.done.value
            bar.update(done - shown)
            shown = done


def _work(train_stack: TrainStack, job: Job) -> tuple[StackRecords, bool]:
    def tick() -> None:
        if stopped():
            raise KeyboardInterrupt
        count_done(len(job.members))

    return run_job(train_stack, job, tick)
