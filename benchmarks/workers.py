"""Workers: one step's batch shared by 1, 2 and 4 processes on this machine, and its message alone.

torchrun starts the processes, each with one thread. They make the steps of `train(workers=…)`; a
step that is slower than another did more than its work, because some other program ran, so the
fastest block of steps counts. Four workers on two cores are meant: that is what too many cost.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import torch

from benchmarks.measure import use_cores
from dlbook.measurements.workloads import Workload, w1, w3, w4
from dlbook.torch_engine import Momentum, Network
from dlbook.torch_engine.objective import objective, prepare
from dlbook.torch_engine.workers import Workers, join

COUNTS = (1, 2, 4)
ROUNDS = 4
BLOCKS, BLOCK_SECONDS = 10, 0.15


def workloads() -> dict[str, Workload]:
    """From 13 parameters to 669,706, all in float32; the last with a batch eight times as large."""
    large = w4()
    return {
        "W1": w1().as_dtype("float32"),
        "W3": replace(w3().as_dtype("float32"), dropout=0.0),
        "W4": large,
        "W4, batch 1,024": replace(large, name="W4, batches of 1,024", batch_size=1024),
    }


def measure() -> dict:
    """Milliseconds of a step and of a message, for each workload and number of workers."""
    use_cores(None)
    try:
        rounds = [{count: _start(count) for count in COUNTS} for _ in range(ROUNDS)]
    finally:
        use_cores(1)
    found = {key: _summary(key, workload, rounds) for key, workload in workloads().items()}
    for key, row in found.items():
        print(f"{key:16} step {row['step_ms']} ms, message {row['message_ms']} ms")
    return {"workloads": found}


def _start(count: int) -> dict:
    """What `count` workers measure, as worker 0 says it."""
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone",
               "--nproc-per-node", str(count), "-m", "benchmarks.workers"]  # fmt: skip
    ran = subprocess.run(
        command, stdout=subprocess.PIPE, encoding="utf-8", check=True, env=os.environ
    )
    return json.loads(ran.stdout.strip().splitlines()[-1])


def _summary(key: str, workload: Workload, rounds: list[dict]) -> dict:
    """The fastest of all rounds, by number of workers."""
    n = workload.batch_size or len(workload.X)
    fastest = {
        what: {str(count): round(min(one[count][key][what] for one in rounds), 4)
               for count in COUNTS}
        for what in ("step_ms", "message_ms")
    }  # fmt: skip
    return {
        "name": workload.name,
        "parameters": int(workload.network().flat.size),
        "batch_size": n,
        **fastest,
        "examples_per_second": {
            count: round(1e3 * n / ms) for count, ms in fastest["step_ms"].items()
        },
    }


# --- in the workers ------------------------------------------------------------------------


def work_together() -> None:
    """Measure every workload with the workers that torchrun has started; worker 0 prints."""
    torch.set_num_threads(1)
    with join("gloo") as workers:
        found = {key: _times(workload, workers) for key, workload in workloads().items()}
        if workers.rank == 0:
            print(json.dumps(found), flush=True)


def _times(workload: Workload, workers: Workers) -> dict[str, float]:
    step, message = _step(workload, workers)
    return {
        "step_ms": _fastest_block(step, workers),
        "message_ms": _fastest_block(message, workers) if workers.count > 1 else 0.0,
    }


def _step(workload: Workload, workers: Workers) -> tuple[Callable[[], None], Callable[[], None]]:
    """One step on this worker's share of a batch, and its message alone."""
    n = workload.batch_size or len(workload.X)
    share = workers.share(n)
    network = Network(
        workload.sizes, activation=workload.activation, output=workload.output,
        dtype=workload.dtype, device="cpu",
    )  # fmt: skip
    batch = prepare(network, workload.X[:n][share], workload.y[:n][share], workload.loss)
    optimizer = Momentum(lr=0.01).build(network.parameters())
    weight = len(batch) / n

    def message() -> None:
        workers.average(network.parameters(), weight)

    def step() -> None:
        optimizer.zero_grad()
        objective(network, batch.X, batch.y, batch.loss, 0.0, None, "full").backward()
        message()
        optimizer.step()

    return step, message


def _fastest_block(run: Callable[[], None], workers: Workers) -> float:
    """Milliseconds of one call, from the fastest of several blocks of calls."""
    for _ in range(3):
        run()
    start = time.perf_counter()
    for _ in range(5):
        run()
    calls = max(3, int(5 * BLOCK_SECONDS / (time.perf_counter() - start)))
    calls = _agreed(calls, workers)
    blocks = []
    for _ in range(BLOCKS):
        start = time.perf_counter()
        for _ in range(calls):
            run()
        blocks.append((time.perf_counter() - start) / calls)
    return 1e3 * float(np.min(blocks))


def _agreed(calls: int, workers: Workers) -> int:
    """Worker 0's number of calls: all have to make as many, or some wait for ever."""
    number = torch.tensor(calls)
    if workers.count > 1:
        torch.distributed.broadcast(number, src=0)
    return int(number)


if __name__ == "__main__":
    work_together()
