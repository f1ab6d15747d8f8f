"""CUDA: W4's throughput, and sweeps of many networks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import torch

from benchmarks.measure import use_cores
from benchmarks.peers import dlbook_torch
from benchmarks.sweep import arguments
from dlbook import torch_engine
from dlbook.measurements.workloads import SEED, Workload, w1, w2, w3, w4

WARM_UPS, ROUNDS = 2, 5
SWEEP_SIZES = (100, 1_000, 10_000)
EPOCHS_W4 = 100  # so many that starting and capturing the graph hardly count


def milliseconds(run: Callable[[], object]) -> float:
    """The median time of ``run`` by CUDA events, after warm-up."""
    for _ in range(WARM_UPS):
        run()
    times = []
    for _ in range(ROUNDS):
        start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
        torch.cuda.synchronize()
        start.record()
        run()
        end.record()
        torch.cuda.synchronize()
        times.append(start.elapsed_time(end))
    return float(np.median(times))


def torch_sweep(workload: Workload, rates: np.ndarray) -> Callable[[], object]:
    """dlbook's PyTorch sweep in one stack, if half of the GPU's memory will hold it."""
    given = arguments(workload, rates, [SEED])
    optimizer = getattr(torch_engine, type(workload.optimizer).__name__)()
    memory = torch.cuda.get_device_properties().total_memory // 2
    return lambda: torch_engine.sweep(
        workload.sizes, workload.X, workload.y, optimizer=optimizer, device="cuda",
        max_memory=memory, **given,
    )  # fmt: skip


def throughput() -> dict[str, float]:
    """Examples a second on W4: step by step, and replayed as a CUDA graph (a sweep of one)."""
    workload = replace(w4(), epochs=EPOCHS_W4)
    rate = np.array([workload.optimizer.lr])
    runs = {
        "eager": dlbook_torch.make(workload, device="cuda"),
        "CUDA graph": torch_sweep(workload, rate),
    }
    examples = len(workload.X) * EPOCHS_W4
    return {name: round(examples / milliseconds(run) * 1e3) for name, run in runs.items()}


def sweep_times() -> dict[str, dict[int, float]]:
    """Seconds to train 100 to 10,000 networks at once."""
    workloads = {"W1": w1(), "W2": w2(), "W3": w3().as_dtype("float32")}
    found: dict[str, dict[int, float]] = {}
    for key, workload in workloads.items():
        found[key] = {}
        for networks in SWEEP_SIZES:
            centre = workload.optimizer.lr
            rates = np.geomspace(centre / 10, centre, networks)
            seconds = milliseconds(torch_sweep(workload, rates)) / 1e3
            print(f"{key} x {networks}: {seconds:.3f} s", flush=True)
            found[key][networks] = round(seconds, 4)
    return found


def measure() -> dict:
    """All of it; an error where there is no CUDA device."""
    if not torch.cuda.is_available():
        raise SystemExit("benchmarks gpu needs a CUDA device, and PyTorch finds none here")
    use_cores(None)  # autograd goes back on a thread of its own
    torch.backends.cuda.matmul.allow_tf32 = True
    try:
        return {
            "W4_examples_per_second": throughput(),
            "sweep_seconds": sweep_times(),
        }
    finally:
        torch.backends.cuda.matmul.allow_tf32 = False
        use_cores(1)
