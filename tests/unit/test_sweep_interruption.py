"""A sweep that is interrupted keeps what was done."""

import os
import subprocess
import sys

import numpy as np
import pytest

from dlbook.numpy_engine import stack, sweep
from dlbook.sweeps.result import Results
from tests.unit.swept_students import BASE, SIZES, SWEEP, X, Y


def test_an_interruption_keeps_what_was_done(monkeypatch):
    monkeypatch.setattr(SWEEP, "CACHE_BYTES", 1)
    done = []

    def interrupted(plan, members, records, tick):
        def stop_in_the_third_stack():
            if len(done) == 2 and records.measures[1, 0, 0] > 0:
                raise KeyboardInterrupt

        stack.train_stack(plan, members, records, stop_in_the_third_stack)
        done.append(members)

    monkeypatch.setattr(SWEEP, "train_stack", interrupted)
    result = sweep(SIZES, X, Y, lr=(0.1, 0.2, 0.3, 0.4), dropout=0.0, seeds=0, **BASE)
    assert result.interrupted
    assert result.completed.tolist() == [True, True, False, False]
    assert np.isfinite(result.train_loss).sum(axis=1).tolist() == [3, 3, 2, 0]
    assert result.outcomes[2] == result.outcomes[3] == -1
    with pytest.raises(ValueError, match="was not trained"):
        result.outcome(3)
    assert result.outcome(-4) == result.outcome(0)
    for place, message in ((4, "a place on lr, 0 to 3, got 4"), ("a", "an integer, got 'a'")):
        with pytest.raises((TypeError, ValueError), match=rf"index\[0\] must be {message}"):
            result.outcome(place)


def test_an_interruption_between_stacks_keeps_what_was_done(monkeypatch):
    monkeypatch.setattr(SWEEP, "CACHE_BYTES", 1)
    put = Results.put

    def interrupted(self, job, records, completed):
        if self.completed.sum() == 2:
            raise KeyboardInterrupt
        put(self, job, records, completed)

    monkeypatch.setattr(Results, "put", interrupted)
    result = sweep(SIZES, X, Y, lr=(0.1, 0.2, 0.3), dropout=0.0, seeds=0, **BASE)
    assert result.interrupted
    assert result.completed.tolist() == [True, True, False]


INTERRUPTED_AT_ONCE = """
import os, signal
from concurrent.futures import ProcessPoolExecutor
import numpy as np
from dlbook.numpy_engine import sweep

submit = ProcessPoolExecutor.submit

def interrupt(*given):
    future = submit(*given)
    os.killpg(0, signal.SIGINT)  # the keyboard interrupts all processes of a group
    return future

if __name__ == "__main__":
    os.setpgrp()
    ProcessPoolExecutor.submit = interrupt
    settings = {"loss": "mse", "epochs": 10**6, "record": 10**6, "processes": 2}
    result = sweep((2, 1), np.eye(2), [0.0, 1.0], seeds=range(4), **settings)
    print(result.interrupted, result.completed.any())
"""


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs groups of processes")
def test_an_interruption_while_processes_start(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(INTERRUPTED_AT_ONCE, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, script], capture_output=True, encoding="utf-8", timeout=120
    )
    assert done.stdout == "True False\n"
    assert not done.stderr
