"""Processes that wait for the next sweep: kept, made anew, and gone with their parent."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import psutil
import pytest

from dlbook.numpy_engine import SGD, sweep
from dlbook.sweeps import parallel
from dlbook.sweeps.processes import one_thread_each, pool_of
from dlbook.training.initialisation import scaled
from dlbook.training.schedules import cosine, warm_up

BASE = {"loss": "mse", "epochs": 2, "lr": (0.1, 0.2), "dropout": 0.0}


def ask(*, keep=True, count=1):
    """The number of a process of the pool that the block is given."""
    with pool_of(count, keep=keep) as pool:
        return pool.executor.submit(os.getpid).result()


def test_a_pool_is_kept_for_the_next_block():
    first = ask()
    assert first != os.getpid()
    assert ask() == first


def test_another_number_of_processes_is_another_pool():
    first = ask()
    with pool_of(2, keep=True) as pool:
        assert pool.executor.submit(os.getpid).result() != first
        assert pool.executor._max_workers == 2


def test_fresh_processes_end_with_the_block_and_leave_the_kept_ones():
    kept, fresh = ask(), ask(keep=False)
    assert fresh != kept
    assert not psutil.pid_exists(fresh)
    assert ask() == kept


def test_a_block_that_fails_ends_its_processes():
    pids = []

    def fail():
        with pool_of(1, keep=True) as pool:
            pids.append(pool.executor.submit(os.getpid).result())
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    failed = pids[0]
    assert not psutil.pid_exists(failed)
    assert ask() != failed


IN_A_CHILD = """
import multiprocessing
import numpy as np
from dlbook.numpy_engine import sweep

def child():
    settings = {"loss": "mse", "epochs": 2, "seeds": (0, 1), "processes": 2}
    assert sweep((2, 1), np.eye(2), [0.0, 1.0], **settings).completed.all()

if __name__ == "__main__":
    process = multiprocessing.get_context("spawn").Process(target=child)
    process.start()
    process.join(40)
    print(process.exitcode)
    process.kill()
"""


def test_a_child_process_that_sweeps_comes_to_its_end(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(IN_A_CHILD, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, script], capture_output=True, encoding="utf-8", timeout=60
    )
    assert (done.stdout, done.stderr) == ("0\n", "")


def test_two_threads_that_sweep_leave_the_environment_as_it_was(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    given = {**BASE, "seeds": (0, 1), "processes": 2}
    found = []

    def three():
        for _ in range(3):
            found.append(sweep((2, 1), np.eye(2), [0.0, 1.0], **given).train_loss)

    threads = [threading.Thread(target=three) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert os.environ["OMP_NUM_THREADS"] == "7"
    assert len(found) == 6
    assert all(np.array_equal(loss, found[0]) for loss in found)


def test_a_pool_in_use_is_not_shared():
    ask()
    with pool_of(1, keep=True) as outer, pool_of(1, keep=True) as inner:
        assert outer.executor is not inner.executor


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs signals")
def test_a_process_that_was_killed_is_replaced_and_its_pool_ended(monkeypatch):
    ended = []
    shutdown = ProcessPoolExecutor.shutdown
    monkeypatch.setattr(
        ProcessPoolExecutor,
        "shutdown",
        lambda self, *settings, **named: (ended.append(self), shutdown(self, *settings, **named)),
    )
    with pool_of(1, keep=True) as pool:
        killed = pool.executor.submit(os.getpid).result()
    os.kill(killed, signal.SIGKILL)
    assert ask() != killed
    assert pool.executor in ended


def test_the_environment_is_as_it_was(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    monkeypatch.delenv("MKL_NUM_THREADS", raising=False)
    with one_thread_each():
        assert os.environ["OMP_NUM_THREADS"] == os.environ["MKL_NUM_THREADS"] == "1"
    assert os.environ["OMP_NUM_THREADS"] == "7"
    assert "MKL_NUM_THREADS" not in os.environ


class OwnSGD(SGD):
    """An optimiser that dlbook does not bring."""


def ones(rng, n_out, n_in):
    """An initialisation that dlbook does not bring."""
    return np.ones((n_out, n_in))


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({}, True),
        ({"init": scaled(0.5), "lr": (warm_up(cosine(0.1, steps=5), steps=2), 0.1)}, True),
        ({"init": ones}, False),
        ({"optimizer": OwnSGD()}, False),
    ],
)
def test_what_may_have_been_edited_goes_to_fresh_processes(monkeypatch, change, kept):
    asked = []

    def noted(count, *, keep):
        asked.append((count, keep))
        raise KeyboardInterrupt

    monkeypatch.setattr(parallel, "pool_of", noted)
    result = sweep((2, 1), np.eye(2), [0.0, 1.0], seeds=(0, 1), processes=2, **{**BASE, **change})
    assert result.interrupted
    assert asked == [(2, kept)]


NOT_TO_BE_IMPORTED = """
import numpy as np
from dlbook.numpy_engine import SGD, sweep

if __name__ == "__main__":
    class Own(SGD):
        pass

    try:
        sweep((2, 1), np.eye(2), [0.0, 1.0], loss="mse", epochs=2, seeds=(0, 1), processes=2,
              optimizer=Own())
    except RuntimeError as error:
        print(error)
"""


def test_what_processes_cannot_import_is_an_error_that_says_what_to_do(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(NOT_TO_BE_IMPORTED, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, script], capture_output=True, encoding="utf-8", timeout=60
    )
    assert done.stdout == f"{parallel.PROCESS_ENDED}\n"


ORPHANING = """
import os, signal
from dlbook.sweeps.processes import pool_of

if __name__ == "__main__":
    with pool_of(1, keep=True) as pool:
        print(pool.executor.submit(os.getpid).result(), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs signals")
def test_processes_end_when_their_parent_is_killed(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(ORPHANING, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, script], stdout=subprocess.PIPE, encoding="utf-8", timeout=60
    )
    orphan = int(done.stdout)
    for _ in range(200):
        if not alive(orphan):
            return
        time.sleep(0.05)
    pytest.fail("the process is still there after 10 s")


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    try:  # ended, but nobody has asked for its exit status yet
        with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return True
