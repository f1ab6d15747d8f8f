"""Processes that sweeps run in: started once, then kept waiting for the next sweep.

Starting one takes longer than many a sweep. They are fresh Python processes, not forks: forking a
process that runs BLAS threads may lock up. They end with the process that started them.
"""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event
from typing import NamedTuple

THREAD_SETTINGS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class Circumstances(NamedTuple):
    """What processes were started with, and what has to be the same when they are used again."""

    count: int
    parent: int
    path: tuple[str, ...]


class Pool(NamedTuple):
    """Waiting processes. stop: tells the work in them to end; a pool told so is not used again.
    done: counts what the work in them has done."""

    executor: ProcessPoolExecutor
    stop: Event
    done: Synchronized
    circumstances: Circumstances


_waiting: Pool | None = None
_environment = threading.Lock()


@contextmanager
def pool_of(count: int, *, keep: bool) -> Iterator[Pool]:
    """`count` processes for the block.

    keep: whether they may be those of an earlier block and be kept after this one, unless it is
    stopped or fails; else they are fresh, and end with the block.
    """
    global _waiting
    # a process of multiprocessing waits for its children at its end, before a kept pool is ended
    keep = keep and multiprocessing.parent_process() is None
    circumstances = Circumstances(count, os.getpid(), tuple(sys.path))
    pool = None
    if keep:
        # whoever uses the pool has it alone: a sweep in another thread starts its own
        pool, _waiting = _waiting, None
    if pool is None or not _usable_or_ended(pool, circumstances):
        pool = _start(circumstances)
    try:
        yield pool
    except BaseException:
        pool.stop.set()
        raise
    finally:
        if pool.stop.is_set() or not keep or _waiting is not None:
            pool.executor.shutdown(cancel_futures=True)
        else:
            _waiting = pool


def _usable_or_ended(pool: Pool, circumstances: Circumstances) -> bool:
    """Whether the kept pool will do; if not, and it belongs to this process, it is ended."""
    if pool.circumstances == circumstances:
        try:
            pool.executor.submit(os.getpid).result()
        except BrokenProcessPool:  # one of its processes has been killed
            # let go before its thread ends, an executor may wait for itself (Python 3.12, 3.13)
            pool.executor.shutdown()
            return False
        return True
    if pool.circumstances.parent == circumstances.parent:
        pool.executor.shutdown()
    return False


def _start(circumstances: Circumstances) -> Pool:
    context = multiprocessing.get_context("spawn")
    stop, done = context.Event(), context.Value("q", 0)
    executor = ProcessPoolExecutor(circumstances.count, context, _begin, (stop, done))
    return Pool(executor, stop, done, circumstances)


@contextmanager
def one_thread_each() -> Iterator[None]:
    """Processes started meanwhile use one BLAS thread, so that they do not fight for the cores."""
    with _environment:  # two threads at once would take each other's settings for the user's
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
def interruptions_held_back() -> Iterator[None]:
    """Processes started meanwhile never see an interruption, this one sees it afterwards."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows has none
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    # the mask is this thread's; a thread of BLAS may take the signal, and Python sees to it here
    came: list[int] = []
    in_main = threading.current_thread() is threading.main_thread()
    if in_main:
        handler = signal.signal(signal.SIGINT, lambda number, frame: came.append(number))
    try:
        yield
    finally:
        if in_main:
            signal.signal(signal.SIGINT, handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        if came:
            signal.raise_signal(signal.SIGINT)


# --- in the processes ----------------------------------------------------------------------

_stop: Event | None = None
_done: Synchronized | None = None


def _begin(stop: Event, done: Synchronized) -> None:
    """The first process decides about an interruption; the others are told through `stop`."""
    global _stop, _done
    _stop, _done = stop, done
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Without this, a process whose parent is killed would wait for work for ever."""
    multiprocessing.parent_process().join()
    os._exit(1)


def stopped() -> bool:
    """In a process of a pool: whether its work is to end."""
    return _stop.is_set()


def count_done(amount: int) -> None:
    """In a process of a pool: so much more of its work is done."""
    with _done.get_lock():
        _done.value += amount
