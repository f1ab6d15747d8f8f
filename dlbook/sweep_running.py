"""Running the stacks of a sweep: one after another, or in several processes."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from typing import Any

from dlbook.sweeping import Job, Members, Plan, Results, StackRecords

# trains the members, writes into the records, calls the last argument after every epoch
TrainStack = Callable[[Plan, Members, StackRecords, Callable[[], None]], None]

THREAD_SETTINGS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def run_jobs(
    train_stack: TrainStack, jobs: list[Job], results: Results, bar: Any, processes: int = 1
) -> bool:
    """Train all stacks into `results`; whether the keyboard interrupted it.

    bar: a progress bar over networks × epochs, or None. With more than one process `train_stack`
    must be a function of a module, since the other processes import it.
    """
    if processes > 1 and len(jobs) > 1:
        return _run_in_processes(train_stack, jobs, results, bar, processes)
    for job in jobs:

        def tick(job: Job = job) -> None:
            if bar is not None:
                bar.update(len(job.members))

        records, completed = _run(train_stack, job, tick)
        results.put(job, records, completed)
        if not completed:
            return True
    return False


def _run(train_stack: TrainStack, job: Job, tick: Callable[[], None]) -> tuple[StackRecords, bool]:
    """One stack's records, and whether it came to its end."""
    records = StackRecords.empty(job.plan, len(job.members))
    try:
        train_stack(job.plan, job.members, records, tick)
    except KeyboardInterrupt:
        return records, False
    return records, True


def _run_in_processes(
    train_stack: TrainStack, jobs: list[Job], results: Results, bar: Any, processes: int
) -> bool:
    # fresh processes: forking one that runs BLAS threads may lock up
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    with (
        _one_thread_each(),
        ProcessPoolExecutor(processes, context, _start_worker, (stop,)) as pool,
    ):
        futures = {pool.submit(_work, train_stack, job): job for job in jobs}
        try:
            _take_results(futures, results, bar)
        except KeyboardInterrupt:
            stop.set()
            for future in futures:
                future.cancel()
            _take_results(
                {f: job for f, job in futures.items() if not f.cancelled()}, results, None
            )
            return True
    return False


def _take_results(futures: dict[Future, Job], results: Results, bar: Any) -> None:
    for future in as_completed(futures):
        job = futures[future]
        records, completed = future.result()
        results.put(job, records, completed)
        if bar is not None:
            bar.update(len(job.members) * job.plan.epochs)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Processes started meanwhile use one BLAS thread, so that they do not fight for the cores."""
    before = {name: os.environ.get(name) for name in THREAD_SETTINGS}
    os.environ.update(dict.fromkeys(THREAD_SETTINGS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


_stop: Any = None


def _start_worker(stop: Any) -> None:
    """The first process decides about an interruption; the others are told through `stop`."""
    global _stop
    _stop = stop
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _work(train_stack: TrainStack, job: Job) -> tuple[StackRecords, bool]:
    def tick() -> None:
        if _stop.is_set():
            raise KeyboardInterrupt

    return _run(train_stack, job, tick)
