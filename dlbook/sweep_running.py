"""Running the stacks of a sweep: one after another, or in several processes."""

import multiprocessing
import os
import pickle
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
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
        _check_can_be_sent(jobs)
        return _run_in_processes(train_stack, jobs, results, bar, processes)
    try:
        for job in jobs:

            def tick(job: Job = job) -> None:
                if bar is not None:
                    bar.update(len(job.members))

            records, completed = _run(train_stack, job, tick)
            results.put(job, records, completed)
            if not completed:
                return True
    except KeyboardInterrupt:  # between two stacks
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


def _check_can_be_sent(jobs: list[Job]) -> None:
    """An error that names what cannot be sent to another process, before any is started."""
    rates = [rate for job in jobs for rate in job.members.rates if callable(rate)]
    for name, value in [("init", jobs[0].plan.init), *(("lr", rate) for rate in rates)]:
        try:
            pickle.dumps(value)
        except (pickle.PicklingError, AttributeError, TypeError) as error:
            raise ValueError(
                f"{name} must be made of functions of a module to be sent to other processes, "
                f"got {value!r}: {error}"
            ) from None


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
        futures = {}
        try:
            with _interruptions_held_back():
                for job in jobs:
                    futures[pool.submit(_work, train_stack, job)] = job
            _take_results(futures, results, bar)
        except KeyboardInterrupt:
            stop.set()
            for future in futures:
                future.cancel()
            # on Windows an interruption ends a process that is starting, and the pool with it
            with suppress(BrokenProcessPool):
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


@contextmanager
def _interruptions_held_back() -> Iterator[None]:
    """Processes started meanwhile never see an interruption, this one sees it afterwards."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows has none
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


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
